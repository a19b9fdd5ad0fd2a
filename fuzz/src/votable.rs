//! The VOTable reader over whole documents.

use super::reading::{Pieces, Told, read, small_limits};
use vodiscover::votable::Limits;

/// Reads a document at once, in pieces, with narrow bounds, and broken off in the middle.
pub fn check(bytes: &[u8]) {
    let wide = Limits::default();
    let whole = read(bytes, bytes.len(), &wide);
    let pieces = read(Pieces::of(bytes, &[1, 7, 2, 61]), bytes.len(), &wide);
    assert_eq!(whole.lines, pieces.lines, "in pieces");
    assert_eq!(whole.error, pieces.error, "in pieces");
    assert_eq!(warned(&whole), warned(&pieces), "in pieces");

    let narrow = read(bytes, bytes.len(), &small_limits());
    if narrow.error == whole.error {
        assert_eq!(narrow.rows, whole.rows, "within narrow bounds");
    } else {
        assert_begins(&whole, &narrow, "within narrow bounds");
    }

    let cut = &bytes[..bytes.len() / 3 * 2];
    assert_begins(&whole, &read(cut, cut.len(), &wide), "broken off");
}

/// Rows that come before a break are those of the whole document.
fn assert_begins(whole: &Told, part: &Told, how: &str) {
    assert!(part.rows.len() <= whole.rows.len(), "more rows {how}");
    assert_eq!(part.rows, whole.rows[..part.rows.len()], "rows {how}");
}

/// What was forgiven. How far the input had been read when an error was met decides whether bad bytes behind it were.
fn warned(told: &Told) -> Vec<&String> {
    let about_bytes =
        |warning: &&String| warning.starts_with("bytes that do not fit the character encoding");
    told.warnings
        .iter()
        .filter(|warning| !about_bytes(warning))
        .collect()
}
