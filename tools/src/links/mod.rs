//! `dlde links`: what is true about every external link.
//!
//! ```text
//! pages, content ─► collect ─► Link ─► hosts (a rule per host: pure) ◄─► external (the only user of the network)
//!                                        │
//!                                        ▼
//!                                     Judgement ─► record, report
//! ```
//!
//! A host rule is a conversation: [`hosts::next`] sees what was answered so far and says what to ask next, or the
//! verdict. It sends nothing itself, so that each rule is tested on recorded answers.

pub mod report;
pub mod record;
pub mod context;
pub mod hosts;
mod generic;
pub mod page_facts;
pub mod finding;
pub mod judge;
pub mod answer;
