//! Footprints as services write them.

use super::*;
