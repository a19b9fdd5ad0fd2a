//! What the program is, and under which licences.

use super::close_ui;
use crate::gui::{
    action::{Action, Actions},
    state::State,
    style::{self, SPACE_M},
};
use eframe::egui::{Label, Response, RichText, Ui};

const TEXT: &str = "Finds astronomical data across the whole Virtual Observatory: asks the VO Registry which services \
     may have data on a place, a wavelength and a time, asks all of them side by side, and hands on what they find.";

const LICENCES: &str = "Free software under the MIT licence or the Apache License 2.0, as you like. It is made of Rust \
     crates under MIT, Apache-2.0, BSD, ISC, Zlib, 0BSD, Unlicense and Unicode licences, and of SQLite, which is in the \
     public domain. Its letters are IBM Plex Sans and those of egui (SIL Open Font License 1.1, Ubuntu Font Licence).";

const THANKS: &str = "Where objects are, is looked up by Sesame of the Centre de Données astronomiques de Strasbourg \
     (SIMBAD, NED, VizieR).";

/// Places to read more, and what they are.
const LINKS: [(&str, &str); 3] = [
    ("The Virtual Observatory", "https://www.ivoa.net/"),
    (
        "ObsCore, the meaning of the columns",
        "https://www.ivoa.net/documents/ObsCore/",
    ),
    ("Sesame", "https://cds.unistra.fr/cgi-bin/Sesame"),
];

/// Version, licences, and where to read more. Asks for: `Open`, `Close`.
pub(super) fn about_ui(ui: &mut Ui, state: &State, actions: &mut Actions) -> Response {
    ui.set_width(520.0);
    let version = concat!("Version ", env!("CARGO_PKG_VERSION"));
    ui.label(RichText::new(version).font(style::strong()));
    for text in [TEXT, LICENCES, THANKS] {
        ui.add_space(SPACE_M);
        ui.add(Label::new(text).wrap());
    }
    ui.add_space(SPACE_M);
    ui.label(
        "The README tells all the rest, and vodiscover --help the options of the command line.",
    );
    for (name, address) in LINKS {
        if ui.link(name).on_hover_text(address).clicked() {
            actions.push(Action::Open(address.to_owned()));
        }
    }
    ui.add_space(SPACE_M);
    close_ui(ui, state, actions)
}
