//! Formulas in TeX as MathML, by the `math-core` crate.

use std::{
    ops::Range,
    thread::{self, JoinHandle},
};

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};
use quick_xml::{
    Reader, Writer,
    events::{BytesStart, Event},
};

/// Why a formula cannot be set, in words without a full stop, and which part of it is meant, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refused {
    /// What is wrong with it.
    pub(super) why: String,
    /// Where.
    pub(super) range: Range<usize>,
}

/// Most parts of a formula that may lie within each other, and room for them on the stack.
const DEEPEST: usize = 1000;
const STACK: usize = 128 << 20;

/// What may be in the result. The library copies parts of a formula unread, and browsers run what they are told to.
const ELEMENTS: &str = "math semantics annotation mrow mi mn mo mtext mspace mfrac msqrt mroot mstyle msub msup msubsup \
    munder mover munderover mmultiscripts mprescripts mtable mtr mtd mphantom mpadded menclose";
/// Styles are not among them: they are forbidden by policy on pages that are safe.
const ATTRIBUTES: &str = "accent accentunder columnalign columnspan depth display displaystyle encoding fence form height largeop \
    linethickness lspace mathsize mathvariant maxsize minsize movablelimits notation rowspan rspace scriptlevel \
    separator stretchy symmetric voffset width";

/// The markup of a formula, with the TeX as its annotation.
///
/// # Errors
/// Where it is no formula that can be set.
pub(super) fn convert(tex: &str, display: bool) -> Result<String, Refused> {
    let refused = |why: &str| Refused { why: why.to_owned(), range: 0..tex.len() };
    if tex.trim().is_empty() {
        return Err(refused("the formula is empty"));
    }
    if tex.bytes().filter(|byte| matches!(byte, b'\\' | b'{' | b'^' | b'_')).count() > DEEPEST {
        return Err(refused("the formula is too long"));
    }
    // On a stack of its own: the library calls itself for each part within a part, and gives up on some by a panic.
    let owned = tex.to_owned();
    let worker = thread::Builder::new().stack_size(STACK).spawn(move || set(&owned, display));
    let markup = worker.map(JoinHandle::join).unwrap_or_else(|error| Err(Box::new(error)));
    let markup = markup.unwrap_or_else(|_| Err(refused("the formula cannot be set")))?;
    safe(&markup).ok_or_else(|| refused("the formula has markup in it"))
}

fn set(tex: &str, display: bool) -> Result<String, Refused> {
    let config = MathCoreConfig { annotation: true, ..MathCoreConfig::default() };
    let whole = |why: String| Refused { why, range: 0..tex.len() };
    // It fails over macros only, of which there are none.
    let converter = LatexToMathML::new(config).map_err(|(error, ..)| whole(error.to_string()))?;
    let display = if display { MathDisplay::Block } else { MathDisplay::Inline };
    converter.convert_with_local_state(tex, display).map(|result| result.mathml).map_err(|error| {
        let words = error.to_string();
        let mut letters = words.trim_end_matches('.').chars();
        let why = letters.next().map(|first| first.to_lowercase().chain(letters).collect());
        Refused { why: why.unwrap_or_default(), range: error.0.clone() }
    })
}

/// The same markup with nothing but what may be in it; none where an element may not.
fn safe(markup: &str) -> Option<String> {
    let mut reader = Reader::from_str(markup);
    let mut writer = Writer::new(Vec::new());
    let known = |tag: &BytesStart<'_>| listed(ELEMENTS, tag.name().as_ref());
    loop {
        let event = match reader.read_event().ok()? {
            Event::Eof => break,
            Event::Start(tag) if known(&tag) => Event::Start(plain(&tag)?),
            Event::Empty(tag) if known(&tag) => Event::Empty(plain(&tag)?),
            event @ (Event::End(_) | Event::Text(_) | Event::GeneralRef(_)) => event,
            _ => return None,
        };
        writer.write_event(event).ok()?;
    }
    String::from_utf8(writer.into_inner()).ok()
}

