//! The thread behind the window.
