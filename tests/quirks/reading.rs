//! Answers put together of pieces, and what is read of them.

use std::ops::ControlFlow;
use vodiscover::{
    domain::{
        constraints::{Constraints, Product},
        dataset::Datasets,
        ivoid::Ivoid,
        matching::{Judge, Match},
        obscore::ObsColumn,
        region::Region,
        service::{Protocol, Service},
    },
    protocol::{AnswerEnd, AnswerError, AnswerLimits, read_answer},
};

/// All that was read of an answer.
#[derive(Debug)]
pub(crate) struct Told {
    batches: Vec<Datasets>,
    /// How it ended.
    pub(crate) end: Result<AnswerEnd, AnswerError>,
}

/// A service of that protocol.
pub(crate) fn service(protocol: Protocol, access_url: &str) -> Service {
    Service {
        ivoid: Ivoid::new("ivo://x.org/s"),
        title: "A service".to_owned(),
        protocol,
        access_url: access_url.to_owned(),
    }
}

/// Reads an answer of a service at `http://x.org/svc/q?`.
pub(crate) fn read(protocol: Protocol, document: impl AsRef<[u8]>) -> Told {
    let mut batches = Vec::new();
    let end = read_answer(
        &service(protocol, "http://x.org/svc/q?"),
        document.as_ref(),
        &AnswerLimits::default(),
        &mut |rows| {
            batches.push(rows);
            ControlFlow::Continue(())
        },
    );
    Told { batches, end }
}

impl Told {
    /// A column as text, empty where there is no value.
    pub(crate) fn texts(&self, column: ObsColumn) -> Vec<String> {
        let datasets = self.batches.iter().flat_map(Datasets::iter);
        datasets
            .map(|dataset| dataset.text(column).unwrap_or_default().to_owned())
            .collect()
    }

    /// A column of numbers.
    pub(crate) fn numbers(&self, column: ObsColumn) -> Vec<Option<f64>> {
        let datasets = self.batches.iter().flat_map(Datasets::iter);
        datasets.map(|dataset| dataset.number(column)).collect()
    }

    /// How each dataset stands to a region.
    pub(crate) fn space(&self, region: Region) -> Vec<Match> {
        let judge = Judge::new(&Constraints {
            space: Some(region),
            spectrum: None,
            time: None,
            product: Product::Both,
            inclusive: false,
        });
        let datasets = self.batches.iter().flat_map(Datasets::iter);
        datasets
            .map(|dataset| judge.judge(dataset).space.unwrap())
            .collect()
    }

    /// What had to be forgiven.
    pub(crate) fn warnings(&self) -> &[String] {
        &self.end.as_ref().unwrap().warnings
    }

    /// The sentence that is told in place of an answer, or after its rows.
    pub(crate) fn sentence(&self) -> String {
        self.end.as_ref().unwrap_err().to_string()
    }
}

/// The columns of the answers below; `char` means texts of any length.
pub(crate) const FIELDS: [(&str, &str); 4] = [
    ("access_url", "char\" arraysize=\"*"),
    ("obs_title", "char\" arraysize=\"*"),
    ("s_ra", "double"),
    ("calib_level", "int"),
];

/// FIELDs of these names and types.
pub(crate) fn fields(columns: &[(&str, &str)]) -> String {
    let field = |(name, datatype): &(&str, &str)| {
        format!("<FIELD name=\"{name}\" datatype=\"{datatype}\"/>")
    };
    columns.iter().map(field).collect()
}

/// Rows of TABLEDATA, their cells between `|`.
pub(crate) fn rows(rows: &[&str]) -> String {
    let cells = |row: &&str| format!("<TR><TD>{}</TD></TR>\n", row.replace('|', "</TD><TD>"));
    let rows: String = rows.iter().map(cells).collect();
    format!("<TABLEDATA>{rows}</TABLEDATA>")
}

/// A document of these fields and this data.
pub(crate) fn document(fields: &str, data: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<VOTABLE version=\"1.4\" \
         xmlns=\"http://www.ivoa.net/xml/VOTable/v1.3\">\n<RESOURCE type=\"results\">\n\
         <INFO name=\"QUERY_STATUS\" value=\"OK\"/>\n<TABLE>{fields}<DATA>{data}</DATA></TABLE>\n</RESOURCE>\n</VOTABLE>\n"
    )
}

/// An answer of SIA2 or ObsCore with [`FIELDS`] and these rows.
pub(crate) fn answer(lines: &[&str]) -> String {
    document(&fields(&FIELDS), &rows(lines))
}

/// A STREAM of these bytes in an element of that name.
pub(crate) fn stream(element: &str, bytes: &[u8]) -> String {
    format!(
        "<{element}><STREAM encoding=\"base64\">{}</STREAM></{element}>",
        base64(bytes)
    )
}

/// Bytes as base64 (RFC 4648, section 4).
pub(crate) fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let group = |three: &[u8]| {
        let at = |i: usize| u32::from(three.get(i).copied().unwrap_or(0));
        let bits = (at(0) << 16) | (at(1) << 8) | at(2);
        let sign = |i: usize| {
            let six = (bits >> (18 - 6 * i)) & 63;
            char::from(SIGNS[usize::try_from(six).unwrap()])
        };
        (0..4)
            .map(|i| if i <= three.len() { sign(i) } else { '=' })
            .collect::<String>()
    };
    bytes.chunks(3).map(group).collect()
}

/// A text as BINARY has it where its length is told: four bytes of length, then the characters.
pub(crate) fn counted(text: &[u8]) -> Vec<u8> {
    let n = u32::try_from(text.len()).unwrap();
    [&n.to_be_bytes()[..], text].concat()
}
