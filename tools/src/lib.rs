//! The tools of a workshop's site. Facts live in `content/`; Zola and the templates turn them into pages; this crate
//! types and checks the facts, runs Zola, finishes what it built and publishes it whole or not at all.
//!
//! ```text
//! content/*.toml *.md *.bib ─► files ─► content (typed, checked) ─► report (file:line:column)
//!                                         │ no problems
//!                                         ▼
//!          zola build ─► publish::Staging ─► finish ─► pages (links) ─► publish ─► public/
//!                                              └► html: each page rewritten in one parse
//! ```
//!
//! Modules in reading order; each uses only those below it in this list and `report`:

pub mod commands;
pub mod cli;
pub mod scaffold;
pub mod links;
pub mod finish;
pub mod html;
pub mod pages;
pub mod publish;
pub mod interrupt;
pub mod zola;
pub mod card;
pub mod formats;
pub mod config;
pub mod content;
pub mod history;
pub mod files;
pub mod tree;
pub mod site;
pub mod report;
