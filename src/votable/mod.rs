//! The VOTable format, in and out.
