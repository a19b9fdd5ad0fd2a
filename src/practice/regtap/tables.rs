//! The tables of RegTAP 1.2, as its appendix A lists them.

use crate::practice::schema::{
    Column, Table,
    Type::{self, Int, Long, Moc, Text, Timestamp},
};
use Type::Double;

/// A column in short: name, type, meaning.
type Short = (&'static str, Type, &'static str);

const IVOID: Short = (
    "ivoid",
    Text,
    "The identifier of the resource, in lower case",
);
const CAP_INDEX: Short = ("cap_index", Int, "Which capability of the resource");

/// The part that describes a column or a parameter, as VODataService does.
const COLUMN: &[Short] = &[
    ("name", Text, "The name"),
    ("ucd", Text, "The UCD"),
    ("unit", Text, "The unit"),
    ("utype", Text, "The utype"),
    ("std", Int, "1 where a standard defines it"),
    ("datatype", Text, "The type"),
    ("extended_schema", Text, "Whose extended type it is"),
    ("extended_type", Text, "The extended type (xtype)"),
    ("arraysize", Text, "The shape of its values"),
    (
        "delim",
        Text,
        "What stands between the elements of an array",
    ),
];

/// A table of the registry by its name and parts.
struct Outline {
    name: &'static str,
    meaning: &'static str,
    parts: &'static [&'static [Short]],
}

const fn outline(
    name: &'static str,
    meaning: &'static str,
    parts: &'static [&'static [Short]],
) -> Outline {
    Outline {
        name,
        meaning,
        parts,
    }
}

