//! Where the rows of a table are that another program sent, or that stands in a file: positions to search at.

mod csv_file;

use super::import::Source;
use crate::{
    domain::angle::Position,
    votable::{Batch, Coosys, Event, Field, Limits, Reader, TableHead},
};
use std::{io::Read, path::Path};

/// Most positions that are kept of a table.
const MOST: usize = 100_000;
/// Longest name of an object, a table or a column that is kept, in characters.
const LONGEST_NAME: usize = 100;

/// Names of columns that have no UCD, as archives write them: of right ascension, and of declination.
const NAMES: [(&str, &str); 6] = [
    ("s_ra", "s_dec"),
    ("ra", "dec"),
    ("raj2000", "dej2000"),
    ("_raj2000", "_dej2000"),
    ("ra_icrs", "de_icrs"),
    ("ra_j2000", "dec_j2000"),
];

/// UCDs of positions, the surest first: UCD1+, then UCD1, which old tables still have.
const UCDS: [(&str, &str); 3] = [
    ("pos.eq.ra;meta.main", "pos.eq.dec;meta.main"),
    ("pos.eq.ra", "pos.eq.dec"),
    ("POS_EQ_RA_MAIN", "POS_EQ_DEC_MAIN"),
];

/// UCDs of what an object is called, the surest first.
const NAME_UCDS: [&str; 3] = ["meta.id;meta.main", "meta.id", "ID_MAIN"];

/// The positions of a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PositionList {
    /// What the sender calls the table, else what the table calls itself, else nothing.
    pub name: String,
    /// In the order of the table, at most 100,000.
    pub positions: Vec<NamedPosition>,
    /// How many rows have no position.
    pub n_without: usize,
    /// Whether the table has more positions than were kept.
    pub is_cut: bool,
}

/// One row of such a table.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedPosition {
    /// What the table calls the object, if it does.
    pub name: Option<Box<str>>,
    /// Where it is.
    pub position: Position,
}

/// The positions in a file: a VOTable, or CSV whose first line names the columns; or why there are none, in a sentence
/// that ends with the file.
pub fn open(path: &Path) -> Result<PositionList, String> {
    let told = |why: String| format!("{why}: {}", path.display());
    let list = match Source::open(path).map_err(|error| error.to_string())? {
        Source::Xml(source) => read_votable(source),
        Source::Text(source) => csv_file::read(source),
        Source::Parquet(_) | Source::Fits(_) => {
            Err("give the positions as a VOTable or as CSV".to_owned())
        }
    };
    let mut list = list.map_err(told)?;
    if list.name.is_empty() {
        let name = path.file_stem().unwrap_or_default();
        list.name = name.to_string_lossy().into_owned();
    }
    Ok(list)
}

/// Reads the first table of a document that has positions; or says in plain words why that cannot be done.
pub(crate) fn read_votable(source: impl Read) -> Result<PositionList, String> {
    let mut reader = Reader::new(source, Limits::default());
    let mut systems = Vec::new();
    let mut why_not = "the document holds no table".to_owned();
    let mut found: Option<(Columns, PositionList)> = None;
    while let Some(event) = reader.next_event().map_err(|error| error.to_string())? {
        match event {
            Event::Coosys(system) => systems.push(system),
            Event::Table(head) => match Columns::of(&head, &systems) {
                Ok(columns) => {
                    let name = head.name.as_deref().map(in_line).unwrap_or_default();
                    let list = PositionList {
                        name,
                        ..PositionList::default()
                    };
                    found = Some((columns, list));
                }
                Err(why) => why_not = why,
            },
            Event::Rows(batch) => {
                if let Some((columns, list)) = &mut found
                    && !columns.read(&batch, list)
                {
                    break;
                }
            }
            Event::TableEnd if found.is_some() => break,
            _ => {}
        }
    }
    match found {
        Some((_, list)) if !list.positions.is_empty() => Ok(list),
        Some(_) => Err("no row of the table has a position".to_owned()),
        None => Err(why_not),
    }
}

/// Which columns of a table say where its rows are.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Columns {
    ra: usize,
    dec: usize,
    /// What the numbers are to be multiplied with to be degrees.
    factors: [f64; 2],
    name: Option<usize>,
}

