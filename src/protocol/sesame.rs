//! CDS Sesame: asks SIMBAD, NED and `VizieR` where the object of a name is.
//!
//! The service is described at <https://cds.unistra.fr/cgi-bin/Sesame>, its answer by the schema `sesame_4x.xsd`.

use super::{
    Request, request,
    xml::{XmlError, walk},
};
use crate::domain::{angle::Position, object::Resolved};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::io::Read;

/// The service at CDS.
pub const USUAL: &str = "https://cds.unistra.fr/cgi-bin/nph-sesame";

/// XML, as plain text; asked are SIMBAD, NED and `VizieR` in this order, until one knows the name.
const MANNER: &str = "-oxp/SNV";

/// Bytes of an answer at most: those of the most famous objects have some kilobytes.
const MAX_BYTES: usize = 1_000_000;

/// What stays as it is in a name: RFC 3986's unreserved characters. `&` would part two names, `+` be a blank.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// What an answer says.
#[derive(Debug, Clone, PartialEq)]
pub enum Said {
    /// Where the object is.
    Found(Resolved),
    /// That none of the catalogues knows the name.
    Unknown,
}

/// Why an answer says nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SesameError {
    /// It is no answer of Sesame, or not all of one.
    #[error("the name resolver answered with something else than a position")]
    NotSesame,
    /// The service says that it could not do it; its words.
    #[error("the name resolver says: {0}")]
    Said(String),
    /// The bytes stopped coming, or there were too many.
    #[error("{0}")]
    Broken(String),
}

/// The request for the object called `name`, at the base address of a Sesame service.
pub fn request(resolver: &str, name: &str) -> Request {
    let base = request::clean(resolver);
    let base = base.trim_end_matches(['/', '?']);
    let mut request = Request::get(base, &[]);
    request.url = format!("{base}/{MANNER}?{}", utf8_percent_encode(name, ESCAPED));
    request.accept = "text/xml, application/xml, text/plain;q=0.9, */*;q=0.5";
    request
}

/// Reads the answer on the object that was asked for as `asked`.
///
/// The first resolver that gives a position counts. A document that breaks off after that one is as good as a whole one.
pub fn read(input: impl Read, asked: &str) -> Result<Said, SesameError> {
    let mut answer = Answer::default();
    let end = walk(input, MAX_BYTES, |path, text| {
        let names: Vec<&str> = path.iter().map(|element| element.name.as_str()).collect();
        match names.as_slice() {
            ["sesame"] => answer.is_whole = true,
            ["sesame", .., "resolver"] => {
                let source = path.last().and_then(|it| it.attribute("name"));
                answer.end_resolver(source.unwrap_or_default(), asked);
            }
            ["sesame", .., "resolver", "jradeg"] => answer.current.ra = text.parse().ok(),
            ["sesame", .., "resolver", "jdedeg"] => answer.current.dec = text.parse().ok(),
            ["sesame", .., "resolver", "oname"] => text.clone_into(&mut answer.current.object),
            ["sesame", .., "error"] => answer.error = Some(text.to_owned()),
            _ => {}
        }
    });
    if let Some(found) = answer.found {
        return Ok(Said::Found(found));
    }
    match (end, answer.error) {
        (Err(error @ (XmlError::TooLarge(_) | XmlError::Io(_))), _) => {
            Err(SesameError::Broken(error.to_string()))
        }
        (_, Some(words)) => Err(SesameError::Said(words)),
        (Ok(()), None) if answer.is_whole => Ok(Said::Unknown),
        (Ok(()) | Err(XmlError::Broken), None) => Err(SesameError::NotSesame),
    }
}

/// What was read so far.
#[derive(Default)]
struct Answer {
    /// Of the resolver that is being read.
    current: Current,
    found: Option<Resolved>,
    error: Option<String>,
    is_whole: bool,
}

#[derive(Default)]
struct Current {
    ra: Option<f64>,
    dec: Option<f64>,
    object: String,
}

impl Answer {
    /// Takes what one resolver said, where it gave a position and none did before.
    fn end_resolver(&mut self, source: &str, asked: &str) {
        let current = std::mem::take(&mut self.current);
        let position = match (current.ra, current.dec) {
            (Some(ra), Some(dec)) if (0.0..=360.0).contains(&ra) => Position::new(ra, dec),
            _ => None,
        };
        if let (None, Some(position)) = (&self.found, position) {
            self.found = Some(Resolved {
                asked: asked.to_owned(),
                object: handy_name(&current.object).unwrap_or_else(|| asked.to_owned()),
                position,
                source: source_name(source),
            });
        }
    }
}

/// The name of an object with single blanks, without `VizieR`'s braces and SIMBAD's `NAME`; `None` where it is empty.
fn handy_name(name: &str) -> Option<String> {
    let plain = name.replace(['{', '}'], "");
    let words: Vec<&str> = plain.split_whitespace().collect();
    let words = match words.as_slice() {
        ["NAME", rest @ ..] if !rest.is_empty() => rest,
        all => all,
    };
    (!words.is_empty()).then(|| words.join(" "))
}

/// The catalogue's name, of `Sc=Simbad (CDS, via client/server)`.
fn source_name(name: &str) -> String {
    let name = name.split_once('=').map_or(name, |(_, name)| name);
    let name = name.split('(').next().unwrap_or_default().trim();
    if name.eq_ignore_ascii_case("simbad") {
        "SIMBAD".to_owned()
    } else if name.is_empty() {
        "Sesame".to_owned()
    } else {
        name.to_owned()
    }
}

#[cfg(test)]
mod tests;
