//! The portrait as SVG.

use svg::Document;
use svg::node::Text;
use svg::node::element::{Circle, Description, Group, Path, Style, Title, Use};

use crate::arrows;
use crate::bezier;
use crate::frame::{HEIGHT, MARGIN, WIDTH, contains, place};
use crate::path_data::PathData;
use crate::pendulum::{focus, saddle};
use crate::plane::Vector;
use crate::portrait::Portrait;
use crate::trace::{Line, Sample};

const TITLE: &str = "Phase portrait of a damped pendulum";

/// Colours for light and dark pages, and fewer, bolder lines where the picture
/// is shown small: its own width decides, not that of the page.
const STYLE: &str = "\
svg{--fine:#b4bfc4;--line:#8a989f;--accent:#0b6e8a}
@media(prefers-color-scheme:dark){svg{--fine:#434f58;--line:#64747d;--accent:#6cc5dc}}
path{fill:none;stroke:var(--accent);stroke-linecap:round}
.fine{stroke:var(--fine)}
.coarse{stroke:var(--line);stroke-width:1.2}
.stable{stroke-width:1.8}
.unstable{stroke-width:2.8}
.arrows,.foci{fill:var(--accent);stroke:none}
.saddles{fill:none;stroke:var(--accent);stroke-width:2}
@media(max-width:700px){
.fine{display:none}
.coarse{stroke-width:2}
.stable,.saddles{stroke-width:2.8}
.unstable{stroke-width:4.4}
}";

/// The whole picture. The half of the lines that the portrait has is drawn
/// twice, the second time upside down.
pub(crate) fn draw(portrait: &Portrait) -> Document {
    let half = Group::new()
        .set("id", "half")
        .add(curves("fine", &portrait.fine))
        .add(curves("coarse", &portrait.coarse))
        .add(curves("stable", &portrait.stable))
        .add(curves("unstable", &portrait.unstable))
        .add(arrowheads(portrait));
    let turn = format!("rotate(180 {} {})", WIDTH / 2.0, HEIGHT / 2.0);
    Document::new()
        .set("viewBox", format!("0 0 {WIDTH} {HEIGHT}"))
        .add(Title::new(TITLE))
        .add(Description::new().add(Text::new(description(portrait))))
        .add(Style::new(STYLE))
        .add(half)
        .add(Use::new().set("href", "#half").set("transform", turn))
        .add(equilibria("foci", focus, 4.5))
        .add(equilibria("saddles", saddle, 5.0))
}

fn description(portrait: &Portrait) -> String {
    format!(
        "The angle θ runs to the right and the angular velocity upwards. \
         Trajectories of θ″ = −sin θ − γ θ′, with γ = {}, fall from a wavy stream \
         into a row of spirals, one around each state of rest. Between these are \
         saddles, where the pendulum stands upside down; the strong lines lead \
         into and out of them.",
        portrait.pendulum.damping
    )
}

fn curves(class: &str, lines: &[Line]) -> Path {
    let mut data = PathData::default();
    for curve in lines.iter().filter_map(|line| bezier::fit(visible(line))) {
        data.curve(&curve);
    }
    Path::new().set("class", class).set("d", data.finish())
}

/// A line without its ends outside of the picture.
fn visible(line: &[Sample]) -> &[Sample] {
    let seen = |sample: &Sample| contains(sample.at, MARGIN);
    let first = line.iter().position(seen);
    let last = line.iter().rposition(seen);
    first.zip(last).and_then(|(first, last)| line.get(first..=last)).unwrap_or_default()
}

fn arrowheads(portrait: &Portrait) -> Path {
    let mut data = PathData::default();
    let seen = |outline: &arrows::Outline| outline.iter().any(|&corner| shows(corner));
    for outline in arrows::of(portrait).iter().filter(|outline| seen(outline)) {
        data.polygon(outline);
    }
    Path::new().set("class", "arrows").set("d", data.finish())
}

/// A mark at each equilibrium of a kind.
fn equilibria(class: &str, of_turn: impl Fn(i32) -> Vector, radius: f64) -> Group {
    let group = Group::new().set("class", class);
    let places = (-3..=3).map(|turn| place(of_turn(turn)));
    places.filter(|&at| shows(at)).fold(group, |group, at| {
        let circle = Circle::new().set("cx", tenths(at.x)).set("cy", tenths(at.y)).set("r", radius);
        group.add(circle)
    })
}

/// A coordinate rounded to tenths.
fn tenths(coordinate: f64) -> f64 {
    (coordinate * 10.0).round() / 10.0
}

/// Whether a point of the plane of the picture is in the picture.
fn shows(at: Vector) -> bool {
    (0.0..=WIDTH).contains(&at.x) && (0.0..=HEIGHT).contains(&at.y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pendulum::Pendulum;

    #[test]
    fn the_banner_of_the_site_is_this_picture_and_small() {
        let picture = draw(&Portrait::of(Pendulum { damping: crate::DAMPING }));
        let banner = include_str!("../../../content/banner.svg");
        assert!(
            format!("{picture}\n") == banner,
            "run `cargo run --example phase_portrait > content/banner.svg`"
        );
        assert!(banner.len() < 20_000, "{} bytes", banner.len());
    }
}
