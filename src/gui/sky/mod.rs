//! The sky map: what was found, and what was asked for, where they are on the sky.
//!
//! Geometry comes first and knows nothing of egui: `projection` and `chart` turn the sky to points, `outline` a region
//! to lines of the sphere, `trace` those to lines of the map, `graticule` says which lines help to read it. What was
//! found is kept in pieces (`piece`, `catalogue`) and drawn (`scene`) off the window's thread; `pick` tells what lies
//! under the pointer. The panel and what hands and keys do there come last.

mod brush;
mod catalogue;
mod chart;
mod density;
mod figure;
mod fixed;
mod graticule;
mod hands;
mod legend;
mod look;
mod menu;
mod outline;
mod panel;
mod pick;
mod piece;
mod pointed;
mod projection;
mod scene;
mod sketch;
mod steps;
mod threads;
mod trace;
mod waveband;

pub(super) use figure::drawing;
pub(crate) use look::Look;
pub(crate) use panel::{SkyView, sky_ui};
pub(crate) use steps::Units;

/// What dragging on the map does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Tool {
    /// It moves the map.
    #[default]
    Move,
    /// It selects what is in a box.
    Box,
    /// It selects what is in a loop drawn by hand.
    Lasso,
}
