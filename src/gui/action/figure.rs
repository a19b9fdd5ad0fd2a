//! What a person can ask of the pictures: to be written to files.

use crate::{
    discovery::export::is_picture,
    gui::state::{Exporting, State},
};
use eframe::egui::{Key, Modifiers};
use std::path::{Path, PathBuf};

/// What a person can ask of the pictures.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum FigureAction {
    /// Choose a file and write the picture to it.
    Export(Picture),
    /// Write the picture to the path that was typed for the results.
    ExportToPath(Picture),
    /// Write the picture in place of this file.
    Replace(Picture, PathBuf),
}

/// A picture of what was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Picture {
    /// The sky map.
    Sky,
    /// The coverage plot.
    Coverage,
}

impl Picture {
    /// What it is called.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sky => "sky map",
            Self::Coverage => "coverage plot",
        }
    }

    /// The name that the dialog proposes.
    pub(crate) fn file_name(self) -> &'static str {
        match self {
            Self::Sky => "sky.svg",
            Self::Coverage => "coverage.svg",
        }
    }
}

impl FigureAction {
    /// Its name on buttons and in menus.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Export(Picture::Sky) => "Export sky map…",
            Self::Export(Picture::Coverage) => "Export coverage plot…",
            Self::ExportToPath(_) => "Export to the path typed",
            Self::Replace(..) => "Replace it",
        }
    }

    /// What it does, in a sentence.
    pub(crate) fn help(&self) -> &'static str {
        match self {
            Self::Export(Picture::Sky) => {
                "Write the sky map as it is seen, in colours for print (.svg, .png)"
            }
            Self::Export(Picture::Coverage) => {
                "Write time against wavelength as it is seen, in colours for print (.svg, .png)"
            }
            Self::ExportToPath(_) => {
                "Write the picture to the path in the form, which ends in .svg or .png"
            }
            Self::Replace(..) => "Write the picture in place of the file that is there",
        }
    }

    /// The keys that ask for it.
    pub(crate) fn keys(&self) -> Option<(Modifiers, Key)> {
        match self {
            Self::Export(Picture::Sky) => Some((Modifiers::COMMAND, Key::E)),
            Self::Export(Picture::Coverage) => {
                Some((Modifiers::COMMAND | Modifiers::SHIFT, Key::E))
            }
            Self::ExportToPath(_) | Self::Replace(..) => None,
        }
    }

    /// Whether it can be asked for now; if not, the sentence that says why.
    pub(crate) fn possible(&self, state: &State) -> Result<(), String> {
        match state.exporting {
            Exporting::Choosing(_) => return Err("A file is being chosen".to_owned()),
            Exporting::Writing(_) => return Err("A picture is being written".to_owned()),
            Exporting::Idle => {}
        }
        match self {
            Self::ExportToPath(_) if !is_picture(Path::new(state.form.path.trim())) => {
                Err("Type a path first, such as m16.svg or m16.png".to_owned())
            }
            Self::Export(_) | Self::ExportToPath(_) | Self::Replace(..) => Ok(()),
        }
    }
}
