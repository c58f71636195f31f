//! The icons of the site as PNG, for what cannot show the SVG.

use resvg::tiny_skia::{Color, Pixmap, PixmapPaint, Transform};
use resvg::usvg::fontdb::Database;

use super::picture;
use crate::report::Error;

/// An icon to be made of the SVG.
#[derive(Debug, Clone, Copy)]
pub struct Icon {
    /// Name of the file.
    pub name: &'static str,
    /// Width and height in pixels.
    pub side: u32,
    /// Width of the rim around the drawing; an icon with a rim has the ground of the page, others have none.
    pub rim: u32,
}

/// The icons that the pages name. A telephone cuts the corners of its icon off and shows transparent parts in black,
/// hence the rim and the ground.
pub const ICONS: [Icon; 2] = [
    Icon { name: "favicon.png", side: 32, rim: 0 },
    Icon { name: "apple-touch-icon.png", side: 180, rim: 28 },
];

/// Draws an icon as PNG.
///
/// # Errors
/// Where `svg` is not an SVG, or the icon is all rim.
pub fn icon(svg: &str, icon: Icon) -> Result<Vec<u8>, Error> {
    let inner = icon.side.saturating_sub(2 * icon.rim);
    let drawing = picture::render(svg, Database::new(), (inner, inner))?;
    let mut pixels = Pixmap::new(icon.side, icon.side)
        .ok_or_else(|| Error::new(format!("cannot draw an icon of {} pixels", icon.side)))?;
    if icon.rim > 0 {
        pixels.fill(Color::from_rgba8(0xfc, 0xfc, 0xfa, 0xff));
    }
    // The side of an icon is far below the limit of the type.
    let rim = icon.rim as i32;
    pixels.draw_pixmap(rim, rim, drawing.as_ref(), &PixmapPaint::default(), Transform::identity(), None);
    pixels.encode_png().map_err(|error| Error::new(format!("cannot write {}: {error}", icon.name)))
}
