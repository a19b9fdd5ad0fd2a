//! The options of the command line, and the question and settings they make.
