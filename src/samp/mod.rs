//! Talking with other programs on the desk.
