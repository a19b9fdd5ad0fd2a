//! The practice VO: a registry and services on loopback, over a synthetic sky.