impl Columns {
    fn of(head: &TableHead, systems: &[Coosys]) -> Result<Self, String> {
        let by_ucd = || pair(&UCDS, |ucd| head.by_ucd(ucd));
        let by_name = || pair(&NAMES, |name| head.by_name(name));
        let Some((ra, dec)) = by_ucd().or_else(by_name) else {
            return Err(
                "the table has no columns with the UCDs pos.eq.ra and pos.eq.dec".to_owned(),
            );
        };
        let (Some(ra_field), Some(dec_field)) = (head.fields.get(ra), head.fields.get(dec)) else {
            return Err("the table has no columns".to_owned());
        };
        check_system(ra_field, systems)?;
        Ok(Self {
            ra,
            dec,
            factors: [factor(ra_field)?, factor(dec_field)?],
            name: NAME_UCDS.iter().find_map(|ucd| head.by_ucd(ucd)),
        })
    }

    /// Takes rows in; whether more are wanted.
    fn read(&self, batch: &Batch, list: &mut PositionList) -> bool {
        let (Some(ra), Some(dec)) = (batch.column(self.ra), batch.column(self.dec)) else {
            return false;
        };
        let names = self.name.and_then(|column| batch.column(column));
        for row in 0..batch.len() {
            let at = ra.f64(row).zip(dec.f64(row));
            let position =
                at.and_then(|(ra, dec)| Position::new(ra * self.factors[0], dec * self.factors[1]));
            let Some(position) = position else {
                list.n_without += 1;
                continue;
            };
            if list.positions.len() == MOST {
                list.is_cut = true;
                return false;
            }
            let name = names.and_then(|column| column.text(row));
            list.positions.push(NamedPosition {
                name: object_name(name.as_deref()),
                position,
            });
        }
        true
    }
}

/// What a cell calls an object, if it does.
fn object_name(cell: Option<&str>) -> Option<Box<str>> {
    let name: String = cell?.trim().chars().take(LONGEST_NAME).collect();
    (!name.is_empty()).then(|| name.into())
}

/// What a table says, in one line that fits on the screen and does nothing to a terminal.
fn in_line(text: &str) -> String {
    let shown = text
        .trim()
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c });
    shown.take(LONGEST_NAME).collect()
}

fn pair(names: &[(&str, &str)], find: impl Fn(&str) -> Option<usize>) -> Option<(usize, usize)> {
    names.iter().find_map(|(ra, dec)| find(ra).zip(find(dec)))
}

/// FK5 at J2000 is the ICRS to some hundredths of an arcsecond; of other systems nothing is said to be ICRS.
fn check_system(field: &Field, systems: &[Coosys]) -> Result<(), String> {
    let Some(reference) = &field.reference else {
        return Ok(());
    };
    let named = systems.iter().find(|system| system.id == *reference);
    let Some(system) = named.and_then(|system| system.system.as_deref()) else {
        return Ok(());
    };
    let name = system.trim().to_ascii_lowercase();
    if matches!(name.as_str(), "icrs" | "fk5" | "eq_fk5" | "") {
        Ok(())
    } else {
        Err(format!(
            "the positions are in {}: convert them to ICRS first",
            in_line(system)
        ))
    }
}

