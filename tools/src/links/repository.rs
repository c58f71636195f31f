//! The site's own repository on GitHub, as it lies on disk: links to its files need no network.

use std::{collections::BTreeSet, fs};

use url::Url;
use walkdir::WalkDir;

use super::hosts::host_of;
use crate::site::Site;

/// The site's own repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repository {
    /// Owner and name, as in `dlde-2023/dlde-2023.github.io`.
    pub name: String,
    /// The branch that is checked out, where one is.
    pub branch: Option<String>,
    /// The paths of all files, from the root, with `/`.
    pub files: BTreeSet<String>,
}

/// Folders at the root that are made, or git's own.
const OTHERS: [&str; 4] = [".git", "node_modules", "public", "target"];

impl Repository {
    /// The repository of a site that is published on GitHub Pages at `base`; none of one that is published elsewhere.
    pub fn of(site: &Site, base: &Url) -> Option<Self> {
        let name = name(base)?;
        let head = fs::read_to_string(site.root.join(".git/HEAD")).unwrap_or_default();
        let walk = WalkDir::new(&site.root).min_depth(1).into_iter().filter_entry(|entry| {
            entry.depth() > 1 || !OTHERS.iter().any(|other| entry.file_name() == *other)
        });
        let files = walk.flatten().filter(|entry| !entry.file_type().is_dir()).filter_map(|entry| {
            let path = entry.path().strip_prefix(&site.root).ok()?;
            let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
            Some(parts.join("/"))
        });
        Some(Self { name, branch: branch(&head), files: files.collect() })
    }
}

impl Repository {
    /// Where a line of a file is shown on GitHub; none of files that are not in the repository, or where no branch is
    /// checked out.
    pub fn address_of(&self, path: &str, line: usize) -> Option<Url> {
        let branch = self.branch.as_ref().filter(|_| self.files.contains(path))?;
        let mut url = Url::parse("https://github.com/").ok()?;
        let parts = [self.name.as_str(), "blob", branch, path].into_iter().flat_map(|part| part.split('/'));
        url.path_segments_mut().ok()?.pop_if_empty().extend(parts);
        url.set_fragment(Some(&format!("L{line}")));
        Some(url)
    }
}

/// The repository of a site of GitHub Pages: one named like its host, or by the first part of the path.
/// <https://docs.github.com/pages/getting-started-with-github-pages/what-is-github-pages>
fn name(base: &Url) -> Option<String> {
    let owner = host_of(base).strip_suffix(".github.io")?;
    let first = base.path_segments()?.next().filter(|first| !first.is_empty());
    Some(format!("{owner}/{}", first.unwrap_or(host_of(base))))
}

/// The branch that git's `HEAD` names; none where a commit is checked out by its number.
fn branch(head: &str) -> Option<String> {
    head.trim().strip_prefix("ref: refs/heads/").map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::links::hosts::testing::parse;

    #[test]
    fn a_site_of_github_pages_has_its_repository() {
        let name = |url: &str| name(&parse(url));
        assert_eq!(name("https://dlde.github.io").as_deref(), Some("dlde/dlde.github.io"));
        assert_eq!(name("https://ada.github.io/dlde/").as_deref(), Some("ada/dlde"));
        assert_eq!(name("https://dlde.org/"), None);
    }

    #[test]
    fn its_files_are_those_that_people_wrote() {
        let folder = tempfile::tempdir().expect("a folder");
        for path in [".git/HEAD", ".github/a.yml", "content/a.md", "public/a.html", "content/public/b.md"] {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("has a parent")).expect("makes");
            fs::write(path, "ref: refs/heads/main\n").expect("writes");
        }
        let site = Site { root: folder.path().to_owned() };
        let own = Repository::of(&site, &parse("https://dlde.github.io")).expect("is on GitHub");
        assert_eq!(own.branch.as_deref(), Some("main"));
        let files: Vec<&str> = own.files.iter().map(String::as_str).collect();
        assert_eq!(files, [".github/a.yml", "content/a.md", "content/public/b.md"]);
        assert_eq!(branch("0123456789abcdef\n"), None);
        assert_eq!(
            own.address_of("content/public/b.md", 3).map(String::from).as_deref(),
            Some("https://github.com/dlde/dlde.github.io/blob/main/content/public/b.md#L3")
        );
        assert_eq!(own.address_of("public/a.html", 3), None);
    }
}