fn plain(tag: &BytesStart<'_>) -> Option<BytesStart<'static>> {
    let mut plain = BytesStart::new(tag.name().as_ref().to_owned());
    for attribute in tag.attributes() {
        let attribute = attribute.ok()?;
        // The validator knows the schema of MathML 3, in which a table has no level.
        let is_level_of_table = attribute.key.as_ref() == "scriptlevel" && tag.name().as_ref() == "mtable";
        if listed(ATTRIBUTES, attribute.key.as_ref()) && !is_level_of_table {
            plain.push_attribute(attribute);
        } else if attribute.key.as_ref() == "style" && tag.name().as_ref() == "mtd" {
            let side = ["left", "right"]
                .into_iter()
                .find(|side| attribute.value.contains(&format!("text-align: {side}")));
            plain.extend_attributes(side.map(|side| ("columnalign", side)));
        }
    }
    Some(plain)
}

fn listed(list: &str, name: &str) -> bool {
    list.split_ascii_whitespace().any(|one| one == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn why(tex: &str) -> String {
        convert(tex, false).expect_err(tex).why
    }

    #[test]
    fn a_formula_carries_its_tex() {
        assert_eq!(
            convert("\\dot x = \\frac{1}{2} < y", false).expect("is set"),
            "<math><semantics><mrow><mover accent=\"true\"><mi>x</mi><mo>˙</mo></mover><mo>=</mo>\
             <mfrac><mn>1</mn><mn>2</mn></mfrac><mo>&lt;</mo><mi>y</mi></mrow>\
             <annotation encoding=\"application/x-tex\">\\dot x = \\frac{1}{2} &lt; y</annotation></semantics></math>"
        );
        assert!(convert("x", true).expect("is set").starts_with("<math display=\"block\">"));
    }

    #[test]
    fn no_markup_comes_out_of_a_formula() {
        for tex in [
            "\\operatorname{</math><script>alert(1)</script>}",
            "\\operatorname{</mo><script>alert(1)</script><mo>}",
            "\\operatorname{<img src=q onerror=alert(1)>}",
            "\\operatorname{<!--}",
            "\\operatorname{<![CDATA[}",
            "\\operatorname{<?x}",
            "\\operatorname{<mi onclick=\"alert(1)\">a</mi>}",
        ] {
            assert_eq!(why(tex), "the formula has markup in it", "{tex}");
        }
        let text = convert("\\text{</math><script>}", false).expect("is set");
        assert!(!text.contains("<script"), "{text}");
        let coloured = convert("\\color{red}x", false).expect("is set");
        assert!(coloured.starts_with("<math><semantics><mrow><mi>x</mi></mrow>"), "{coloured}");
    }

    #[test]
    fn equations_stand_below_each_other() {
        let set = convert("\\begin{aligned} a &= b \\\\ c &= d \\end{aligned}", true).expect("is set");
        let cells: Vec<&str> =
            set.split("<mtd").skip(1).filter_map(|cell| Some(cell.split_once('>')?.0)).collect();
        assert_eq!(cells, [" columnalign=\"right\"", " columnalign=\"left\""].repeat(2));
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        let refused = convert("a + \\foo", false).expect_err("no such command");
        assert_eq!(refused, Refused { why: "unknown command \"\\foo\"".to_owned(), range: 4..8 });
        assert_eq!(why("\\frac{1"), "expected closing token \"}\", but reached end of input");
        assert_eq!(why(" "), "the formula is empty");
    }

    #[test]
    fn nothing_nests_too_deep_and_nothing_stops_the_program() {
        for (open, close) in
            [("{", "}"), ("\\frac{1}{", "}"), ("\\sqrt ", ""), ("x^{", "}"), ("\\left(", "\\right)")]
        {
            for depth in [100, 330, 5000, 100_000] {
                let tex = format!("{}x{}", open.repeat(depth), close.repeat(depth));
                let set = convert(&tex, false);
                assert!(set.is_ok() || depth > 100, "{open} {depth}: {set:?}");
                assert!(set.is_err() || depth < 5000, "{open} {depth}");
            }
        }
        assert_eq!(why("\\begin{matrix}\\color{red}\\\\\\end{matrix}"), "the formula cannot be set");
    }
}
