//! Numbers and intervals as VOTable wants them.

use crate::votable::{Datatype, Field};

/// Two numbers, as DALI 1.1 (3.3.4) has intervals.
pub(super) fn interval(name: &str, unit: &str) -> Field {
    Field {
        arraysize: Some("2".to_owned()),
        unit: Some(unit.to_owned()),
        xtype: Some("interval".to_owned()),
        ..Field::new(name, Datatype::Double)
    }
}

/// A number (VOTable 1.4, section 6).
pub(super) fn number(value: f64) -> String {
    if value.is_infinite() {
        return if value > 0.0 { "+Inf" } else { "-Inf" }.to_owned();
    }
    value.to_string()
}
