//! The typeface: Libertinus Serif, compiled in, so that a card is the same on every machine.

use std::sync::Arc;

use resvg::usvg::fontdb::{Database, Source};
use skrifa::{
    FontRef, MetadataProvider as _,
    charmap::Charmap,
    instance::{LocationRef, Size},
    metrics::GlyphMetrics,
};

use crate::report::Error;

/// Where the two weights stand among the fonts of `typst-assets`. As these are constants, the compiler leaves the other
/// fonts out of an optimised program.
const REGULAR: usize = 0;
const SEMIBOLD: usize = 4;

/// One weight of the typeface.
pub(super) struct Face {
    data: &'static [u8],
    glyphs: Charmap<'static>,
    metrics: GlyphMetrics<'static>,
    em: f32,
}

impl Face {
    /// The weight of running text.
    pub(super) fn regular() -> Result<Self, Error> {
        Self::read(typst_assets::fonts().nth(REGULAR))
    }

    /// The weight of what stands out.
    pub(super) fn semibold() -> Result<Self, Error> {
        Self::read(typst_assets::fonts().nth(SEMIBOLD))
    }

    fn read(data: Option<&'static [u8]>) -> Result<Self, Error> {
        let data = data.ok_or_else(|| Error::new("the font of the social card is not compiled in"))?;
        let font = FontRef::new(data)
            .map_err(|error| Error::new(format!("cannot read the font of the social card: {error}")))?;
        let (size, location) = (Size::unscaled(), LocationRef::default());
        Ok(Self {
            data,
            glyphs: font.charmap(),
            metrics: font.glyph_metrics(size, location),
            em: f32::from(font.metrics(size, location).units_per_em),
        })
    }

    /// Whether there is a glyph for a character.
    pub(super) fn has(&self, character: char) -> bool {
        self.glyphs.map(character).is_some()
    }

    /// Width of a text of size 1, without kerning, which almost always narrows it.
    pub(super) fn width(&self, text: &str) -> f32 {
        let advance = |character| self.metrics.advance_width(self.glyphs.map(character)?);
        text.chars().filter_map(advance).sum::<f32>() / self.em
    }
}

/// The faces for the renderer, and no others: it never looks for fonts of the system.
pub(super) fn database(faces: &[Face]) -> Database {
    let mut database = Database::new();
    for face in faces {
        database.load_font_source(Source::Binary(Arc::new(face.data)));
    }
    database
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_faces_are_those_that_the_template_names() {
        let database = database(&[Face::regular().unwrap(), Face::semibold().unwrap()]);
        let names = |face: &resvg::usvg::fontdb::FaceInfo| (face.families[0].0.clone(), face.weight.0);
        let faces: Vec<_> = database.faces().map(names).collect();
        assert_eq!(faces, [("Libertinus Serif".to_owned(), 400), ("Libertinus Serif".to_owned(), 600)]);
    }
}
