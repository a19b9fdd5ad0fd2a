//! What a TAP service says of itself: VOSI 1.1's capabilities, availability and tables, with TAPRegExt 1.0.

use super::{MOST_ROWS, Role, USUAL_ROWS};
use crate::practice::{
    answer::Answer,
    schema::{Column, Table, in_queries},
    vosi::{NAMESPACES, capability},
    xml::{document, element, escaped},
};
use hyper::StatusCode;

const XSI: &str = "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";

/// `/examples` (DALI 1.1, section 2.3).
pub(super) fn examples(query: &str) -> Answer {
    let page = format!(
        "<html xmlns=\"http://www.w3.org/1999/xhtml\" vocab=\"http://www.ivoa.net/rdf/examples#\">\
         <head><title>Examples</title></head><body>\
         <div id=\"first\" resource=\"#first\" typeof=\"example\"><h2 property=\"name\">A first query</h2>\
         <pre property=\"query\">{}</pre></div></body></html>",
        escaped(query)
    );
    Answer::ok("application/xhtml+xml", document(&page))
}

/// `/tables`, or one table below it.
pub(super) fn tables(tables: &[Table], one: &str) -> Answer {
    let namespaces = format!(
        "xmlns:vosi=\"http://www.ivoa.net/xml/VOSITables/v1.0\" xmlns:vod=\"http://www.ivoa.net/xml/VODataService/v1.1\" {XSI}"
    );
    if !one.is_empty() {
        let wanted = tables
            .iter()
            .find(|table| format!("{}.{}", table.schema, table.name) == one);
        return match wanted {
            Some(found) => Answer::xml(document(&format!(
                "<vosi:table {namespaces} xsi:type=\"vod:Table\">{}</vosi:table>",
                inside(found)
            ))),
            None => Answer::plain(StatusCode::NOT_FOUND, "there is no such table"),
        };
    }
    let mut schemas: Vec<&str> = tables.iter().map(|table| table.schema.as_str()).collect();
    schemas.sort_unstable();
    schemas.dedup();
    let schemas: Vec<String> = schemas
        .iter()
        .map(|schema| {
            let own = tables.iter().filter(|table| table.schema == *schema);
            let own: Vec<String> = own
                .map(|table| format!("<table>{}</table>", inside(table)))
                .collect();
            format!(
                "<schema>{}{}</schema>",
                element("name", schema),
                own.concat()
            )
        })
        .collect();
    Answer::xml(document(&format!(
        "<vosi:tableset {namespaces}>{}</vosi:tableset>",
        schemas.concat()
    )))
}

fn inside(table: &Table) -> String {
    let columns: Vec<String> = table.columns.iter().map(column).collect();
    let keys: Vec<String> = table
        .keys
        .iter()
        .map(|(from, target, column)| {
            format!(
                "<foreignKey><targetTable>{target}</targetTable><fkColumn><fromColumn>{from}</fromColumn>\
                 <targetColumn>{column}</targetColumn></fkColumn></foreignKey>"
            )
        })
        .collect();
    format!(
        "{}{}{}{}{}",
        element("name", &format!("{}.{}", table.schema, table.name)),
        element("description", &table.description),
        element("utype", &table.utype),
        columns.concat(),
        keys.concat()
    )
}

fn column(column: &Column) -> String {
    let (datatype, arraysize, xtype) = column.kind.votable();
    let arraysize = arraysize
        .map(|size| format!(" arraysize=\"{size}\""))
        .unwrap_or_default();
    let xtype = xtype
        .map(|xtype| format!(" extendedType=\"{xtype}\""))
        .unwrap_or_default();
    format!(
        "<column>{}{}{}{}{}<dataType xsi:type=\"vod:VOTableType\"{arraysize}{xtype}>{datatype}</dataType></column>",
        element("name", &in_queries(&column.name)),
        element("description", &column.description),
        element("unit", &column.unit),
        element("ucd", &column.ucd),
        element("utype", &column.utype),
    )
}

/// `/capabilities`.
pub(super) fn capabilities(url: &str, role: Role) -> Answer {
    let vosi: Vec<String> = [
        ("capabilities", "ivo://ivoa.net/std/VOSI#capabilities"),
        ("availability", "ivo://ivoa.net/std/VOSI#availability"),
        ("tables", "ivo://ivoa.net/std/VOSI#tables-1.1"),
        ("examples", "ivo://ivoa.net/std/DALI#examples"),
    ]
    .iter()
    .map(|(path, standard)| capability(standard, "full", &format!("{url}/{path}")))
    .collect();
    Answer::xml(document(&format!(
        "<vosi:capabilities {NAMESPACES} xmlns:tr=\"http://www.ivoa.net/xml/TAPRegExt/v1.0\">{}{}</vosi:capabilities>",
        tap_capability(url, role),
        vosi.concat()
    )))
}

