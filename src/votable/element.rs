//! The elements of VOTable by name, whatever the prefix and the case.

/// An element of VOTable that the reader acts on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Element {
    Votable,
    Resource,
    Table,
    Field,
    Param,
    Info,
    Description,
    Values,
    Coosys,
    Timesys,
    Data,
    TableData,
    Tr,
    Td,
    Binary,
    Binary2,
    Fits,
    Stream,
    Group,
    Definitions,
    /// The bounds of a FIELD or PARAM.
    Min,
    Max,
    /// A value that a FIELD or PARAM may have.
    Choice,
    /// A LINK or a reference: nothing that concerns us stands in it, whether or not it is closed.
    Leaf,
    /// Anything else: what is in it does not concern us.
    Other,
}

impl Element {
    /// Whether no other element that concerns us stands in it, whether or not it is closed.
    pub(super) fn is_leaf(self) -> bool {
        matches!(self, Self::Leaf | Self::Min | Self::Max | Self::Choice)
    }

    /// By the name without its prefix. Some archives write lower case.
    pub(super) fn from_name(local_name: &str) -> Self {
        const NAMES: [(&str, Element); 26] = [
            ("VOTABLE", Element::Votable),
            ("RESOURCE", Element::Resource),
            ("TABLE", Element::Table),
            ("FIELD", Element::Field),
            ("PARAM", Element::Param),
            ("INFO", Element::Info),
            ("DESCRIPTION", Element::Description),
            ("VALUES", Element::Values),
            ("COOSYS", Element::Coosys),
            ("TIMESYS", Element::Timesys),
            ("DATA", Element::Data),
            ("TABLEDATA", Element::TableData),
            ("TR", Element::Tr),
            ("TD", Element::Td),
            ("BINARY", Element::Binary),
            ("BINARY2", Element::Binary2),
            ("FITS", Element::Fits),
            ("STREAM", Element::Stream),
            ("GROUP", Element::Group),
            ("DEFINITIONS", Element::Definitions),
            ("LINK", Element::Leaf),
            ("FIELDref", Element::Leaf),
            ("PARAMref", Element::Leaf),
            ("MIN", Element::Min),
            ("MAX", Element::Max),
            ("OPTION", Element::Choice),
        ];
        NAMES
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(local_name))
            .map_or(Self::Other, |(_, element)| *element)
    }
}
