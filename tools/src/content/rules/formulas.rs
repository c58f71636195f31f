//! Formulas in the strings of data files, between dollars: what TOML or Markdown takes out of them before anybody can set
//! them.

use std::ops::Range;

use super::{Context, Rule};
use crate::{
    content::texts::{self, Text},
    report::Problem,
};

/// The rules of this file.
pub(super) const RULES: &[Rule] = &[
    Rule::error(
        "formula-in-quotes",
        escaped_by_toml,
        "Between \" and \" a backslash and a letter are another character: \\nabla becomes a line break and abla. Write \
         '…' instead, where a backslash is one, or each of them twice.",
    ),
    Rule::error(
        "formula-in-markdown",
        eaten_by_markdown,
        "An abstract is Markdown, which takes a backslash before a sign for its own: \\\\ no longer ends a row, and \\{ is \
         no brace. Write the formula as $`…`$.",
    ),
    Rule::warning(
        "formula-form",
        other_forms,
        "A formula is written between dollars; other forms of TeX are shown as they are. Write $…$, or in an abstract \
         also $`…`$ and a block of code in the language math.",
    ),
];

/// Other beginnings of formulas and text in TeX, which nobody reads here.
const OTHERS: [&str; 8] = ["$$", "\\(", "\\[", "\\begin{", "\\emph{", "\\textbf{", "\\textit{", "\\cite{"];

/// Commands of TeX that begin with a letter of which TOML makes another character.
const COMMANDS: [&str; 55] = [
    "bar",
    "begin",
    "beta",
    "big",
    "bigcup",
    "bigg",
    "bigl",
    "bigr",
    "binom",
    "boldsymbol",
    "bot",
    "bullet",
    "ell",
    "emptyset",
    "end",
    "epsilon",
    "equiv",
    "eta",
    "exists",
    "exp",
    "flat",
    "forall",
    "frac",
    "nabla",
    "ne",
    "nearrow",
    "neg",
    "neq",
    "ni",
    "nolimits",
    "nonumber",
    "norm",
    "not",
    "notin",
    "nu",
    "rangle",
    "rceil",
    "rfloor",
    "rho",
    "right",
    "rightarrow",
    "rm",
    "rVert",
    "rvert",
    "tan",
    "tanh",
    "tau",
    "text",
    "textbf",
    "textit",
    "textrm",
    "theta",
    "tilde",
    "times",
    "top",
];

/// The strings of data files that may hold formulas.
fn fields<'c, 'a>(context: &'c Context<'a>) -> impl Iterator<Item = &'c Text<'a>> {
    context.texts.iter().filter(|text| {
        text.source.path.ends_with(".toml") && text.text.contains(['$', '\\']) && is_field(&text.key)
    })
}

fn is_field(key: &str) -> bool {
    matches!(key, "title" | "abstract")
}

/// Whether a backslash in the string is more than that.
fn has_escapes(text: &Text<'_>) -> bool {
    text.source.text.get(..text.at).is_some_and(|before| before.ends_with('"'))
}

/// What stands between the dollars of each formula.
fn formulas(text: &str) -> impl Iterator<Item = Range<usize>> {
    texts::formulas(text.as_bytes()).into_iter().map(|whole| whole.start + 1..whole.end - 1)
}

fn escaped_by_toml(context: &Context<'_>, problems: &mut Vec<Problem>) {
    for text in fields(context).filter(|text| has_escapes(text)) {
        for formula in formulas(text.text) {
            let tex = &text.text[formula.clone()];
            let mut rest = tex.char_indices();
            while let Some((at, character)) = rest.next() {
                if character != '\\' {
                    continue;
                }
                let Some((_, escaped)) = rest.next() else { break };
                let word = &tex[at + 1..];
                let word = &word[..word.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(word.len())];
                if COMMANDS.contains(&word) {
                    let start = formula.start + at;
                    let what = format!("TOML takes \\{escaped} between \" and \" for another character");
                    let hint = "write the text between ' and ', or two backslashes for each one";
                    problems.push(
                        text.problem("formula-in-quotes", start..start + 2, what).hint(hint.to_owned()),
                    );
                }
            }
        }
    }
}

fn eaten_by_markdown(context: &Context<'_>, problems: &mut Vec<Problem>) {
    for text in fields(context).filter(|text| text.is_markdown()) {
        // Between " and " two of them are one.
        let (one, step) = if has_escapes(text) { ("\\\\", 2) } else { ("\\", 1) };
        let code = code(text.text);
        for formula in formulas(text.text) {
            let tex = &text.text[formula.clone()];
            // With back quotes, Markdown leaves it alone.
            if code.iter().any(|part| part.start < formula.end && formula.start < part.end) {
                continue;
            }
            let eaten = tex
                .match_indices(one)
                .find(|(at, _)| tex[at + step..].starts_with(|c: char| c.is_ascii_punctuation()));
            if let Some((at, _)) = eaten {
                let end = at + step + if tex[at + step..].starts_with(one) { step } else { 1 };
                let what = format!("Markdown takes the backslash out of {}", &tex[at..end]);
                let start = formula.start + at;
                problems.push(
                    text.problem("formula-in-markdown", start..formula.start + end, what)
                        .hint(format!("write $`{tex}`$")),
                );
            }
        }
    }
}

