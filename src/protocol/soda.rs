//! Server-side Operations for Data Access (SODA) 1.0: asks for a part of a dataset in place of the whole.

mod bounds;
#[cfg(test)]
mod tests;

use super::{
    datalink::{Descriptor, Document, InputParam, Link, Target},
    margin,
    request::{self, decimal},
    sia2::interval,
    sky::{self, Part},
};
use crate::domain::{
    constraints::Constraints,
    interval::Interval,
    region::{Cone, Part as Side, Region},
    time::Mjd,
    wavelength::Metres,
};
use bounds::{Outside, check};

/// The part of a dataset that is wanted: what a search asked for, in the shapes that SODA knows.
#[derive(Debug, Clone, PartialEq)]
pub struct Cut {
    /// Where on the sky: a cone or a polygon.
    pub region: Option<Region>,
    /// At which wavelengths.
    pub spectrum: Option<Interval<Metres>>,
    /// When.
    pub time: Option<Interval<Mjd>>,
}

/// What is sent for the part of a dataset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cutout {
    /// The address, with all parameters.
    pub url: String,
    /// The media type that the link gives, where it does.
    pub media_type: Option<String>,
    /// What is sent, without what names the dataset: parameters and their values.
    pub sent: Vec<(String, String)>,
}

/// Why there is no cut-out, in a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoCutout {
    /// The links name no service of SODA.
    #[error("its archive offers no cut-outs: none of its links leads to a SODA service")]
    NoService,
    /// There is one that works by jobs only.
    #[error(
        "its archive makes cut-outs only in jobs (asynchronous SODA), which are not asked for here"
    )]
    OnlyJobs,
    /// There is one, for who has logged in.
    #[error("its archive makes cut-outs only after a log-in")]
    Locked,
    /// The service says so itself.
    #[error("the service says: {0}")]
    Said(String),
    /// It takes nothing of what the search asks; what it takes.
    #[error("its archive cuts out by none of what the search asks for; it takes {0}")]
    Unfit(String),
    /// The dataset ends before.
    #[error("{0}")]
    Outside(Outside),
    /// The place of the service is no address.
    #[error("only addresses that begin with http or https can be asked: {0}")]
    NotWeb(String),
}

impl Cut {
    /// What a search asks for; `None` where it asks for nothing by which a dataset could be cut. A point on the sky has no
    /// part in it.
    pub fn of(constraints: &Constraints) -> Option<Self> {
        let region = constraints.space.as_ref().map(simple);
        let region = region.filter(|it| !matches!(it, Region::Cone(cone) if cone.radius.0 <= 0.0));
        let cut = Self {
            region,
            spectrum: constraints.spectrum,
            time: constraints.time,
        };
        let is_some = cut.region.is_some() || cut.spectrum.is_some() || cut.time.is_some();
        is_some.then_some(cut)
    }

    /// What is asked for, as SODA has it.
    pub fn parameters(&self) -> Vec<(&'static str, String)> {
        let region = self.region.as_ref().map(|region| match shape(region) {
            Shape::Circle(numbers) => ("CIRCLE", numbers),
            Shape::Polygon(numbers) => ("POLYGON", numbers),
        });
        let all = [region, self.band(), self.when()];
        all.into_iter().flatten().collect()
    }

    /// SODA 1.0, BAND: an interval of wavelengths in vacuum, in metres.
    fn band(&self) -> Option<(&'static str, String)> {
        let spectrum = self.spectrum?;
        Some(("BAND", interval(margin::wavelengths(spectrum))))
    }

    /// SODA 1.0, TIME: an interval of MJDs.
    fn when(&self) -> Option<(&'static str, String)> {
        Some(("TIME", interval(margin::times(self.time?))))
    }
}

/// Whether a service cuts out at once, for who asks.
pub fn is_sync(service: &Descriptor) -> bool {
    service.standard_id.as_deref().map(kind) == Some(Kind::Sync)
}

/// How to ask for the part of the dataset that these links belong to.
pub fn cutout(document: &Document, cut: &Cut) -> Result<Cutout, NoCutout> {
    let mut why = NoCutout::NoService;
    for link in &document.links {
        match of_link(link, document, cut) {
            Ok(found) => return Ok(found),
            // The first that says more than that there is none.
            Err(error) if why == NoCutout::NoService => why = error,
            Err(_) => {}
        }
    }
    Err(why)
}

fn of_link(link: &Link, document: &Document, cut: &Cut) -> Result<Cutout, NoCutout> {
    let id = match &link.target {
        Target::Service(id) => id,
        Target::Error(words) if link.semantics.is("cutout") => {
            return Err(NoCutout::Said(words.clone()));
        }
        Target::Error(_) | Target::Url(_) => return Err(NoCutout::NoService),
    };
    let service = document.services.iter().find(|service| service.id == *id);
    let service = service.ok_or(NoCutout::NoService)?;
    match service.standard_id.as_deref().map(kind) {
        Some(Kind::Sync) => {}
        Some(Kind::Jobs) => return Err(NoCutout::OnlyJobs),
        Some(Kind::Other) | None => return Err(NoCutout::NoService),
    }
    if link.is_locked() {
        return Err(NoCutout::Locked);
    }
    if !request::is_http(&service.access_url) {
        return Err(NoCutout::NotWeb(service.access_url.clone()));
    }
    check(&service.input_params, cut).map_err(NoCutout::Outside)?;
    let sent = sent(service, cut);
    if sent.is_empty() {
        return Err(NoCutout::Unfit(names(service)));
    }
    let mut parameters = fixed(service, link, &sent);
    parameters.extend(sent.iter().cloned());
    Ok(Cutout {
        url: request::join(&service.access_url, &parameters),
        media_type: link.content_type.clone(),
        sent,
    })
}

