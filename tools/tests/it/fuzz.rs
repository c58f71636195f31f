//! What the fuzz targets try holds for their seeds, among them every input that once broke it.

#[path = "../../fuzz/properties.rs"]
mod properties;

use std::{fs, path::PathBuf};

/// The seeds of a target by their paths, of which there are some.
fn seeds(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target);
    let entries = fs::read_dir(folder).expect("lists").flatten().map(|entry| entry.path());
    let seeds: Vec<_> = entries.map(|path| (path.clone(), fs::read(path).expect("reads"))).collect();
    assert!(!seeds.is_empty());
    seeds
}

#[test]
fn rewriting_odd_pages_changes_only_what_is_meant() {
    for (path, page) in seeds("engine") {
        println!("{}", path.display()); // is shown where the test fails
        properties::only_what_is_meant_changes(&page);
        properties::every_promise_is_kept(&page);
        properties::spliced_is_edited_in_place(&page);
    }
}

#[test]
fn addresses_that_are_written_are_read_back() {
    for (path, text) in seeds("addresses") {
        println!("{}", path.display());
        let text = String::from_utf8(text).expect("is UTF-8");
        properties::addresses_are_read_back(&text);
        properties::relative_addresses_lead_to_the_file(&text);
    }
}
