//! Positions in lines of text: CSV, or with semicolons or tabs.

use super::{MOST, NAMES, NamedPosition, PositionList, object_name};
use crate::domain::{angle::Position, region::Region};
use std::io::BufRead;

/// What columns are called that name an object.
const OBJECTS: [&str; 6] = ["name", "object", "target", "target_name", "main_id", "id"];

/// Bytes of text that are looked at for the sign between cells.
const FIRST_LINE: usize = 10_000;

/// Reads the positions of a table whose first line names its columns; or says why that cannot be done.
pub(super) fn read(mut source: impl BufRead) -> Result<PositionList, String> {
    let first = source.fill_buf().map_err(|error| error.to_string())?;
    let delimiter = delimiter(first.get(..FIRST_LINE).unwrap_or(first));
    let mut lines = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(source);
    let names = lines.headers().map_err(|error| error.to_string())?;
    let find = |wanted: &str| {
        let mut names = names.iter();
        names.position(|name| {
            name.trim_start_matches(['#', '\u{feff}'])
                .trim()
                .eq_ignore_ascii_case(wanted)
        })
    };
    let Some((ra, dec)) = super::pair(&NAMES, find) else {
        return Err("its first line names no columns ra and dec".to_owned());
    };
    let name = OBJECTS.iter().find_map(|name| find(name));
    let mut list = PositionList::default();
    for line in lines.records() {
        let line = line.map_err(|error| error.to_string())?;
        let cell = |column| line.get(column).unwrap_or_default();
        let Some(position) = position(cell(ra), cell(dec)) else {
            list.n_without += 1;
            continue;
        };
        if list.positions.len() == MOST {
            list.is_cut = true;
            break;
        }
        list.positions.push(NamedPosition {
            name: object_name(name.and_then(|name| line.get(name))),
            position,
        });
    }
    if list.positions.is_empty() {
        return Err("no line of the table has a position".to_owned());
    }
    Ok(list)
}

/// The sign that stands most often in the first line, of those between cells.
fn delimiter(text: &[u8]) -> u8 {
    let line = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |sign: u8| line.split(|byte| *byte == sign).count();
    // Of equals the last is taken.
    let signs = *b"\t;,";
    signs
        .into_iter()
        .max_by_key(|sign| count(*sign))
        .unwrap_or(b',')
}

/// Degrees, or hours and degrees with minutes and seconds.
fn position(ra: &str, dec: &str) -> Option<Position> {
    if ra.is_empty() || dec.is_empty() || ra.starts_with(char::is_alphabetic) {
        return None;
    }
    match Region::parse(&format!("{ra} {dec} 0deg")).ok()? {
        Region::Cone(cone) => Some(cone.centre),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Vec<(f64, f64)> {
        let list = read(text.as_bytes()).unwrap();
        let each = list.positions.iter();
        each.map(|it| (it.position.ra.0, it.position.dec.0))
            .collect()
    }

    #[test]
    fn columns_are_found_by_their_names_whatever_stands_between() {
        let expected = [(274.688, -13.792), (10.5, 41.25)];
        for text in [
            "name,RA,Dec\nM 16,274.688,-13.792\n\"M 31, Andromeda\",10.5,+41.25\n",
            "dec;mag;ra\n-13.792;6;274.688\n41.25;;10.5",
            "# ra\tdec\n274.688\t-13.792\n10.5\t41.25\n",
            "ra_j2000, dec_j2000\n18:18:45.12, -13:47:31.2\n0:42:00, 41:15:00\n",
            "ra,dec\n18 18 45.12,-13 47 31.2\n0h42m00s,41d15m\n",
        ] {
            let found = at(text);
            assert_eq!(found.len(), 2, "{text}");
            for ((ra, dec), (expected_ra, expected_dec)) in found.iter().zip(expected) {
                assert!((ra - expected_ra).abs() < 1e-9, "{ra} in {text}");
                assert!((dec - expected_dec).abs() < 1e-9, "{dec} in {text}");
            }
        }
    }

    #[test]
    fn lines_without_a_position_are_counted_and_a_table_of_such_is_none() {
        let list = read("target,ra,dec\nM 16,1,2\n,,\nx,1,95\nshort\n".as_bytes()).unwrap();
        assert_eq!((list.positions.len(), list.n_without), (1, 3));
        assert_eq!(list.positions[0].name.as_deref(), Some("M 16"));
        let why = |text: &str| read(text.as_bytes()).unwrap_err();
        assert_eq!(
            why("a,b\n1,2\n"),
            "its first line names no columns ra and dec"
        );
        assert_eq!(why("ra,dec\nx,y\n"), "no line of the table has a position");
    }
}
