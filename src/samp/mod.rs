//! Talking with other programs on the desk.
//!
//! SAMP, the Simple Application Messaging Protocol (IVOA Recommendation 1.3, 2012), Standard Profile: a hub, which
//! TOPCAT, Aladin or another program runs, passes messages on between clients. A lock file says where it is. Both
//! sides are XML-RPC servers over HTTP on this machine.
//!
//! A [`Session`] is this program's side. [Kept](Session::keep), it registers as soon as a hub is there, stays
//! registered, and finds the next hub when one has died; else it registers when something is first to be said.
//!
//! - Nothing waits for another program longer than [`Times`] say.
//! - We listen on 127.0.0.1 only, on a free port; every address we give away carries 128 random bits; what comes to
//!   the callback must bring the private key that the hub gave us.
//! - XML is read without entity expansion, within a size and a depth.

mod answers;
mod callback;
mod clients;
mod connect;
mod deliver;
mod error;
mod hub;
mod keeper;
mod listen;
mod lockfile;
mod message;
mod names;
mod notice;
mod open;
mod outbox;
mod own_hub;
mod parcel;
mod positions;
mod receive;
mod reply;
mod roster;
mod send;
mod sent;
mod served;
mod session;
mod text;
mod waiting;
mod watch;
pub mod xmlrpc;

pub use crate::discovery::positions::{NamedPosition, PositionList};

pub use clients::{Client, Icon};
pub use error::SampError;
pub use keeper::{DeskNews, HubState, Keeping};
pub use lockfile::{Lockfile, Place};
pub use message::{Answer, Heard, SendNews};
pub use notice::Notice;
pub use outbox::Table;
pub use own_hub::{OwnHub, Pings, StartError};
pub use parcel::{Parcel, new_table_id};
pub use receive::{Received, ServiceList};
pub use sent::To;
pub use session::{Session, Times};