/// By what a number in this column's unit is multiplied to be degrees.
fn factor(field: &Field) -> Result<f64, String> {
    let unit = field.unit.as_deref().unwrap_or_default().trim();
    match unit.to_ascii_lowercase().as_str() {
        "" | "deg" | "degree" | "degrees" => Ok(1.0),
        "rad" => Ok(1.0_f64.to_degrees()),
        "h" | "hr" | "hour" | "hours" => Ok(15.0),
        _ => Err(format!(
            "the column {} is in {}: convert it to degrees first",
            in_line(&field.name),
            in_line(unit)
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(systems: &str, fields: &str, rows: &[&[&str]]) -> String {
        let row = |cells: &&[&str]| {
            let cells = cells.iter().map(|cell| format!("<TD>{cell}</TD>"));
            format!("<TR>{}</TR>", cells.collect::<String>())
        };
        let rows: String = rows.iter().map(row).collect();
        format!(
            "<VOTABLE version=\"1.4\"><RESOURCE>{systems}<TABLE name=\"targets\">{fields}<DATA><TABLEDATA>{rows}\
            </TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>"
        )
    }

    fn double(name: &str, rest: &str) -> String {
        format!("<FIELD name=\"{name}\" datatype=\"double\" {rest}/>")
    }

    fn at(positions: &PositionList) -> Vec<(f64, f64)> {
        let each = positions.positions.iter();
        each.map(|it| (it.position.ra.0, it.position.dec.0))
            .collect()
    }

    #[test]
    fn the_main_position_is_found_by_its_ucd() {
        let fields = double("ra_1950", "ucd=\"pos.eq.ra\"")
            + &double("de_1950", "ucd=\"pos.eq.dec\"")
            + "<FIELD name=\"who\" datatype=\"char\" arraysize=\"*\" ucd=\"meta.id;meta.main\"/>"
            + &double("x", "ucd=\"pos.eq.ra;meta.main\" unit=\"deg\"")
            + &double("y", "ucd=\"pos.eq.dec;meta.main\" unit=\"deg\"");
        let rows: &[&[&str]] = &[
            &["1", "2", " M 16 ", "274.688", "-13.792"],
            &["1", "2", "", "10.5", "41.25"],
            &["1", "2", "nowhere", "", "41.25"],
            &["1", "2", "beyond", "10", "91"],
        ];
        let list = read_votable(document("", &fields, rows).as_bytes()).unwrap();
        assert_eq!(at(&list), [(274.688, -13.792), (10.5, 41.25)]);
        assert_eq!(list.name, "targets");
        assert_eq!(list.positions[0].name.as_deref(), Some("M 16"));
        assert_eq!(list.positions[1].name, None);
        assert_eq!((list.n_without, list.is_cut), (2, false));
    }

    #[test]
    fn names_and_other_units_will_do() {
        let fields = double("RAJ2000", "unit=\"h\"") + &double("DEJ2000", "");
        let list = read_votable(document("", &fields, &[&["12", "-5"]]).as_bytes()).unwrap();
        assert_eq!(at(&list), [(180.0, -5.0)]);
        let fields = double("ra", "unit=\"rad\"") + &double("dec", "unit=\"rad\"");
        let list = read_votable(document("", &fields, &[&["1", "-1"]]).as_bytes()).unwrap();
        assert_eq!(at(&list), [(1.0_f64.to_degrees(), -1.0_f64.to_degrees())]);
    }

    #[test]
    fn what_cannot_be_used_is_said_in_words() {
        let systems = "<COOSYS ID=\"s\" system=\"galactic\"/><COOSYS ID=\"i\" system=\"ICRS\"/>";
        let pair = |rest: &str| double("ra", rest) + &double("dec", rest).replace("pos.eq.ra", "x");
        for (fields, rows, expected) in [
            (pair("ref=\"i\""), "1", None),
            (pair("ref=\"s\""), "1", Some("galactic")),
            (pair("unit=\"arcsec\""), "1", Some("arcsec")),
            (pair(""), "", Some("no row of the table has a position")),
            (
                double("x", "") + &double("y", ""),
                "1",
                Some("no columns with the UCDs"),
            ),
        ] {
            let read = read_votable(document(systems, &fields, &[&[rows, rows]]).as_bytes());
            match (read, expected) {
                (Ok(_), None) => {}
                (Err(why), Some(said)) => assert!(why.contains(said), "{why}"),
                (read, _) => panic!("{read:?}, but {expected:?}"),
            }
        }
        read_votable(b"<html/>".as_slice()).unwrap_err();
        read_votable(b"".as_slice()).unwrap_err();
    }

    #[test]
    fn a_long_table_is_cut() {
        let fields = double("ra", "") + &double("dec", "");
        let rows = vec![["1", "2"].as_slice(); MOST + 1];
        let list = read_votable(document("", &fields, &rows).as_bytes()).unwrap();
        assert_eq!((list.positions.len(), list.is_cut), (MOST, true));
    }
}
