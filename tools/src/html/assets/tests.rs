use super::{part::DIGITS, *};

#[test]
fn only_the_name_in_an_address_changes() {
    for (address, expected) in [
        ("main.css", "m.1.css"),
        ("https://a.org/x/main.css?h=0123abc", "https://a.org/x/m.1.css"),
        ("/x/main.css?v=2#y", "/x/m.1.css?v=2#y"),
        ("../main.css#a/b?c", "../m.1.css#a/b?c"),
        ("//a.org/main.css?h=xyz", "//a.org/m.1.css?h=xyz"),
    ] {
        assert_eq!(renamed(address, "x/m.1.css"), expected);
    }
}

/// A folder with these files.
fn site(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("has one")).expect("makes the folder");
        fs::write(path, text).expect("writes");
    }
    folder
}

fn read(folder: &Path) -> Assets {
    let home = Home::new("https://a.org/sub".parse().expect("is an address"));
    Assets::read(folder, &Tree::of(folder).expect("can be read"), &home).expect("can be read")
}

/// What is there afterwards, digests written as `#`, and the texts of the style sheets.
fn put(folder: &Path, used: &[&str]) -> Vec<String> {
    let assets = read(folder);
    used.iter().for_each(|file| assert!(assets.use_part(file).is_some(), "{file} is a part"));
    assets.put(folder).expect("can be written");
    let files = Tree::of(folder).expect("can be read").names().into_iter();
    files
        .map(|file| {
            let text = fs::read_to_string(folder.join(&file)).expect("reads");
            if file.ends_with(".css") { format!("{file}: {text}") } else { file }
        })
        .map(|line| mask(&line))
        .collect()
}

fn mask(line: &str) -> String {
    let is_digest = |part: &str| part.len() == DIGITS && part.bytes().all(|b| b.is_ascii_hexdigit());
    line.split('.').map(|part| if is_digest(part) { "#" } else { part }).collect::<Vec<_>>().join(".")
}

#[test]
fn names_change_from_the_leaves_to_the_sheets() {
    let files = [
        ("main.css", "@import 'css/more.css';a{b:url(/sub/a.png?x) url(https://a.org/sub/gone.png)}"),
        ("css/more.css", "a{b:url(../a.png) url(../c%20d.png) url(#e)}"),
        ("a.png", "a"),
        ("c d.png", "c"),
        ("unused.png", "unused"),
        ("unused.css", "a{b:url('c d.png')}"),
    ];
    let folder = site(&files);
    let once = put(folder.path(), &["main.css"]);
    let expected = [
        "a.#.png",
        "a.png",
        "c d.#.png",
        "c d.png",
        "css/more.#.css: a{b:url(../a.#.png) url(../c%20d.#.png) url(#e)}",
        "css/more.css: a{b:url(../a.png) url(../c%20d.png) url(#e)}",
        "main.#.css: @import 'css/more.#.css';a{b:url(/sub/a.#.png?x) url(https://a.org/sub/gone.png)}",
        // The old names stay, since nobody can know who uses them.
        "main.css: @import 'css/more.css';a{b:url(/sub/a.png?x) url(https://a.org/sub/gone.png)}",
        "unused.css: a{b:url('c d.png')}",
        "unused.png",
    ];
    assert_eq!(once, expected);
    let main = Tree::of(folder.path())
        .expect("reads")
        .names()
        .into_iter()
        .find(|file| file.starts_with("main.") && file != "main.css");
    assert_eq!(put(folder.path(), &[&main.expect("is there")]), expected, "a second time");
}

#[test]
fn a_sheet_that_is_no_text_stays_as_it_is() {
    let folder = site(&[("a.css", "a{b:url(c.png)}")]);
    fs::write(folder.path().join("b.css"), b"a{b:'caf\xe9'}").expect("writes");
    assert!(read(folder.path()).use_part("b.css").is_none());
    assert!(read(folder.path()).use_part("a.css").is_some());
}

#[test]
fn a_long_chain_of_sheets_ends() {
    let names: Vec<_> = (0..20_000)
        .map(|number| (format!("{number}.css"), format!("@import '{}.css';", number + 1)))
        .collect();
    let files: Vec<_> = names.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let folder = site(&files);
    assert!(read(folder.path()).use_part("0.css").is_some());
}

#[test]
fn sheets_that_import_each_other_stay_as_they_are() {
    let files = [
        ("a.css", "@import 'b.css';"),
        ("b.css", "@import 'a.css';x{y:url(c.png)}"),
        ("c.png", ""),
        ("d.css", "@import 'a.css';"),
    ];
    let expected = [
        "a.css: @import 'b.css';",
        "b.css: @import 'a.css';x{y:url(c.png)}",
        "c.#.png",
        "c.png",
        "d.#.css: @import 'a.css';",
        "d.css: @import 'a.css';",
    ];
    assert_eq!(put(site(&files).path(), &["d.css"]), expected);
}

#[test]
fn what_a_sheet_loads_from_elsewhere_is_known() {
    let files = [
        ("a.css", "@import 'b.css';x{y:url(data:image/png,) url(/other.png)}"),
        ("b.css", "x{y:url(//fonts.example/a.woff2)}"),
    ];
    let folder = site(&files);
    let assets = read(folder.path());
    let elsewhere: Vec<_> = assets.elsewhere("a.css").collect();
    let expected = ["data:image/png,", "https://a.org/other.png", "https://fonts.example/a.woff2"];
    assert_eq!(elsewhere, expected);
}

#[test]
fn sheets_of_a_copy_name_files_relative_to_themselves() {
    let text = "@import url(/sub/x.css);a{b:url(https://a.org/sub/p.png) url(q.png) url(#r) url(//b.org/s)}";
    let folder = site(&[("c/main.css", text), ("x.css", ""), ("p.png", "")]);
    read(folder.path()).put_relative(folder.path()).expect("can be written");
    let text = fs::read_to_string(folder.path().join("c/main.css")).expect("reads");
    let expected = "@import url(../x.css);a{b:url(../p.png) url(q.png) url(#r) url(https://b.org/s)}";
    assert_eq!(text, expected);
}
