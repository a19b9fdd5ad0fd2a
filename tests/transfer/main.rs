//! Files, links and pictures fetched over the wire, from servers that keep to the rules and from those that do not.

#[cfg(test)]
mod cutouts;
#[cfg(test)]
mod downloads;
#[cfg(test)]
mod lists;
#[cfg(test)]
mod looking;
#[cfg(test)]
mod lying;
#[cfg(test)]
mod places;
#[cfg(test)]
#[path = "../support/tmpfs.rs"]
mod tmpfs;
#[cfg(test)]
mod turns;
#[cfg(test)]
#[path = "../support/wire.rs"]
#[expect(dead_code, reason = "shared with other tests, which use the rest")]
mod wire;
