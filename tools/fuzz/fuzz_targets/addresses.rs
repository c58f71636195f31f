//! Texts as style sheets, as values of `srcset` and as paths.

#![no_main]

#[allow(dead_code, reason = "the rest is for another target")]
#[path = "../properties.rs"]
mod properties;

libfuzzer_sys::fuzz_target!(|text: &str| {
    properties::addresses_are_read_back(text);
    properties::relative_addresses_lead_to_the_file(text);
});
