//! The social card: the picture that is shown where somebody links to the site. The icons are drawn by the same means.
//!
//! ```text
//! Facts ─► legible ─► fit (lines, size) ─► card.svg ─► picture ─► PNG
//! ```

mod fit;
mod font;
mod icon;
mod legible;
mod picture;
#[cfg(test)]
mod tests;

use std::fmt::Write as _;

use fit::{Block, Frame, fit};
use font::Face;
pub use icon::{ICONS, Icon, icon};
use legible::{escape, legible};

use crate::report::Error;

/// Width of the card in pixels.
pub const WIDTH: u32 = 1200;

/// Height of the card in pixels.
pub const HEIGHT: u32 = 630;

/// What the card says, as plain texts.
///
/// An empty text is left out. So is one with a letter that the font lacks (it has Latin, Greek, Cyrillic and Hebrew),
/// for a name without some of its letters is another name. Other signs that it lacks, such as emoji, are left out alone.
/// A text that is too long at the smallest size ends in an ellipsis.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// Name of the edition in full.
    pub title: &'a str,
    /// Short name of the workshop.
    pub acronym: &'a str,
    /// Number of the edition as it is written; left out without the acronym.
    pub numeral: Option<&'a str>,
    /// The host conference, for instance `NeurIPS 2023 Workshop`.
    pub conference: &'a str,
    /// The day, for instance `9 December 2023`.
    pub when: &'a str,
    /// How or where, for instance `Virtual workshop`.
    pub place: &'a str,
}

/// The card without its text, and the styles of the text.
pub(crate) const TEMPLATE: &str = include_str!("card.svg");

/// Where the template takes the text.
const SLOT: &str = "<!-- text -->";

/// Where lines begin.
const LEFT: f32 = 80.0;

/// Length of a line at most: to where the drawing begins.
const MEASURE: f32 = 650.0;

/// Where the capitals of the first line begin.
const TOP: f32 = 82.0;

/// The base line of the last line.
const BOTTOM: f32 = 552.0;

/// Space above and below the title.
const GAP: f32 = 40.0;

/// Height of a capital letter of size 1.
const CAPITAL: f32 = 0.645;

const HEADLINE: &[f32] = &[112.0, 104.0, 96.0, 88.0, 80.0, 72.0, 64.0, 56.0, 48.0, 40.0];
const TITLE: &[f32] = &[64.0, 60.0, 56.0, 52.0, 48.0, 45.0, 42.0, 39.0, 36.0, 33.0, 30.0];
const FOOT: &[f32] = &[31.0, 29.0, 27.0, 25.0];

/// Draws the card of an edition as PNG; the same facts give the same bytes.
///
/// # Errors
/// Where the font or the drawing compiled into the program cannot be used, which the tests exclude.
pub fn draw(facts: &Facts<'_>) -> Result<Vec<u8>, Error> {
    let faces = [Face::regular()?, Face::semibold()?];
    let card = picture::render(&fill(facts, &faces), font::database(&faces), (WIDTH, HEIGHT))?;
    picture::encode(&card)
}

/// The template with its text: the headline at the top, the title below it, the foot at the bottom. The title takes the
/// room that these leave.
fn fill(facts: &Facts<'_>, [regular, semibold]: &[Face; 2]) -> String {
    let text = |text| legible(text, regular);
    let mut svg = String::new();

    let mut above = BOTTOM;
    let foot = [
        ("place", fit(&text(facts.place), regular, &line(FOOT, 2))),
        ("when", fit(&text(facts.when), regular, &line(FOOT, 1))),
        ("conference", fit(&text(facts.conference), semibold, &line(FOOT, 2))),
    ];
    for (class, block) in &foot {
        above -= block.height();
        write(&mut svg, class, block, above + block.leading);
    }

    let acronym = text(facts.acronym);
    let numeral = facts.numeral.map(text).filter(|_| !acronym.is_empty()).unwrap_or_default();
    let headline = fit(&format!("{acronym} {numeral}"), semibold, &line(HEADLINE, 1));
    let mut below = TOP;
    if !headline.lines.is_empty() {
        below += headline.size * CAPITAL;
        write_headline(&mut svg, &headline, &numeral, below);
        below += GAP;
    }

    let room = Frame { height: above - below - GAP, leading: 1.16, ..line(TITLE, 3) };
    let title = fit(&text(facts.title), regular, &room);
    write(&mut svg, "title", &title, below + title.size * CAPITAL);
    TEMPLATE.replacen(SLOT, &svg, 1)
}

/// Room for a few lines whose height nothing limits.
fn line(sizes: &[f32], lines: usize) -> Frame<'_> {
    Frame { sizes, width: MEASURE, height: f32::INFINITY, lines, leading: 1.3 }
}

/// Writes the lines of a block, the first with its base line at `y`.
fn write(svg: &mut String, class: &str, block: &Block, mut y: f32) {
    for line in &block.lines {
        write_line(svg, class, block.size, y, &escape(line));
        y += block.leading;
    }
}

/// Writes the headline, its numeral in a style of its own.
fn write_headline(svg: &mut String, block: &Block, numeral: &str, y: f32) {
    for line in &block.lines {
        let markup = match line.strip_suffix(numeral) {
            Some(acronym) if !numeral.is_empty() => {
                format!("{}<tspan class=\"numeral\">{}</tspan>", escape(acronym), escape(numeral))
            }
            _ => escape(line),
        };
        write_line(svg, "headline", block.size, y, &markup);
    }
}

fn write_line(svg: &mut String, class: &str, size: f32, y: f32, markup: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(svg, r#"<text class="{class}" x="{LEFT}" y="{y}" font-size="{size}">{markup}</text>"#);
}
