//! What files must be like to be read at all. Reading them checks these rules; here are the words about them.

use super::Rule;
use crate::report::Severity;

/// The rules of this file.
pub(super) const RULES: &[Rule] = &[
    Rule::of_reading(
        "no-edition",
        "A site shows at least one edition. Write content/edition.toml; the README shows what belongs in it.",
    ),
    Rule::of_reading(
        "unknown-file",
        "A file that no edition has would never reach the page. Give it one of the names that the message lists, or \
         take it out.",
    ),
    Rule::of_reading(
        "unreadable",
        "A file that cannot be read is missing on the page. Check that it is there and that you may read it.",
    ),
    Rule::of_reading(
        "not-utf-8",
        "Other encodings show the wrong letters. Save the file as UTF-8 in your editor, and write the marked \
         character again.",
    ),
    Rule::of_reading(
        "front-matter",
        "The head of a Markdown file holds the title of its section. Begin the file with three lines: +++ then \
         title = \"…\" then +++ again.",
    ),
    Rule::of_reading(
        "toml-syntax",
        "A TOML file is lines of the form key = value. Text stands in quotes that open and close on the same line; \
         [[…]] begins an item of a list.",
    ),
    Rule::of_reading(
        "bibtex-syntax",
        "A reference is written as BibTeX. An entry is @article{key, then lines of the form name = {value}, then a \
         closing brace.",
    ),
    Rule::of_reading(
        "unknown-key",
        "A misspelt key would be ignored, and its value missing on the page. Write the key that is suggested, or take \
         the line out.",
    ),
    Rule::of_reading(
        "unknown-word",
        "Some values are one of a few words. Write one of those that the message lists.",
    ),
    Rule::of_reading(
        "missing-key",
        "Some facts an edition cannot be shown without. Add the line that the message asks for.",
    ),
    Rule::of_reading(
        "wrong-type",
        "A value is text, a number, true or false, or a list, as its key asks for. Text stands in quotes.",
    ),
    Rule::of_reading(
        "bad-value",
        "Dates, times, zones and addresses have one form, so that they can be compared. Write it as the message shows.",
    ),
    Rule::of_exceptions(
        "exceptions",
        "An exception says what is left for now, why, and who looks at it again. Name a rule, a reason and an owner in \
         content/exceptions.toml.",
    ),
    Rule::of_exceptions(
        "expired-exception",
        "A problem is not left for ever. Put it right, or find with the owner a new reason and a new day.",
    ),
    Rule {
        severity: Severity::Warning,
        ..Rule::of_exceptions(
            "unused-exception",
            "An exception that nothing needs would hide the next mistake. Take it out, or correct its file or value.",
        )
    },
];
