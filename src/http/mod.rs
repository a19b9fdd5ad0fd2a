//! Sending: one client, polite and bounded; and a small server for the desk.
