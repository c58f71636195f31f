//! SVG into PNG.

use std::collections::BTreeMap;
use std::iter::repeat_n;
use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree};

use crate::report::Error;

/// A colour: red, green, blue.
type Colour = [u8; 3];

/// How many colours a picture keeps. Lines and letters in a few colours on one ground then keep dozens of shades to
/// the edge of each, and the file is a third as long as with all of them.
const COLOURS: usize = 160;

/// Draws an SVG, stretched to a size in pixels.
pub(super) fn render(svg: &str, fonts: Database, (width, height): (u32, u32)) -> Result<Pixmap, Error> {
    let options = Options { fontdb: Arc::new(fonts), ..Options::default() };
    let tree =
        Tree::from_str(svg, &options).map_err(|error| Error::new(format!("cannot read the SVG: {error}")))?;
    let mut pixels = Pixmap::new(width, height)
        .ok_or_else(|| Error::new(format!("cannot draw a picture of {width} x {height} pixels")))?;
    let scale =
        Transform::from_scale(width as f32 / tree.size().width(), height as f32 / tree.size().height());
    resvg::render(&tree, scale, &mut pixels.as_mut());
    Ok(pixels)
}

/// An opaque picture as PNG with a palette.
pub(super) fn encode(picture: &Pixmap) -> Result<Vec<u8>, Error> {
    let pixels: Vec<Colour> =
        picture.pixels().iter().map(|pixel| [pixel.red(), pixel.green(), pixel.blue()]).collect();
    let (palette, indices) = palette(&pixels);
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, picture.width(), picture.height());
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_palette(palette.concat());
    encoder.set_compression(png::Compression::High);
    encoder.set_filter(png::Filter::NoFilter);
    let written = encoder.write_header().and_then(|mut writer| {
        writer.write_image_data(&indices)?;
        writer.finish()
    });
    written.map_err(|error| Error::new(format!("cannot write the PNG: {error}")))?;
    Ok(file)
}

/// At most [`COLOURS`] colours, and for each pixel the number of its own.
///
/// Where there are more, all that agree in each channel but for the rest of a division become the commonest of them:
/// the colours of areas stay what they are, only the shades between them are fewer.
fn palette(pixels: &[Colour]) -> (Vec<Colour>, Vec<u8>) {
    let runs = || pixels.chunk_by(Colour::eq).filter_map(|run| Some((*run.first()?, run.len())));
    let mut counts = BTreeMap::new();
    for (colour, length) in runs() {
        *counts.entry(colour).or_insert(0) += length;
    }
    let mut step = 1;
    let mut commonest = commonest(&counts, step);
    while commonest.len() > COLOURS {
        step += 1;
        commonest = self::commonest(&counts, step);
    }
    let numbers: BTreeMap<_, u8> = commonest.keys().copied().zip(0..).collect();
    let number = |(colour, length)| Some(repeat_n(*numbers.get(&cell(colour, step))?, length));
    let indices = runs().filter_map(number).flatten().collect();
    (commonest.into_values().collect(), indices)
}

/// The commonest colour of each cell of the cube of colours.
fn commonest(counts: &BTreeMap<Colour, usize>, step: u16) -> BTreeMap<[u16; 3], Colour> {
    let mut best = BTreeMap::new();
    for (&colour, &count) in counts {
        let champion = best.entry(cell(colour, step)).or_insert((count, colour));
        *champion = (*champion).max((count, colour));
    }
    best.into_iter().map(|(cell, (_, colour))| (cell, colour)).collect()
}

/// The cell of a colour in a cube cut into cells of a width.
fn cell(colour: Colour, step: u16) -> [u16; 3] {
    colour.map(|channel| u16::from(channel) / step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_colours_stay_what_they_are() {
        let pixels = [[1, 2, 3], [255, 255, 255], [1, 2, 4], [1, 2, 3]];
        let (palette, indices) = palette(&pixels);
        let back: Vec<Colour> = indices.iter().map(|&index| palette[usize::from(index)]).collect();
        assert_eq!(back, pixels);
    }

    #[test]
    fn of_many_colours_the_commonest_stay_and_the_others_come_close() {
        let shades = (0..=255).flat_map(|shade| [[shade, shade, shade], [shade, 200, 90]]);
        let pixels: Vec<Colour> = shades.chain([[252, 252, 250]; 900]).collect();
        let (palette, indices) = palette(&pixels);
        assert!(palette.len() <= COLOURS);
        assert!(palette.contains(&[252, 252, 250]));
        for (pixel, index) in pixels.iter().zip(indices) {
            let shown = palette[usize::from(index)];
            assert!(
                pixel.iter().zip(shown).all(|(one, other)| one.abs_diff(other) < 8),
                "{pixel:?} {shown:?}"
            );
        }
    }
}
