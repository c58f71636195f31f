//! The repository is as its documents say.

use std::{collections::BTreeSet, fs, path::Path};

use crate::support::repository;

const SRC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src");

/// The modules that lib.rs lists, in its order.
fn modules() -> Vec<String> {
    let map = fs::read_to_string(Path::new(SRC).join("lib.rs")).expect("reads");
    map.lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_map_in_lib_rs_lists_the_files_that_are_there() {
    let files: BTreeSet<String> = fs::read_dir(SRC)
        .expect("lists")
        .flatten()
        .map(|entry| entry.path().file_stem().expect("has a name").to_string_lossy().into_owned())
        .filter(|name| name != "lib" && name != "main")
        .collect();
    assert_eq!(modules().into_iter().collect::<BTreeSet<_>>(), files);
}

#[test]
fn modules_use_only_those_below_them_in_the_map() {
    let modules = modules();
    for (place, module) in modules.iter().enumerate() {
        for item in walkdir::WalkDir::new(SRC) {
            let item = item.expect("walks");
            let path = item.path().strip_prefix(SRC).expect("is below").with_extension("");
            if !item.file_type().is_file() || !path.starts_with(module) {
                continue;
            }
            let text = fs::read_to_string(item.path()).expect("reads");
            for above in &modules[..place] {
                let used = text.contains(&format!("crate::{above}::"))
                    || text.split("use crate::{").skip(1).filter_map(|u| u.split_once(';')).any(
                        |(list, _)| {
                            list.split([',', '{', '}'])
                                .any(|name| name.trim().split("::").next() == Some(above))
                        },
                    );
                assert!(
                    !used,
                    "{} uses `{above}`, which is above `{module}` in lib.rs",
                    item.path().display()
                );
            }
        }
    }
}

#[test]
fn the_top_level_holds_what_the_readme_says() {
    let known: BTreeSet<&str> = [
        "config.toml",
        "content",
        "templates",
        "sass",
        "static",
        "tools",
        "Cargo.toml",
        "README.md",
        "theme.toml",
        "Cargo.lock",
        "LICENSE",
    ]
    .into();
    // What is made by commands or is not the project's; dot files are left out, too.
    let made = ["target", "public", "node_modules", "links.lock.toml"];
    for entry in fs::read_dir(repository()).expect("lists").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        assert!(
            name.starts_with('.') || made.contains(&name.as_str()) || known.contains(name.as_str()),
            "{name}"
        );
    }
    for name in known {
        assert!(repository().join(name).exists(), "{name} is missing");
    }
}

#[test]
fn the_locks_of_the_npm_packages_name_no_registry() {
    for path in ["tools/package-lock.json", "tools/bench/package-lock.json"] {
        let lock = fs::read_to_string(repository().join(path)).expect("reads");
        assert!(lock.contains("\"integrity\"") && !lock.contains("\"resolved\""), "{path}");
    }
}
