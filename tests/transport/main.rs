//! Requests over the wire: single ones, and what a person is told of whole searches over servers that misbehave.

#[cfg(test)]
#[path = "../support/answers.rs"]
#[expect(dead_code, reason = "shared with other tests, which use the rest")]
mod answers;
#[cfg(test)]
mod asking;
#[cfg(test)]
mod bodies;
#[cfg(test)]
mod certificates;
#[cfg(test)]
#[path = "../support/floods.rs"]
#[expect(dead_code, reason = "shared with other tests, which use the rest")]
mod floods;
#[cfg(test)]
mod heads;
#[cfg(test)]
mod redirects;
#[cfg(test)]
mod requests;
#[cfg(test)]
#[path = "../support/searching.rs"]
#[expect(dead_code, reason = "shared with other tests, which use the rest")]
mod searching;
#[cfg(test)]
#[path = "../support/wire.rs"]
#[expect(dead_code, reason = "shared with other tests, which use the rest")]
mod wire;
