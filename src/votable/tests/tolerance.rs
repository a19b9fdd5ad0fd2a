//! What archives do wrong, and what the reader makes of it.