const OUTLINES: &[Outline] = &[
    outline(
        "resource",
        "The resources",
        &[&[
            IVOID,
            ("res_type", Text, "The type, as vs:catalogservice"),
            ("created", Timestamp, "When the record was made"),
            ("short_name", Text, "A short name"),
            ("res_title", Text, "The title"),
            ("updated", Timestamp, "When the record was last changed"),
            ("content_level", Text, "For whom it is"),
            ("res_description", Text, "What it is"),
            ("reference_url", Text, "Where to read more"),
            ("creator_seq", Text, "Who made it"),
            ("content_type", Text, "What it holds"),
            ("source_format", Text, "The form of source_value"),
            ("source_value", Text, "What to cite"),
            ("res_version", Text, "The version"),
            (
                "region_of_regard",
                Double,
                "How far from a position to look, in degrees",
            ),
            (
                "waveband",
                Text,
                "The parts of the spectrum, with # between them",
            ),
            ("rights", Text, "What one may do with it"),
            ("rights_uri", Text, "The licence"),
            (
                "harvested_from",
                Text,
                "The registry that the record came from",
            ),
        ]],
    ),
    outline(
        "res_role",
        "Persons and organisations",
        &[&[
            IVOID,
            ("role_name", Text, "The name"),
            ("role_ivoid", Text, "The identifier"),
            ("address", Text, "The postal address"),
            ("email", Text, "The mail address"),
            ("telephone", Text, "The telephone number"),
            ("logo", Text, "A picture"),
            ("base_role", Text, "creator, publisher or contact"),
        ]],
    ),
    outline(
        "res_subject",
        "Subjects",
        &[&[IVOID, ("res_subject", Text, "A term of the UAT")]],
    ),
    outline(
        "capability",
        "What resources can do",
        &[&[
            IVOID,
            CAP_INDEX,
            ("cap_type", Text, "The type, as sia:simpleimageaccess"),
            ("cap_description", Text, "What it does"),
            ("standard_id", Text, "The standard that it follows"),
        ]],
    ),
    outline(
        "res_schema",
        "Schemas of tables",
        &[&[
            IVOID,
            ("schema_index", Int, "Which schema of the resource"),
            ("schema_description", Text, "What it holds"),
            ("schema_name", Text, "The name"),
            ("schema_title", Text, "The title"),
            ("schema_utype", Text, "The utype"),
        ]],
    ),
    outline(
        "res_table",
        "Tables of resources",
        &[&[
            IVOID,
            ("schema_index", Int, "Which schema it is in"),
            ("table_description", Text, "What it holds"),
            ("table_name", Text, "The name with its schema"),
            ("table_index", Int, "Which table of the resource"),
            ("table_title", Text, "The title"),
            ("table_type", Text, "What kind of table"),
            ("table_utype", Text, "The data model, as an identifier"),
            ("nrows", Long, "About how many rows"),
        ]],
    ),
    outline(
        "table_column",
        "Columns of tables",
        &[
            &[IVOID, ("table_index", Int, "Which table of the resource")],
            COLUMN,
            &[
                ("type_system", Text, "Whose words the type is in"),
                ("flag", Text, "indexed, primary or nullable"),
                ("column_description", Text, "What it means"),
            ],
        ],
    ),
    outline(
        "interface",
        "How capabilities are asked",
        &[&[
            IVOID,
            CAP_INDEX,
            ("intf_index", Int, "Which interface of the capability"),
            ("intf_type", Text, "The type, as vs:paramhttp"),
            ("intf_role", Text, "std where it follows the standard"),
            ("std_version", Text, "The version of the standard"),
            ("query_type", Text, "get or post"),
            ("result_type", Text, "The media type of answers"),
            ("wsdl_url", Text, "For SOAP"),
            ("url_use", Text, "base, full, dir or post"),
            ("access_url", Text, "The address"),
            ("mirror_url", Text, "Other addresses, with # between them"),
            ("authenticated_only", Int, "1 where one must log in"),
        ]],
    ),
    outline(
        "intf_param",
        "Parameters of interfaces",
        &[
            &[IVOID, ("intf_index", Int, "Which interface")],
            COLUMN,
            &[
                ("param_use", Text, "required, optional or ignored"),
                ("param_description", Text, "What it means"),
            ],
        ],
    ),
    outline(
        "relationship",
        "How resources belong together",
        &[&[
            IVOID,
            ("relationship_type", Text, "The kind, as isservedby"),
            ("related_id", Text, "The other resource"),
            ("related_name", Text, "Its name"),
        ]],
    ),
    outline(
        "validation",
        "How good records are",
        &[&[
            IVOID,
            ("val_level", Int, "The level"),
            ("validated_by", Text, "Who says so"),
            CAP_INDEX,
        ]],
    ),
    outline(
        "res_date",
        "Dates of resources",
        &[&[
            IVOID,
            ("date_value", Timestamp, "The date"),
            ("value_role", Text, "What happened then"),
        ]],
    ),
    outline(
        "res_detail",
        "Further details, by their place in the record",
        &[&[
            IVOID,
            CAP_INDEX,
            ("detail_xpath", Text, "The place, as XPath"),
            ("detail_value", Text, "What stands there"),
        ]],
    ),
    outline(
        "alt_identifier",
        "Other identifiers",
        &[&[IVOID, ("alt_identifier", Text, "Such as a DOI")]],
    ),
    outline(
        "stc_spatial",
        "Where on the sky resources have data",
        &[&[
            IVOID,
            ("coverage", Moc, "The coverage map"),
            ("ref_system_name", Text, "NULL for the celestial sphere"),
        ]],
    ),
    outline(
        "stc_spectral",
        "At which energies resources have data",
        &[&[
            IVOID,
            ("spectral_start", Double, "The least energy, in joules"),
            ("spectral_end", Double, "The largest energy, in joules"),
        ]],
    ),
    outline(
        "stc_temporal",
        "When resources' data were taken",
        &[&[
            IVOID,
            ("time_start", Double, "The start, as MJD"),
            ("time_end", Double, "The end, as MJD"),
        ]],
    ),
    outline(
        "tap_table",
        "Tables that can be asked through TAP",
        &[&[
            ("resid", Text, "The identifier of the table's resource"),
            ("svcid", Text, "The identifier of the TAP service"),
            ("table_name", Text, "The name with its schema"),
            ("table_title", Text, "The title"),
            ("table_description", Text, "What it holds"),
            ("table_utype", Text, "The data model, as an identifier"),
        ]],
    ),
];

/// All tables of the schema `rr`.
pub(super) fn tables() -> Vec<Table> {
    OUTLINES
        .iter()
        .map(|outline| {
            let columns = outline
                .parts
                .iter()
                .copied()
                .flatten()
                .map(column)
                .collect();
            Table::new("rr", outline.name, outline.meaning, columns)
        })
        .collect()
}

fn column((name, kind, meaning): &Short) -> Column {
    let column = Column::new(name, *kind, meaning);
    match *name {
        "spectral_start" | "spectral_end" => column.unit("J"),
        "time_start" | "time_end" => column.unit("d"),
        "region_of_regard" => column.unit("deg"),
        "ivoid" => column.ucd("meta.ref.ivoid"),
        _ => column,
    }
}