/// What a service is by its `standardID`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Sync,
    Jobs,
    Other,
}

/// SODA 1.0, section 2: the two capabilities, {sync} and {async}. Services write the name in either case.
fn kind(standard_id: &str) -> Kind {
    let lower = standard_id.trim().to_ascii_lowercase();
    match lower.strip_prefix("ivo://ivoa.net/std/soda#") {
        Some(rest) if rest.starts_with("sync") => Kind::Sync,
        Some(rest) if rest.starts_with("async") => Kind::Jobs,
        Some(_) | None => Kind::Other,
    }
}

/// What is sent of a wish: only parameters that the service takes.
fn sent(service: &Descriptor, cut: &Cut) -> Vec<(String, String)> {
    let find = |name: &str| param(&service.input_params, name);
    let mut all = Vec::new();
    let mut send = |param: &InputParam, value: String| {
        all.push((param.field.name.clone(), value));
    };
    if let Some(region) = &cut.region {
        let shape = shape(region);
        // An exact shape is better than one around it.
        match (&shape, find("CIRCLE"), find("POLYGON"), find("POS")) {
            (Shape::Circle(numbers), Some(circle), _, _) => send(circle, numbers.clone()),
            (Shape::Polygon(numbers), _, Some(polygon), _) => send(polygon, numbers.clone()),
            // SODA 1.0, POS: the name of the shape before its numbers.
            (Shape::Circle(numbers), None, _, Some(pos)) => send(pos, format!("CIRCLE {numbers}")),
            (Shape::Polygon(numbers), _, None, Some(pos)) => {
                send(pos, format!("POLYGON {numbers}"));
            }
            (Shape::Polygon(_), Some(circle), None, None) => {
                let around = margin::cone(&region.bounding_cone());
                send(circle, circle_numbers(&around));
            }
            (Shape::Circle(_), None, _, None) | (Shape::Polygon(_), None, None, None) => {}
        }
    }
    for (name, value) in [cut.band(), cut.when()].into_iter().flatten() {
        if let Some(param) = find(name) {
            send(param, value);
        }
    }
    all
}

/// The parameters whose value the description gives, and the identifier of the dataset, which may stand in its row only
/// (SODA 1.0, section 4).
fn fixed(service: &Descriptor, link: &Link, sent: &[(String, String)]) -> Vec<(String, String)> {
    let is_sent = |name: &str| sent.iter().any(|(own, _)| own.eq_ignore_ascii_case(name));
    let mut all: Vec<(String, String)> = Vec::new();
    for InputParam { field, value } in &service.input_params {
        let is_id = field.name.eq_ignore_ascii_case("ID");
        let value = if is_id && value.is_empty() {
            &link.id
        } else {
            value
        };
        if !value.is_empty() && !is_sent(&field.name) {
            all.push((field.name.clone(), value.clone()));
        }
    }
    all
}

/// The parameters of SODA that are known here: name, unit, and the first word of their UCD. Of regions that is not looked at:
/// DaCHS 2.7 writes `phys.argArea;obs` where SODA has `pos.outline;obs`.
const STANDARD: [(&str, &str, &str); 5] = [
    ("POS", "", ""),
    ("CIRCLE", "deg", ""),
    ("POLYGON", "deg", ""),
    ("BAND", "m", "em."),
    ("TIME", "d", "time."),
];

/// The standard parameter of this name. SODA 1.0, Three-Factor Semantics: one of the same name with another unit or UCD is
/// something else. Some services leave unit or UCD out.
fn param<'a>(params: &'a [InputParam], name: &str) -> Option<&'a InputParam> {
    let (_, unit, ucd) = STANDARD.iter().find(|(own, _, _)| *own == name)?;
    params.iter().find(|InputParam { field, .. }| {
        field.name.eq_ignore_ascii_case(name)
            && field.unit.as_deref().is_none_or(|it| it == *unit)
            && field
                .ucd
                .as_deref()
                .is_none_or(|it| it.to_ascii_lowercase().starts_with(ucd))
    })
}

/// What a service takes, in words.
fn names(service: &Descriptor) -> String {
    let all = service.input_params.iter().map(|it| it.field.name.as_str());
    let all: Vec<&str> = all.filter(|it| !it.eq_ignore_ascii_case("ID")).collect();
    if all.is_empty() {
        "no parameters".to_owned()
    } else {
        all.join(", ")
    }
}

/// A region as DALI's `circle` or `polygon` (DALI 1.1, section 3.3): numbers with blanks between them.
enum Shape {
    Circle(String),
    Polygon(String),
}

fn shape(region: &Region) -> Shape {
    if let Region::Polygon(_) = region
        && let [Part::Polygon(vertices)] = sky::parts(region).as_slice()
    {
        let numbers: Vec<String> = vertices
            .iter()
            .map(|vertex| format!("{} {}", decimal(vertex.ra.0), decimal(vertex.dec.0)))
            .collect();
        return Shape::Polygon(numbers.join(" "));
    }
    Shape::Circle(circle_numbers(&region.bounding_cone()))
}

fn circle_numbers(cone: &Cone) -> String {
    let numbers = [cone.centre.ra.0, cone.centre.dec.0, cone.radius.0];
    numbers.map(decimal).join(" ")
}

/// A cone or a polygon that holds a region.
fn simple(region: &Region) -> Region {
    match region {
        Region::Cone(_) => region.clone(),
        Region::Polygon(polygon)
            if polygon.part() == Side::Smaller && polygon.vertices().len() > 2 =>
        {
            region.clone()
        }
        Region::Polygon(_) | Region::Range(_) | Region::Moc(_) | Region::Union(_) => {
            Region::Cone(margin::cone(&region.bounding_cone()))
        }
    }
}