fn other_forms(context: &Context<'_>, problems: &mut Vec<Problem>) {
    for text in fields(context) {
        let (is_markdown, has_escapes) = (text.is_markdown(), has_escapes(text));
        let mut report = |part: Range<usize>, what: String, hint: &str| {
            problems.push(text.problem("formula-form", part, what).hint(hint.to_owned()));
        };
        let (formulas, code) = (texts::formulas(text.text.as_bytes()), code(text.text));
        for form in OTHERS {
            // Markdown has a use of its own for these.
            if is_markdown && matches!(form, "\\(" | "\\[") {
                continue;
            }
            let written = if has_escapes { form.replace('\\', "\\\\") } else { form.to_owned() };
            let hint = match form {
                "$$" | "\\[" | "\\begin{" if is_markdown => {
                    "write $`…`$, or a block of code in the language math"
                }
                "$$" | "\\[" | "\\begin{" | "\\(" => "write the formula between single dollars",
                _ => "write it without TeX",
            };
            let is_in = |parts: &[Range<usize>], at: usize| parts.iter().any(|part| part.contains(&at));
            let found = match form {
                "$$" => doubled(text.text).filter(|at| !is_in(&code, *at)),
                _ => {
                    let mut places = text.text.match_indices(&written).map(|(at, _)| at);
                    places.find(|at| !is_in(&formulas, *at) && !is_in(&code, *at))
                }
            };
            if let Some(at) = found {
                report(at..at + written.len(), format!("{form} is shown as it is written"), hint);
            }
        }
        if let (Some(at), false) = (text.text.find("$`"), is_markdown) {
            let what = "the back quotes are shown as part of the formula".to_owned();
            report(at..at + 2, what, "write $…$ without them; a title is no Markdown");
        }
    }
}

/// The parts of a text that are code in Markdown: between as many back quotes on either side.
fn code(text: &str) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, _) in text.match_indices('`') {
        match runs.last_mut() {
            Some(run) if run.end == at => run.end += 1,
            _ => runs.push(at..at + 1),
        }
    }
    let (mut parts, mut first) = (Vec::new(), 0);
    while let Some(open) = runs.get(first) {
        let closes = |run: &&Range<usize>| run.len() == open.len();
        let close = runs.iter().skip(first + 1).find(closes);
        parts.extend(close.map(|close| open.start..close.end));
        first = close.map_or(first + 1, |close| runs.partition_point(|run| run.start <= close.start));
    }
    parts
}

/// Where a formula between two dollars on either side begins.
fn doubled(text: &str) -> Option<usize> {
    let marks: Vec<usize> = text.match_indices("$$").map(|(at, _)| at).collect();
    let is_alone = |at: &usize| !text[at + 2..].starts_with(['$', ' ', '\n']) && !text[..*at].ends_with('$');
    marks.iter().copied().find(|at| is_alone(at) && marks.iter().any(|other| *other > at + 2))
}

#[cfg(test)]
mod tests {
    use crate::content::rules::testing::found;

    /// What a rule says of a paper with this title and abstract as TOML has them.
    fn said(rule: &str, title: &str, summary: &str) -> Vec<String> {
        let papers = format!("[[papers]]\nid = \"a\"\ntitle = {title}\nabstract = {summary}\n");
        found(rule, &[("papers.toml", &papers)])
    }

    #[test]
    fn a_command_that_toml_takes_for_a_character_is_found() {
        let rule = "formula-in-quotes";
        for right in [
            "'On $\\nabla u$'",
            "\"On $\\\\nabla u$\"",
            "\"Two\\nlines, 5 $\"",
            "\"$x$ \\tau $y$\"",
            "\"From $5\\nto $10 a year\"",
            "\"From $5/query\\nto less, a tenth of it (in US$).\"",
        ] {
            assert_eq!(said(rule, right, "''"), [""; 0], "{right}");
        }
        let told = said(rule, "\"On $\\nabla u$ and $\\tau$\"", "''");
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(told[0].starts_with("papers.toml:3:14 [\\n] TOML takes \\n between"), "{told:?}");
    }

    #[test]
    fn what_markdown_takes_out_of_a_formula_is_found() {
        let rule = "formula-in-markdown";
        for right in [
            "'$a_1 < \\dot x$'",
            "'$`\\{a\\}`$'",
            "'a \\, b'",
            "'5 $ and \\{'",
            "'Costs $5 \\& more, $6 now.'",
        ] {
            assert_eq!(said(rule, "'$\\{a\\}$ is no Markdown'", right), [""; 0], "{right}");
        }
        for (wrong, part, tex) in [
            ("'$\\{a\\}$'", "\\{", "\\{a\\}"),
            ("'$a \\\\ b$'", "\\\\", "a \\\\ b"),
            ("\"$\\\\|x$\"", "\\\\|", "\\\\|x"),
        ] {
            let told = said(rule, "'T'", wrong);
            assert_eq!(told.len(), 1, "{told:?}");
            assert!(
                told[0].contains(&format!("Markdown takes the backslash out of {part} (write $`{tex}`$)")),
                "{told:?}"
            );
        }
    }

    #[test]
    fn other_forms_of_tex_are_found() {
        let rule = "formula-form";
        for (title, summary) in [
            ("'$x$'", "'$`x`$'"),
            ("'Saving $$$ on inference'", "'The macro `` `\\x `` and then `\\emph{y}`.'"),
            ("'On $\\begin{pmatrix}1\\\\2\\end{pmatrix}$'", "'\\[1\\] $`a\\\\[2pt]b`$ and `$$`'"),
        ] {
            assert_eq!(said(rule, title, summary), [""; 0], "{title} {summary}");
        }
        for (title, summary, part) in [
            ("'$$x$$'", "''", "$$ is shown"),
            ("'\\(x\\)'", "''", "\\( is shown"),
            ("'T'", "\"\\\\begin{equation}\"", "\\begin{ is shown"),
            ("'\\emph{T}'", "''", "\\emph{ is shown"),
            ("'$`x`$'", "''", "the back quotes"),
        ] {
            let told = said(rule, title, summary);
            assert!(told.len() == 1 && told[0].contains(part), "{told:?}");
        }
    }
}
