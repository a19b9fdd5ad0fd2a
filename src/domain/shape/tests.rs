//! Shapes against each other, in cases worked by hand.

use super::*;
