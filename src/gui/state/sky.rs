//! How the sky map is looked at.

use super::State;
use crate::{
    domain::{matching, region::Region},
    gui::sky::{Look, Tool, Units},
};

/// How the sky map is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Sky {
    /// Where the person looks; `None`: at what is asked for.
    pub look: Option<Look>,
    /// What dragging does.
    pub tool: Tool,
    /// How places are written.
    pub units: Units,
}

impl State {
    /// Where on the sky the latest search asks, or before the first the form; `None` for anywhere.
    pub(crate) fn region(&self) -> Option<&Region> {
        let constraints = match self.record() {
            Some(record) => &record.search().constraints,
            None => self.form.parsed.as_ref().ok()?,
        };
        constraints.space.as_ref()
    }

    /// Whether the map shows the whole sky, because it was asked to or because no place is asked for.
    pub(crate) fn looks_at_all(&self) -> bool {
        match self.sky.look {
            Some(look) => look.width.is_infinite(),
            None => self.region().is_none(),
        }
    }

    /// Where the sky map looks.
    pub(crate) fn sky_look(&self) -> Look {
        let asked = || self.region().map(|region| Look::at(region.bounding_cone()));
        let look = self.sky.look.or_else(asked);
        look.unwrap_or_else(Look::whole_sky)
    }

    /// Where the sky map looks to show the dataset in this row, with some of the sky around it; `None` where it does
    /// not say where it is.
    pub(crate) fn look_at_dataset(&self, row: usize) -> Option<Look> {
        let dataset = self.record()?.found().row(row)?;
        let region = matching::extent(dataset)?;
        Some(Look::around(region.bounding_cone()))
    }
}
