//! `dlde check --fix`: the right bytes change, and no others.

use std::{collections::BTreeMap, os::unix::fs::PermissionsExt as _, path::PathBuf};

use snapbox::{IntoData as _, assert_data_eq, str};

use crate::support::{Site, repository, tree};

const TODAY: [&str; 2] = ["--today", "2031-01-15"];

/// Texts with one of each that can be put right, beside comments, odd layout, other line ends, and things that look alike.
#[rustfmt::skip]
const FIXES: [(&str, &str, &str); 9] = [
    ("http://arxiv.org/abs/1706.03762", "https://arxiv.org/abs/1706.03762", "http on a host that answers on https"),
    ("http://dx.doi.org/10.1000/182", "https://doi.org/10.1000/182", "two answers, one after the other"),
    ("https://link.springer.com/article/10.1007/s00365-021-09549-y", "https://doi.org/10.1007/s00365-021-09549-y", "a publisher"),
    ("http://link.springer.com/article/10.1007/s00365-021-09549-y", "https://doi.org/10.1007/s00365-021-09549-y", "both"),
    ("https://openreview.net/group?id=A.org/2031/Workshop/B#accept--poster-", "https://openreview.net/group?id=A.org/2031/Workshop/B#tab-accept-poster", "an old tab"),
    ("https://a.org/x%20", "https://a.org/x", "a blank at the end"),
    ("https://a.org/x%20%0A", "https://a.org/x", "two blanks"),
    ("https://a.org/\u{200b}x", "https://a.org/x", "a character that cannot be seen"),
    ("http://a.example/x", "http://a.example/x", "a host that may not answer on https"),
];

/// A site with all of them, in Markdown and in TOML.
fn wrong(right: bool) -> Site {
    let site = Site::small();
    let mut call = "+++\r\ntitle = \"Call\"   # kept\r\n+++\r\n\r\n".to_owned();
    let mut papers = "# A comment, with http://arxiv.org/abs/1.\n".to_owned();
    for (index, (from, to, _)) in FIXES.iter().enumerate() {
        let address = if right { to } else { from };
        call += &format!("Über  [{index}]({address}),\tand <{address}>.  \r\n");
        papers += &format!("\n[[lists]]\nurl   = '{address}'   # {index}\nlabel = \"L {index}\"\n");
    }
    let blank = if right { "" } else { " \t" };
    papers += &format!("\n[[lists]]\nlabel=\"last\"\nurl=\"{blank}https://a.org/last{blank}\"");
    site.write("content/call.md", call).write("content/papers.toml", papers);
    site
}

fn content(site: &Site) -> BTreeMap<PathBuf, Vec<u8>> {
    tree(&site.path("content")).into_iter().collect()
}

