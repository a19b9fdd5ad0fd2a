//! Files as they are read back.
