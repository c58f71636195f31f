//! Tests of the whole: the program `dlde` on real and broken copies of the site.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may stop at once")]
#![allow(unreachable_pub, reason = "there is nobody outside to reach it")]

mod hostile;
mod http2;
mod internet;
mod page;
mod support;

mod bad_input;
mod bad_pages;
mod blocks;
mod both_zolas;
mod build;
mod check;
mod facts;
mod finished;
mod fix;
mod formats;
mod fuzz;
mod house;
mod links;
mod network;
mod new;
mod papers;
mod rewrite;
mod schema;
mod stages;
mod targets;
mod templates;
mod theme;
mod unchanged;
