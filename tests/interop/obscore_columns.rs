//! What we say of the columns of ObsCore, and what DaCHS says.

use crate::{
    found,
    support::{beside, missing, need_python, output_of},
};
use std::{collections::BTreeMap, path::Path, process::Command};
use vodiscover::{
    discovery::export::{self, Format},
    votable::{Event, Limits, Reader, Serialization, TableHead},
};

/// Where Debian's package of DaCHS has the columns.
const DESCRIPTOR: &str =
    "/usr/lib/python3/dist-packages/gavo/resources/inputs/__system__/obscore.rd";

/// The xtypes of DaCHS that are not of the standard: it has dates with a type of its own, where we refer to a TIMESYS.
const OWN: [(&str, &str); 2] = [("t_min", "mjd"), ("t_max", "mjd")];

/// The table of datasets as a file of ours has it.
fn ours() -> std::sync::Arc<TableHead> {
    let record = found::record([]).unwrap();
    let mut document = Vec::new();
    let format = Format::VOTable(Serialization::TableData);
    export::write(&record, format, &mut document).unwrap();
    let mut reader = Reader::new(document.as_slice(), Limits::default());
    loop {
        if let Event::Table(head) = reader.next_event().unwrap().unwrap() {
            return head;
        }
    }
}

#[test]
fn columns_mean_what_they_mean_at_dachs() {
    let Some(python) = need_python() else { return };
    if !Path::new(DESCRIPTOR).exists() {
        return missing("python3-gavo", "DaCHS's columns are not there");
    }
    let mut command = Command::new(python);
    let said = output_of(command.arg(beside("obscore_columns.py")).arg(DESCRIPTOR));
    let theirs: Vec<[String; 5]> = serde_json::from_str(&said).unwrap();
    let theirs: BTreeMap<&str, [&str; 4]> = theirs
        .iter()
        .map(|[name, unit, ucd, utype, xtype]| {
            let is_own = OWN.contains(&(name.as_str(), xtype.as_str()));
            let xtype = if is_own { "" } else { xtype };
            (name.as_str(), [unit.as_str(), ucd, utype, xtype])
        })
        .collect();
    let mut n_same = 0;
    for field in &ours().fields {
        let Some(theirs) = theirs.get(field.name.as_str()) else {
            continue;
        };
        let said = [&field.unit, &field.ucd, &field.utype, &field.xtype];
        let said = said.map(|it| it.as_deref().unwrap_or_default());
        // DaCHS writes some utypes in lower case; case means nothing in them.
        let lower = |words: [&str; 4]| words.map(str::to_ascii_lowercase);
        assert_eq!(lower(said), lower(*theirs), "{}", field.name);
        n_same += 1;
    }
    assert_eq!(n_same, 33, "of the mandatory columns, and of ours");
}
