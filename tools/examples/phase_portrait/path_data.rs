//! The `d` attribute of SVG paths, in few bytes.

use crate::bezier::Curve;
use crate::plane::Vector;

/// Path data, relative but for the beginnings of pieces, in tenths of a user
/// unit. Places are rounded before differences are taken, so that rounding
/// does not add up along a path.
#[derive(Debug, Default)]
pub(crate) struct PathData {
    text: String,
    at: (i64, i64),
    /// Whether the text ends in a number with a decimal point.
    after_fraction: bool,
}

impl PathData {
    /// Adds a smooth curve.
    pub(crate) fn curve(&mut self, curve: &Curve) {
        self.start(curve.start);
        self.command('c');
        for cubic in &curve.cubics {
            self.to(cubic.first);
            self.to(cubic.second);
            self.at = self.to(cubic.end);
        }
    }

    /// Adds a closed polygon.
    pub(crate) fn polygon(&mut self, corners: &[Vector]) {
        let mut corners = corners.iter();
        if let Some(&first) = corners.next() {
            self.start(first);
            self.command('l');
            for &corner in corners {
                self.at = self.to(corner);
            }
            self.command('z');
        }
    }

    /// The finished text.
    pub(crate) fn finish(self) -> String {
        self.text
    }

    fn start(&mut self, at: Vector) {
        self.command('M');
        self.at = (0, 0);
        self.at = self.to(at);
    }

    fn command(&mut self, letter: char) {
        self.text.push(letter);
        self.after_fraction = false;
    }

    /// Writes a place relative to the current one, and returns it in tenths.
    fn to(&mut self, place: Vector) -> (i64, i64) {
        let place = (tenths(place.x), tenths(place.y));
        self.number(place.0 - self.at.0);
        self.number(place.1 - self.at.1);
        place
    }

    /// Writes a number, after a space only if it would run into another.
    fn number(&mut self, tenths: i64) {
        let text = decimal(tenths);
        let after_number = self.text.ends_with(|last: char| last.is_ascii_digit());
        let apart = text.starts_with('-') || self.after_fraction && text.starts_with('.');
        if after_number && !apart {
            self.text.push(' ');
        }
        self.text.push_str(&text);
        self.after_fraction = text.contains('.');
    }
}

fn tenths(coordinate: f64) -> i64 {
    (coordinate * 10.0).round() as i64
}

/// A number of tenths as SVG writes it shortest: `12`, `.5`, `-3.4`.
fn decimal(tenths: i64) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    match (tenths.abs() / 10, tenths.abs() % 10) {
        (whole, 0) => format!("{sign}{whole}"),
        (0, tenth) => format!("{sign}.{tenth}"),
        (whole, tenth) => format!("{sign}{whole}.{tenth}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_short_as_they_can_be() {
        let mut data = PathData::default();
        let corners = [(10.0, 0.5), (10.5, 0.9), (9.0, 10.9), (9.04, 12.0)];
        data.polygon(&corners.map(|(x, y)| Vector::new(x, y)));
        assert_eq!(data.finish(), "M10 .5l.5.4-1.5 10 0 1.1z");
    }
}