#[test]
fn only_the_bytes_that_are_wrong_change() {
    let (site, right) = (wrong(false), wrong(true));
    let run = site.dlde(&[&["check", "--fix"], &TODAY[..]].concat());
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert_data_eq!(
        run.out,
        str![[r#"
put right: 31 problems in content/call.md, content/papers.toml
`dlde check` shows what is left

"#]]
    );
    for (path, bytes) in content(&right) {
        let ours = content(&site).remove(&path).expect("is there");
        assert_eq!(String::from_utf8_lossy(&ours), String::from_utf8_lossy(&bytes), "{}", path.display());
    }
    assert_eq!(content(&site).len(), content(&right).len(), "nothing is left behind");

    let again = site.dlde(&[&["check", "--fix"], &TODAY[..]].concat());
    assert_eq!(again.out, "put right: 0 problems\n`dlde check` shows what is left\n");
    assert!(content(&site) == content(&right), "a second time changes nothing");
}

#[test]
fn a_dry_run_shows_the_changes_and_makes_none() {
    let site = Site::small();
    site.add(
        "content/call.md",
        "\nSee <http://arxiv.org/abs/1706.03762>.\n\u{1b}[31m and <https://a.org/\u{200b}x>",
    );
    let before = content(&site);
    let run = site.dlde(&[&["check", "--fix", "--dry-run"], &TODAY[..]].concat());
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert_data_eq!(
        run.out,
        str![[r#"
--- a/content/call.md
+++ b/content/call.md
@@ -4,5 +4,5 @@
 
 Send short notes [](references.bib#petit2029).
 
-See <http://arxiv.org/abs/1706.03762>.
-\u{1b}[31m and <https://a.org/\u{200b}x>
\ No newline at end of file
+See <https://arxiv.org/abs/1706.03762>.
+\u{1b}[31m and <https://a.org/x>
\ No newline at end of file

"#]]
        .raw()
    );
    assert!(before == content(&site));
}

#[test]
fn what_is_recorded_stays_as_it_is() {
    let site = Site::small();
    site.add("content/call.md", "\nSee <http://arxiv.org/abs/1706.03762>.\n");
    let exception = "[[exceptions]]\nrule = \"http\"\nfile = \"content/call.md\"\nreason = \"r\"\nowner = \"o\"\n\
                     expires = \"2031-02-01\"\n";
    site.write("content/exceptions.toml", exception);
    let before = content(&site);
    assert_eq!(site.dlde(&[&["check", "--fix"], &TODAY[..]].concat()).code, 0);
    assert!(before == content(&site));

    site.write("content/exceptions.toml", exception.replace("owner", "ower"));
    let run = site.dlde(&["check", "--fix"]);
    assert_data_eq!(
        run.failure(),
        str![[r#"
exit 2
error: cannot read content/exceptions.toml: unknown key `ower`
 |
help: put it right first: it says what is not to be changed

"#]]
    );
    site.write("content/exceptions.toml", exception);
    assert!(before == content(&site), "without the exceptions nothing is changed");
}

#[test]
fn links_and_permissions_of_files_stay() {
    let site = Site::small();
    site.write("elsewhere/call.md", "+++\ntitle = \"T\"\n+++\n<http://arxiv.org/abs/1706.03762>\n");
    site.remove("content/call.md");
    std::os::unix::fs::symlink("../elsewhere/call.md", site.path("content/call.md")).expect("links");
    let mode = |mode| std::fs::Permissions::from_mode(mode);
    std::fs::set_permissions(site.path("elsewhere/call.md"), mode(0o640)).expect("sets");
    assert_eq!(site.dlde(&[&["check", "--fix"], &TODAY[..]].concat()).code, 0);
    assert!(site.path("content/call.md").is_symlink());
    assert!(site.read("elsewhere/call.md").contains("https://arxiv"));
    let about = std::fs::metadata(site.path("elsewhere/call.md")).expect("is there");
    assert_eq!(about.permissions().mode() & 0o777, 0o640);
}

#[test]
fn the_references_of_the_real_site_can_be_put_right() {
    let site = Site::small();
    for (name, bytes) in tree(&repository().join("content")) {
        site.write(&format!("content/{}", name.display()), bytes);
    }
    site.remove("content/exceptions.toml");
    let before = site.read("content/references.bib");
    let run = site.dlde(&["check", "--fix", "--today", "2027-01-15"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let after = site.read("content/references.bib");
    assert_eq!(before.lines().count(), after.lines().count());
    let changed: Vec<&str> = before
        .lines()
        .zip(after.lines())
        .filter(|(old, new)| old != new)
        .map(|(_, new)| new.trim())
        .collect();
    assert_data_eq!(
        changed.join("\n"),
        str![[r#"
url     = {https://doi.org/10.1073/pnas.2101784118},
url     = {https://doi.org/10.1088/1361-6420/aa9a90},
url       = {https://proceedings.mlr.press/v70/li17f.html},
url     = {https://doi.org/10.1007/s00365-021-09549-y},
url     = {https://doi.org/10.1137/19M1274067},
url     = {https://doi.org/10.1093/imanum/drab032},
url     = {https://doi.org/10.1007/s00521-016-2722-9},
url     = {https://doi.org/10.1007/s10915-021-01590-0},
"#]]
    );
    assert_eq!(site.dlde(&["build"]).code, 0);
}
