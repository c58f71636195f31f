//! Draws the icons of the site from its `static/favicon.svg`, beside it.
//!
//! ```sh
//! cargo run --example icons
//! ```

use std::{error::Error, fs, path::Path};

use dlde_tools::card::{ICONS, icon};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../static");
    let svg = fs::read_to_string(folder.join("favicon.svg"))?;
    for shape in ICONS {
        fs::write(folder.join(shape.name), icon(&svg, shape)?)?;
    }
    Ok(())
}
