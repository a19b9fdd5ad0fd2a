//! What to send and what came back, without sending.
//!
//! [`requests`] says how a service is asked, [`read_answer`] what its answer means; [`regtap`] does both for a
//! registry. Nothing here opens a socket, so that all that is hard about the standards is tested without a server.

pub mod address;
pub mod adql;
pub mod answer;
pub mod dali;
pub mod datalink;
pub mod dates;
pub mod error;
mod filters;
mod mapping;
pub mod margin;
pub mod obscore;
pub mod regtap;
pub mod request;
pub mod sesame;
pub mod sia1;
pub mod sia2;
pub mod sky;
pub mod soda;
pub mod ssap;
pub mod table;
pub mod tap;
pub mod units;
pub mod uws;
mod xml;

pub use answer::{AnswerEnd, AnswerLimits, read_answer};
pub use error::AnswerError;
pub use request::{Method, Request};

use crate::domain::{
    constraints::{Constraints, Product},
    region::Region,
    service::{Protocol, Service},
};

/// One way to ask a service. Where there are several, the next is tried when the service refuses one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rung {
    /// What is asked in this way, for the provenance.
    pub name: &'static str,
    /// What is sent.
    pub request: Request,
    /// What may be missing in the answer, as a sentence for the report; empty where nothing is.
    pub misses: String,
    /// What services may leave out by their nature, rare as it is, as a sentence for the details; empty where nothing is.
    pub caveat: String,
}

/// How a service is asked, in falling order of goodness; empty when its protocol cannot bear the question.
///
/// `maxrec` is the number of rows at which the service shall stop, where the protocol has a word for it.
pub fn requests(service: &Service, constraints: &Constraints, maxrec: u32) -> Vec<Rung> {
    requests_for_part(service, constraints, constraints, maxrec)
}

/// How a service is asked for `part` of a question, of which the `whole` would bring too much.
pub fn requests_for_part(
    service: &Service,
    part: &Constraints,
    whole: &Constraints,
    maxrec: u32,
) -> Vec<Rung> {
    let url = &service.access_url;
    match service.protocol {
        Protocol::Sia1 => sia1::requests(url, part),
        Protocol::Sia2 => sia2::requests(url, part, whole, maxrec),
        Protocol::Ssap => ssap::requests(url, part, whole, maxrec),
        Protocol::ObsCore => obscore::requests(url, part, maxrec),
    }
}

/// Where a service may look that is asked for a region and keeps to what it is sent, however it reads that.
pub fn looked_in(protocol: Protocol, region: &Region) -> Region {
    match protocol {
        Protocol::Sia1 => sia1::looked_in(region),
        Protocol::Ssap => ssap::looked_in(region),
        Protocol::Sia2 | Protocol::ObsCore => region.clone(),
    }
}

/// Whether services of a protocol hold what is wanted. ObsCore holds everything.
pub fn serves(protocol: Protocol, product: Product) -> bool {
    match protocol {
        Protocol::ObsCore => true,
        Protocol::Sia1 | Protocol::Sia2 => product != Product::Spectra,
        Protocol::Ssap => product != Product::Images,
    }
}

#[cfg(test)]
mod tests;
