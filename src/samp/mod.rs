//! Talking with other programs on the desk.
//!
//! SAMP, the Simple Application Messaging Protocol (IVOA Recommendation 1.3, 2012), Standard Profile: a hub, which
//! TOPCAT, Aladin or another program runs, passes messages on between clients. A lock file says where it is. Both
//! sides are XML-RPC servers over HTTP on this machine.
//!
//! A [`Session`] is this program's side. It registers when something is first to be said, stays registered, and finds
//! the next hub when one has died.
//!
//! - Nothing waits for another program longer than [`Times`] say.
//! - We listen on 127.0.0.1 only, on a free port; every address we give away carries 128 random bits; what comes to
//!   the callback must bring the private key that the hub gave us.
//! - XML is read without entity expansion, within a size and a depth.

mod answers;
mod callback;
mod error;
mod hub;
mod lockfile;
mod message;
mod open;
mod outbox;
mod session;
mod text;
pub mod xmlrpc;

pub use error::SampError;
pub use lockfile::{Lockfile, Place};
pub use message::{Answer, Heard, SampNews};
pub use outbox::Table;
pub use session::{Session, Times};
