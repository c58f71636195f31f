//! Tests of the whole: the program `dlde` on real and broken copies of the site.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may stop at once")]
#![allow(unreachable_pub, reason = "there is nobody outside to reach it")]

mod support;

mod bad_input;
mod build;
mod facts;
mod house;
mod templates;
