//! Pages through the rewrites.

#![no_main]

#[allow(dead_code, reason = "the rest is for another target")]
#[path = "../properties.rs"]
mod properties;

libfuzzer_sys::fuzz_target!(|page: &[u8]| {
    properties::only_what_is_meant_changes(page);
    properties::every_promise_is_kept(page);
    properties::spliced_is_edited_in_place(page);
});
