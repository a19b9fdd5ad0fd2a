//! What waits to be delivered to one client.

use std::{collections::VecDeque, sync::Arc};

use tokio::sync::Notify;

use super::content::Content;

/// Most that waits for one client, in messages: a client that takes them is never that far behind.
const MOST: usize = 1000;
/// Most that waits for one client, in bytes of XML.
const LARGEST: usize = 32 * 1024 * 1024;

/// What the hub has to say to a client: SAMP 1.3, 3.12. `from` is the identifier of the client that it comes from.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Errand {
    /// A message that wants no response.
    Notification { from: String, message: Content },
    /// A message that wants a response.
    Call {
        from: String,
        id: String,
        message: Content,
    },
    /// The response to a message of the client's.
    Response {
        from: String,
        tag: String,
        response: Content,
    },
}

impl Errand {
    fn size(&self) -> usize {
        match self {
            Self::Notification { message, .. } | Self::Call { message, .. } => message.size,
            Self::Response { response, .. } => response.size,
        }
    }
}

/// The errands for one client, in the order in which they came.
#[derive(Debug, Default)]
pub(crate) struct Mailbox {
    errands: VecDeque<Errand>,
    bytes: usize,
    /// Told when something has come.
    pub(crate) bell: Arc<Notify>,
}

impl Mailbox {
    /// Takes an errand in; `false` if there is no room, as the client takes nothing or too little.
    pub(crate) fn put(&mut self, errand: Errand) -> bool {
        let bytes = self.bytes + errand.size();
        let has_room = self.errands.is_empty() || (self.errands.len() < MOST && bytes <= LARGEST);
        if has_room {
            self.bytes = bytes;
            self.errands.push_back(errand);
            self.bell.notify_one();
        }
        has_room
    }

    /// The next errand.
    pub(crate) fn take(&mut self) -> Option<Errand> {
        let errand = self.errands.pop_front()?;
        self.bytes -= errand.size();
        Some(errand)
    }

    /// What waits, in bytes of XML.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samp::message::Map;

    fn errand(nr: usize, size: usize) -> Errand {
        Errand::Notification {
            from: format!("c{nr}"),
            message: Content::new(Map::new(), size),
        }
    }

    #[test]
    fn errands_come_out_in_order_and_no_more_go_in_than_there_is_room_for() {
        let mut mailbox = Mailbox::default();
        assert!((0..MOST).all(|nr| mailbox.put(errand(nr, 10))), "room");
        assert!(!mailbox.put(errand(MOST, 10)), "as many as may wait");
        assert_eq!(mailbox.bytes(), 10 * MOST);
        assert_eq!(mailbox.take(), Some(errand(0, 10)));
        assert!(mailbox.put(errand(MOST, 10)), "room again");
        let rest: Vec<Errand> = std::iter::from_fn(|| mailbox.take()).collect();
        assert_eq!(
            rest,
            (1..=MOST).map(|nr| errand(nr, 10)).collect::<Vec<_>>()
        );
        assert_eq!(mailbox.bytes(), 0);
    }

    #[test]
    fn large_errands_wait_only_one_at_a_time() {
        let mut mailbox = Mailbox::default();
        assert!(mailbox.put(errand(1, LARGEST)), "one of any size");
        assert!(!mailbox.put(errand(2, 1)), "no bytes left");
    }
}
