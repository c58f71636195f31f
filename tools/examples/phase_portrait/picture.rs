//! The portrait as SVG.

use svg::Document;
use svg::node::Text;
use svg::node::element::{Circle, Description, Group, Path, Style, Title, Use};

use crate::arrows;
use crate::bezier;
use crate::cylinder::{TURN, extent};
use crate::frame::{HEIGHT, SCALE, WIDTH, place, units};
use crate::path_data::PathData;
use crate::pendulum::{FOCUS, SADDLE};
use crate::plane::Vector;
use crate::portrait::Portrait;
use crate::trace::Line;

const TITLE: &str = "Phase portrait of a damped pendulum";

/// Colours for light and dark pages, and fewer, bolder lines where the picture
/// is shown small: its own width decides, not that of the page.
const STYLE: &str = "\
svg{--fine:#b4bfc4;--line:#8a989f;--accent:#0b6e8a}
@media(prefers-color-scheme:dark){svg{--fine:#434f58;--line:#64747d;--accent:#6cc5dc}}
svg{fill:none;stroke:var(--accent);stroke-linecap:round}
.fine{stroke:var(--fine)}
.coarse{stroke:var(--line);stroke-width:1.2}
.stable{stroke-width:1.8}
.unstable{stroke-width:2.8}
.saddle{stroke-width:2}
.arrows,.focus{fill:var(--accent);stroke:none}
@media(max-width:700px){
.fine{display:none}
.coarse{stroke-width:2}
.stable,.saddle{stroke-width:2.8}
.unstable{stroke-width:4.4}
}";

/// The whole picture. The half of a period that the portrait has is drawn a
/// second time upside down, and the period as often as a part of it shows.
pub(crate) fn draw(portrait: &Portrait) -> Document {
    let half = Group::new()
        .set("id", "half")
        .add(curves("fine", &portrait.fine))
        .add(curves("coarse", &portrait.coarse))
        .add(curves("stable", [&portrait.stable]))
        .add(curves("unstable", [&portrait.unstable]))
        .add(arrowheads(portrait));
    let period = Group::new()
        .set("id", "period")
        .add(half)
        .add(Use::new().set("href", "#half").set("transform", "scale(-1)"))
        .add(equilibrium("focus", FOCUS, 4.5))
        .add(equilibrium("saddle", SADDLE, 5.0));
    let document = Document::new()
        .set("viewBox", format!("{} {} {WIDTH} {HEIGHT}", -WIDTH / 2.0, -HEIGHT / 2.0))
        .add(Title::new(TITLE))
        .add(Description::new().add(Text::new(description(portrait))))
        .add(Style::new(STYLE))
        .add(period);
    let turns = repeats(portrait);
    (-turns..=turns).filter(|&turn| turn != 0).fold(document, |document, turn| {
        let moved = tenths(f64::from(turn) * TURN * SCALE);
        document.add(Use::new().set("href", "#period").set("x", moved))
    })
}

/// How many periods to either side still show in the picture.
fn repeats(portrait: &Portrait) -> i32 {
    let reach = portrait.lines().filter_map(extent);
    let reach = reach.map(|(least, greatest)| greatest.max(-least)).fold(SADDLE.x, f64::max);
    ((units(WIDTH / 2.0) + reach) / TURN) as i32
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

fn curves<'a>(class: &str, lines: impl IntoIterator<Item = &'a Line>) -> Path {
    let mut data = PathData::default();
    for curve in lines.into_iter().filter_map(|line| bezier::fit(line)) {
        data.curve(&curve);
    }
    Path::new().set("class", class).set("d", data.finish())
}

fn arrowheads(portrait: &Portrait) -> Path {
    let mut data = PathData::default();
    for outline in arrows::of(portrait) {
        data.polygon(&outline);
    }
    Path::new().set("class", "arrows").set("d", data.finish())
}

/// The mark at an equilibrium.
fn equilibrium(class: &str, state: Vector, radius: f64) -> Circle {
    let at = place(state);
    Circle::new().set("class", class).set("cx", tenths(at.x)).set("cy", tenths(at.y)).set("r", radius)
}

/// A coordinate rounded to tenths.
fn tenths(coordinate: f64) -> f64 {
    // Adding zero makes a negative zero positive.
    (coordinate * 10.0).round() / 10.0 + 0.0
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
        assert!(banner.len() < 4_000, "{} bytes", banner.len());
    }

    #[test]
    fn the_periods_that_are_drawn_are_those_that_show() {
        let portrait = Portrait::of(Pendulum { damping: crate::DAMPING });
        let shows = |turn: i32| {
            let moved = f64::from(turn) * TURN;
            let in_picture = |x: f64| (x + moved).abs() <= units(WIDTH / 2.0);
            portrait.lines().flatten().any(|sample| in_picture(sample.at.x) || in_picture(-sample.at.x))
        };
        let turns = repeats(&portrait);
        assert!((-turns..=turns).all(shows));
        assert!(!shows(turns + 1) && !shows(-turns - 1));
    }
}
