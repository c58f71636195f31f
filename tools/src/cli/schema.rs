//! `dlde schema`

use std::path::PathBuf;

use clap::{Args, builder::PossibleValuesParser};

use crate::content::schema;

/// Arguments of `dlde schema`.
#[derive(Debug, Args)]
pub struct Schema {
    /// The file whose schema is printed
    #[arg(value_name = "FILE", required_unless_present = "out", conflicts_with = "out",
        value_parser = PossibleValuesParser::new(schema::files()))]
    pub file: Option<String>,
    /// Write the schemas of all files into this folder
    #[arg(long, value_name = "FOLDER")]
    pub out: Option<PathBuf>,
}
