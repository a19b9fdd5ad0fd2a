//! What a small registry and its services answer, as `VOTable`s written by hand.

use std::fmt::Write as _;

/// One service of a registry.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// The last part of its identifier, `ivo://example/` before it.
    pub(crate) name: &'static str,
    /// The standard of its capability.
    pub(crate) standard: &'static str,
    /// Where it is asked.
    pub(crate) url: String,
}

/// The standard of SIA 2.0's query capability.
pub(crate) const SIA2: &str = "ivo://ivoa.net/std/sia#query-2.0";
/// The standard of TAP, whose services here have ObsCore.
pub(crate) const OBSCORE: &str = "ivo://ivoa.net/std/tap";
/// The standard of SIA 1.0.
pub(crate) const SIA1: &str = "ivo://ivoa.net/std/sia";

/// The answer to the question for candidates.
pub(crate) fn candidates(entries: &[Entry]) -> Vec<u8> {
    let rows: Vec<Vec<&str>> = entries
        .iter()
        .map(|entry| {
            vec![
                entry.name,
                "vs:catalogservice",
                entry.name,
                "1",
                entry.standard,
                "std",
                &entry.url,
                "0",
            ]
        })
        .collect();
    let mut text = head(&[
        ("ivoid", "char"),
        ("res_type", "char"),
        ("res_title", "char"),
        ("cap_index", "short"),
        ("standard_id", "char"),
        ("intf_role", "char"),
        ("access_url", "char"),
        ("authenticated_only", "short"),
    ]);
    for row in rows {
        text += "<TR>";
        for (nr, cell) in row.iter().enumerate() {
            let before = if nr == 0 { "ivo://example/" } else { "" };
            let cell = cell.replace('&', "&amp;");
            write!(text, "<TD>{before}{cell}</TD>").unwrap();
        }
        text += "</TR>\n";
    }
    (text + TAIL).into_bytes()
}

/// What a registry with these services answers to a query; of each pair of names the first is served by the second.
pub(crate) fn registry_answer(
    query: &str,
    entries: &[Entry],
    served_by: &[(&str, &str)],
) -> Vec<u8> {
    if query.contains("isservedby") {
        relationships(served_by)
    } else {
        candidates(entries)
    }
}

/// The answer to the question for relationships: pairs of names, the first served by the second.
pub(crate) fn relationships(pairs: &[(&str, &str)]) -> Vec<u8> {
    let mut text = head(&[("ivoid", "char"), ("related_id", "char")]);
    for (one, by) in pairs {
        writeln!(
            text,
            "<TR><TD>ivo://example/{one}</TD><TD>ivo://example/{by}</TD></TR>"
        )
        .unwrap();
    }
    (text + TAIL).into_bytes()
}

/// The beginning of an answer of SIA2, to which [`image`]s and [`TAIL`] belong.
pub(crate) fn images_head() -> Vec<u8> {
    head(&[
        ("dataproduct_type", "char"),
        ("access_url", "char"),
        ("obs_title", "char"),
        ("s_ra", "double"),
        ("s_dec", "double"),
        ("s_fov", "double"),
    ])
    .into_bytes()
}

/// A row of an answer of SIA2: an image at RA 10, Dec 20 degrees, 0.1 degrees wide.
pub(crate) fn image(access_url: &str) -> Vec<u8> {
    format!(
        "<TR><TD>image</TD><TD>{access_url}</TD><TD>An image</TD><TD>10</TD><TD>20</TD><TD>0.1</TD></TR>\n"
    )
    .into_bytes()
}

/// A whole answer of SIA2 with these images.
pub(crate) fn images(access_urls: &[&str]) -> Vec<u8> {
    let mut all = images_head();
    for url in access_urls {
        all.extend(image(url));
    }
    all.extend(TAIL.as_bytes());
    all
}

/// A whole answer of SIA1 with images at RA 10, Dec 20 degrees.
pub(crate) fn sia1_images(access_urls: &[&str]) -> Vec<u8> {
    let fields = [
        ("acref", "VOX:Image_AccessReference", "char\" arraysize=\"*"),
        ("title", "VOX:Image_Title", "char\" arraysize=\"*"),
        ("ra", "POS_EQ_RA_MAIN", "double"),
        ("dec", "POS_EQ_DEC_MAIN", "double"),
    ];
    let mut text = "<VOTABLE version=\"1.1\"><RESOURCE type=\"results\">\
         <INFO name=\"QUERY_STATUS\" value=\"OK\"/><TABLE>\n"
        .to_owned();
    for (name, ucd, datatype) in fields {
        writeln!(
            text,
            "<FIELD name=\"{name}\" ucd=\"{ucd}\" datatype=\"{datatype}\"/>"
        )
        .unwrap();
    }
    text += "<DATA><TABLEDATA>\n";
    for url in access_urls {
        writeln!(
            text,
            "<TR><TD>{url}</TD><TD>An image</TD><TD>10</TD><TD>20</TD></TR>"
        )
        .unwrap();
    }
    (text + TAIL).into_bytes()
}

/// An answer that says nothing but that something is wrong.
pub(crate) fn refusal(words: &str) -> Vec<u8> {
    format!(
        "<VOTABLE version=\"1.4\" xmlns=\"http://www.ivoa.net/xml/VOTable/v1.3\"><RESOURCE type=\"results\">\
         <INFO name=\"QUERY_STATUS\" value=\"ERROR\">{words}</INFO></RESOURCE></VOTABLE>"
    )
    .into_bytes()
}

/// The end of every answer.
pub(crate) const TAIL: &str = "</TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>";

pub(crate) fn head(fields: &[(&str, &str)]) -> String {
    let mut text = "<?xml version=\"1.0\"?>\n<VOTABLE version=\"1.4\" \
         xmlns=\"http://www.ivoa.net/xml/VOTable/v1.3\"><RESOURCE type=\"results\">\
         <INFO name=\"QUERY_STATUS\" value=\"OK\"/><TABLE>\n"
        .to_owned();
    for (name, datatype) in fields {
        let size = if *datatype == "char" {
            " arraysize=\"*\""
        } else {
            ""
        };
        writeln!(
            text,
            "<FIELD name=\"{name}\" datatype=\"{datatype}\"{size}/>"
        )
        .unwrap();
    }
    text + "<DATA><TABLEDATA>\n"
}
