//! What to send and what came back, without sending.
