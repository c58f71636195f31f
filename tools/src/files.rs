//! Reads the organisers' files from disk; no other module does.

use std::{collections::BTreeMap, fs, path::Path, sync::Arc};

use walkdir::WalkDir;

use crate::{
    report::{Error, Problem, Source},
    site::{CONFIG, CONTENT, Site},
};

/// The files of a site's content, in order of their paths.
#[derive(Debug, Default)]
pub struct Files {
    /// Those with text to be typed: TOML, Markdown and BibTeX.
    pub texts: Vec<Arc<Source>>,
    /// The paths of all, images included.
    pub paths: Vec<String>,
    /// What [`measure`] found, by path; includes `static/`.
    pub sizes: BTreeMap<String, Size>,
    /// The texts of the theme, which name files in `static/`; filled by [`measure`].
    pub theme: Vec<Arc<Source>>,
    /// The files of editions that were written over, from the history of the repository; the newest first.
    pub past: Vec<Vec<Arc<Source>>>,
    /// The default branch of the repository, where that is known.
    pub branch: Option<String>,
}

/// How large a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// In bytes.
    pub bytes: u64,
    /// Width and height of a picture made of pixels.
    pub pixels: Option<(usize, usize)>,
}

/// The folders that a site's own files for the browser, and the names of them, lie in.
const STATIC: &str = "static";
const THEME: [&str; 4] = ["templates", "sass", STATIC, "themes"];
/// Ends of the names of files that can name others.
const NAMING: [&str; 8] = [".html", ".scss", ".css", ".js", ".svg", ".xml", ".webmanifest", ".json"];

/// Measures every file that is not text, and reads what may name those in `static/`. What cannot be read is left out:
/// no fact of the page is in it.
pub fn measure(site: &Site, files: &mut Files) {
    let content = files.paths.iter().filter(|path| !is_text(path)).cloned();
    let mut paths: Vec<String> = content.collect();
    for folder in THEME {
        let walk = WalkDir::new(site.root.join(folder)).sort_by_file_name();
        // An installed theme has its tools with it, and what building them made.
        let walk = walk
            .into_iter()
            .filter_entry(|item| !["target", "node_modules"].iter().any(|made| item.file_name() == *made));
        for item in walk.flatten().filter(|item| item.file_type().is_file()) {
            let path = relative(item.path(), &site.root);
            if NAMING.iter().any(|end| path.ends_with(end)) {
                let text = fs::read_to_string(item.path());
                files.theme.extend(text.map(|text| Arc::new(Source { path: path.clone(), text })));
            }
            if folder == STATIC {
                paths.push(path);
            }
        }
    }
    for path in paths {
        let file = site.root.join(&path);
        if let Ok(about) = fs::metadata(&file) {
            let pixels = imagesize::size(&file).ok().filter(|_| !path.ends_with(".svg"));
            let pixels = pixels.map(|size| (size.width, size.height));
            files.sizes.insert(path, Size { bytes: about.len(), pixels });
        }
    }
}

fn is_text(path: &str) -> bool {
    path.ends_with(".toml") || path.ends_with(".md") || path.ends_with(".bib")
}

/// Reads the configuration and everything below `content/`.
///
/// A file that cannot be read is a problem of the content, and the others are still read.
///
/// # Errors
/// Where there is no `content/`.
pub fn read(site: &Site) -> Result<(Files, Vec<Problem>), Error> {
    let mut files = Files::default();
    let mut problems = Vec::new();
    read_text(&site.root.join(CONFIG), CONFIG.to_owned(), &mut files, &mut problems);
    let content = site.root.join(CONTENT);
    if !content.is_dir() {
        return Err(Error::new(format!("no folder {CONTENT}/ in {}", site.root.display()))
            .hint("the organisers' files belong there; is this the root of the site?"));
    }
    for item in WalkDir::new(&content).follow_links(true).sort_by_file_name() {
        match item {
            Ok(item) if item.file_type().is_file() => {
                let path = relative(item.path(), &site.root);
                files.paths.push(path.clone());
                if is_text(&path) {
                    read_text(item.path(), path, &mut files, &mut problems);
                }
            }
            Ok(_) => {}
            Err(error) => {
                let path = relative(error.path().unwrap_or(&content), &site.root);
                let why = match (error.loop_ancestor(), error.io_error()) {
                    (Some(_), _) => "it is a link to a folder that it lies in".to_owned(),
                    (_, Some(error)) => error.to_string(),
                    _ => error.to_string(),
                };
                problems.push(unreadable(&path, &why));
            }
        }
    }
    Ok((files, problems))
}

fn read_text(file: &Path, path: String, files: &mut Files, problems: &mut Vec<Problem>) {
    let bytes = match fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) => return problems.push(unreadable(&path, &error)),
    };
    match String::from_utf8(bytes) {
        Ok(text) => files.texts.push(Arc::new(Source { path, text })),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let source = Arc::new(Source { path, text });
            let what = "this character is not UTF-8";
            problems.push(
                Problem::new("not-utf-8", &source, at..at + char::REPLACEMENT_CHARACTER.len_utf8(), what)
                    .hint("save the file as UTF-8 in your editor, and write the character again"),
            );
        }
    }
}

fn unreadable(path: &str, why: &dyn std::fmt::Display) -> Problem {
    let source = Arc::new(Source { path: path.to_owned(), text: String::new() });
    Problem::of_file("unreadable", &source, format!("cannot read {path}: {why}"))
        .hint("check that the file is there and that you may read it")
}

fn relative(path: &Path, root: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}
