//! The whole window over the practice VO.

#![cfg(test)]

mod desk;
mod searches;
mod story;
