//! `dlde new`

use std::path::PathBuf;

use clap::Args;

use crate::scaffold::{Answers, Field, ThemeKind};

/// Arguments of `dlde new`.
#[derive(Debug, Args)]
pub struct New {
    /// Folder of the new site; it must not be there yet, or be empty
    #[arg(value_name = "FOLDER")]
    pub folder: PathBuf,
    #[command(flatten)]
    #[allow(missing_docs, reason = "a comment here would become help text")]
    pub answers: Answers,
    /// Site of the edition before
    #[arg(long, value_name = "FOLDER")]
    pub from: Option<PathBuf>,
    /// What to take over from it [default: all of these]
    #[arg(long, value_enum, value_delimiter = ',', requires = "from", value_name = "PARTS")]
    pub carry: Option<Vec<Field>>,
    /// How the theme comes into the site [default: copy where it is found, else submodule]
    #[arg(long, value_enum)]
    pub theme: Option<ThemeKind>,
    /// Folder of the theme to copy, or address of its repository
    #[arg(long, value_name = "PLACE")]
    pub theme_from: Option<String>,
}