fn tap_capability(url: &str, role: Role) -> String {
    let model = match role {
        Role::Registry => {
            "<dataModel ivo-id=\"ivo://ivoa.net/std/RegTAP#1.2\">RegTAP 1.2</dataModel>"
        }
        Role::ObsCore { named: true, .. } => {
            "<dataModel ivo-id=\"ivo://ivoa.net/std/ObsCore#core-1.1\">ObsCore 1.1</dataModel>"
        }
        Role::ObsCore { named: false, .. } => "",
    };
    format!(
        "<capability xsi:type=\"tr:TableAccess\" standardID=\"ivo://ivoa.net/std/TAP\">\
         <interface xsi:type=\"vs:ParamHTTP\" role=\"std\" version=\"1.1\"><accessURL use=\"base\">{}</accessURL></interface>\
         {model}{}{}\
         <uploadMethod ivo-id=\"ivo://ivoa.net/std/TAPRegExt#upload-inline\"/>\
         <uploadMethod ivo-id=\"ivo://ivoa.net/std/TAPRegExt#upload-http\"/>\
         <executionDuration><default>20</default><hard>20</hard></executionDuration>\
         <outputLimit><default unit=\"row\">{USUAL_ROWS}</default><hard unit=\"row\">{MOST_ROWS}</hard></outputLimit>\
         <uploadLimit><hard unit=\"byte\">8000000</hard></uploadLimit></capability>",
        escaped(url),
        language(),
        formats(),
    )
}

fn formats() -> String {
    const FORMATS: &[(&str, &str, &str)] = &[
        (
            "application/x-votable+xml",
            "votable",
            "ivo://ivoa.net/std/TAPRegExt#output-votable-binary2",
        ),
        (
            "text/xml",
            "votable/b2",
            "ivo://ivoa.net/std/TAPRegExt#output-votable-binary2",
        ),
        (
            "application/x-votable+xml;serialization=TABLEDATA",
            "votable/td",
            "ivo://ivoa.net/std/TAPRegExt#output-votable-td",
        ),
        ("text/csv;header=present", "csv", ""),
        ("text/tab-separated-values", "tsv", ""),
    ];
    let formats: Vec<String> = FORMATS
        .iter()
        .map(|(media_type, alias, id)| {
            let id = if id.is_empty() {
                String::new()
            } else {
                format!(" ivo-id=\"{id}\"")
            };
            format!(
                "<outputFormat{id}><mime>{media_type}</mime><alias>{alias}</alias></outputFormat>"
            )
        })
        .collect();
    formats.concat()
}

/// Functions beyond ADQL's own, with what they give.
const FUNCTIONS: &[(&str, &str)] = &[
    (
        "ivo_nocasematch(value TEXT, pattern TEXT) -> INTEGER",
        "1 where LIKE holds without regard to case",
    ),
    (
        "ivo_hasword(haystack TEXT, needle TEXT) -> INTEGER",
        "1 where the words are in the text",
    ),
    (
        "ivo_hashlist_has(hashlist TEXT, item TEXT) -> INTEGER",
        "1 where the item is in the list",
    ),
    (
        "ivo_interval_overlaps(l1 NUMERIC, h1 NUMERIC, l2 NUMERIC, h2 NUMERIC) -> INTEGER",
        "1 where the intervals have a value in common",
    ),
    (
        "ivo_string_agg(expression TEXT, delimiter TEXT) -> TEXT",
        "The texts of a group in one",
    ),
];

/// The geometry functions.
const GEOMETRY: &[&str] = &[
    "POINT",
    "CIRCLE",
    "BOX",
    "POLYGON",
    "REGION",
    "CONTAINS",
    "INTERSECTS",
    "AREA",
    "CENTROID",
    "COORD1",
    "COORD2",
    "COORDSYS",
    "DISTANCE",
];

/// Optional features by their kinds (ADQL 2.1, section 4; TAPRegExt 1.0, section 2.3).
const OPTIONAL: &[(&str, &[&str])] = &[
    (
        "ivo://ivoa.net/std/TAPRegExt#features-adql-string",
        &["LOWER", "UPPER", "ILIKE"],
    ),
    (
        "ivo://ivoa.net/std/TAPRegExt#features-adql-sets",
        &["UNION", "EXCEPT", "INTERSECT"],
    ),
    (
        "ivo://ivoa.net/std/TAPRegExt#features-adql-common-table",
        &["WITH"],
    ),
    ("ivo://ivoa.net/std/TAPRegExt#features-adql-type", &["CAST"]),
    (
        "ivo://ivoa.net/std/TAPRegExt#features-adql-offset",
        &["OFFSET"],
    ),
    // What pyVO looks for before it writes MOC(6, ...).
    ("ivo://org.gavo.dc/std/exts#extra-adql-keywords", &["MOC"]),
];

fn language() -> String {
    let feature = |form: &str, meaning: &str| {
        format!(
            "<feature><form>{}</form>{}</feature>",
            escaped(form),
            element("description", meaning)
        )
    };
    let functions: Vec<String> = FUNCTIONS
        .iter()
        .map(|(form, meaning)| feature(form, meaning))
        .collect();
    let geometry: Vec<String> = GEOMETRY.iter().map(|form| feature(form, "")).collect();
    let optional: Vec<String> = OPTIONAL
        .iter()
        .map(|(kind, forms)| {
            let forms: Vec<String> = forms.iter().map(|form| feature(form, "")).collect();
            format!(
                "<languageFeatures type=\"{kind}\">{}</languageFeatures>",
                forms.concat()
            )
        })
        .collect();
    format!(
        "<language><name>ADQL</name><version ivo-id=\"ivo://ivoa.net/std/ADQL#v2.0\">2.0</version>\
         <version ivo-id=\"ivo://ivoa.net/std/ADQL#v2.1\">2.1</version><description>ADQL 2.1 on SQLite</description>\
         <languageFeatures type=\"ivo://ivoa.net/std/TAPRegExt#features-udf\">{}</languageFeatures>\
         <languageFeatures type=\"ivo://ivoa.net/std/TAPRegExt#features-adqlgeo\">{}</languageFeatures>{}</language>",
        functions.concat(),
        geometry.concat(),
        optional.concat()
    )
}
