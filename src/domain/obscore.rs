//! The ObsCore columns: name, type, unit, UCD, utype, description.
