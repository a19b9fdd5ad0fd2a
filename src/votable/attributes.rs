//! What elements say of themselves in their attributes.

use super::{
    Choice, Coosys, Datatype, Field, Info, ResourceHead, Shape, Timesys, WarningKind,
    element::Element, warning::Tally, xml::Tag,
};

/// What a FIELD or PARAM says, with what is wrong with it counted.
pub(super) fn field(tag: &Tag<'_>, tally: &mut Tally) -> Field {
    let id = tag.word("ID");
    let mut arraysize = tag.word("arraysize");
    let written = tag.word("datatype");
    let datatype = written.as_deref().and_then(Datatype::from_name);
    if datatype.is_none() {
        tally.add(match written {
            None => WarningKind::MissingDatatype,
            Some(_) => WarningKind::UnknownDatatype,
        });
    }
    let datatype = datatype.unwrap_or_default();
    let is_standard = written.is_some_and(|name| name.eq_ignore_ascii_case(datatype.name()));
    if datatype.is_text() && !is_standard && arraysize.is_none() {
        arraysize = Some("*".to_owned());
    }
    if !Shape::parse(arraysize.as_deref()).1 {
        tally.add(WarningKind::BadArraysize);
    }
    Field {
        name: tag.word("name").or_else(|| id.clone()).unwrap_or_default(),
        id,
        datatype,
        arraysize,
        unit: tag.word("unit"),
        ucd: tag.word("ucd"),
        utype: tag.word("utype"),
        xtype: tag.word("xtype"),
        reference: tag.word("ref"),
        description: None,
        null: None,
        domain: None,
    }
}

/// Adds what a MIN, MAX or OPTION says of a FIELD or PARAM.
pub(super) fn bound(field: &mut Field, tag: &Tag<'_>) {
    let Some(value) = tag.attribute("value") else {
        return;
    };
    let domain = field.domain.get_or_insert_default();
    match tag.element {
        Element::Min => domain.min = Some(value),
        Element::Max => domain.max = Some(value),
        _ => domain.options.push(Choice {
            name: tag.word("name"),
            value,
        }),
    }
}

pub(super) fn resource(tag: &Tag<'_>) -> ResourceHead {
    ResourceHead {
        kind: tag.word("type"),
        utype: tag.word("utype"),
        id: tag.word("ID"),
        name: tag.word("name"),
    }
}

pub(super) fn info(tag: &Tag<'_>) -> Info {
    Info {
        name: tag.word("name").unwrap_or_default(),
        value: tag.attribute("value").unwrap_or_default(),
        text: String::new(),
        id: tag.word("ID"),
    }
}

pub(super) fn coosys(tag: &Tag<'_>) -> Coosys {
    Coosys {
        id: tag.word("ID").unwrap_or_default(),
        system: tag.word("system"),
        equinox: tag.word("equinox"),
        epoch: tag.word("epoch"),
    }
}

pub(super) fn timesys(tag: &Tag<'_>) -> Timesys {
    Timesys {
        id: tag.word("ID").unwrap_or_default(),
        timeorigin: tag.word("timeorigin"),
        timescale: tag.word("timescale"),
        refposition: tag.word("refposition"),
    }
}
