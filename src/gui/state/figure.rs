//! Whether a picture is being written to a file.

use crate::gui::action::Picture;

/// Whether a picture is being written to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exporting {
    /// It is not.
    Idle,
    /// A dialog is open.
    Choosing(Picture),
    /// The file is being written.
    Writing(Picture),
}
