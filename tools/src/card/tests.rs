//! The card as a whole: what it says, where, and in what file.

use resvg::usvg::{Group, Node, Options, Rect, Tree};

use super::*;

const FACTS: Facts<'_> = Facts {
    title: "The Symbiosis of Deep Learning and Differential Equations",
    acronym: "DLDE",
    numeral: Some("III"),
    conference: "NeurIPS 2023 Workshop",
    when: "9 December 2023",
    place: "Virtual workshop",
};

fn faces() -> [Face; 2] {
    [Face::regular().unwrap(), Face::semibold().unwrap()]
}

/// The colour of each pixel of a PNG, row by row.
fn pixels(file: &[u8]) -> Vec<[u8; 3]> {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(file));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    assert_eq!((reader.info().width, reader.info().height), (1200, 630));
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut bytes).unwrap();
    bytes.as_chunks().0.to_vec()
}

/// Pixels of the ink in the columns and rows of the title.
fn ink_of_title(facts: &Facts<'_>) -> Vec<usize> {
    let pixels = pixels(&draw(facts).unwrap());
    let inked = |at: &usize| pixels[*at] == [0x18, 0x21, 0x26] && (180..410).contains(&(at / 1200));
    (0..pixels.len()).filter(inked).collect()
}

/// Each line of text with the place that the renderer gives it.
fn lines(facts: &Facts<'_>) -> Vec<(String, Rect)> {
    let faces = faces();
    let options = Options { fontdb: font::database(&faces).into(), ..Options::default() };
    let tree = Tree::from_str(&fill(facts, &faces), &options).unwrap();
    let mut lines = Vec::new();
    collect(tree.root(), &mut lines);
    lines
}

fn collect(group: &Group, lines: &mut Vec<(String, Rect)>) {
    for node in group.children() {
        match node {
            Node::Group(group) => collect(group, lines),
            Node::Text(text) => {
                let words = text.chunks().iter().map(|chunk| chunk.text()).collect();
                lines.push((words, text.abs_bounding_box()));
            }
            _ => {}
        }
    }
}

/// Asserts that the text is on the card, beside the drawing, and no line upon another.
fn assert_fits(facts: &Facts<'_>) {
    let mut lines = lines(facts);
    for (words, place) in &lines {
        assert!(place.left() >= LEFT - 1.0 && place.right() <= LEFT + MEASURE + 1.0, "{words}: {place:?}");
        assert!(place.top() > 40.0 && place.bottom() < 590.0, "{words}: {place:?}");
    }
    lines.sort_by(|one, other| one.1.top().total_cmp(&other.1.top()));
    for pair in lines.windows(2) {
        // Boxes reach from the highest ascender to the lowest descender; those of close lines touch.
        let (upper, lower) = (&pair[0], &pair[1]);
        assert!(upper.1.bottom() - lower.1.top() < 0.25 * lower.1.height(), "{upper:?} {lower:?}");
    }
}

#[test]
fn the_same_facts_give_the_same_small_file() {
    let card = draw(&FACTS).unwrap();
    assert_eq!(card, draw(&FACTS).unwrap());
    assert!(card.len() < 60_000, "{} bytes", card.len());
    assert_eq!(pixels(&card).len(), 1200 * 630);
}

#[test]
fn the_title_is_drawn() {
    let ink = ink_of_title(&FACTS);
    assert!(ink.len() > 2000, "{} pixels", ink.len());
    assert_ne!(ink, ink_of_title(&Facts { title: "Another Title", ..FACTS }));
    assert_eq!(ink_of_title(&Facts { title: "", ..FACTS }), [0_usize; 0]);
}

#[test]
fn everything_is_said_once_and_in_the_order_of_the_card() {
    let mut lines = lines(&FACTS);
    lines.sort_by(|one, other| one.1.top().total_cmp(&other.1.top()));
    let words: Vec<_> = lines.iter().map(|(words, _)| words.as_str()).collect();
    assert_eq!(
        words,
        [
            "DLDE III",
            "The Symbiosis of",
            "Deep Learning and",
            "Differential Equations",
            "NeurIPS 2023 Workshop",
            "9 December 2023",
            "Virtual workshop",
        ]
    );
}

#[test]
fn texts_of_any_length_fit() {
    let long = "Physics-Informed Learning, Neural Operators and Differential Equations ".repeat(5);
    let word = "WOLFRAM".repeat(60);
    for text in ["", "AI", "WAVES", "ML4PhysicalSciences", &long[..140], &long[..300], &word] {
        assert_fits(&Facts { title: text, ..FACTS });
        assert_fits(&Facts {
            title: text,
            acronym: text,
            numeral: Some(text),
            conference: text,
            when: text,
            place: text,
        });
    }
}

#[test]
fn hostile_text_is_text() {
    let huge = "equation ".repeat(12_000);
    let hostile = [
        "</text></svg>",
        "a & b &amp; c",
        "<!-- text -->",
        "]]>",
        "{title}",
        "\u{0}\u{8}\u{1b}[31m\u{fffe}",
        &huge,
    ];
    for text in hostile {
        assert_fits(&Facts { title: text, acronym: text, numeral: Some(text), ..FACTS });
    }
    let said = lines(&Facts { title: "</text><rect/>&amp;", ..FACTS });
    assert!(said.iter().any(|(words, _)| words == "</text><rect/>&amp;"), "{said:?}");
}

#[test]
fn a_sign_without_a_glyph_is_left_out_alone_and_a_letter_with_its_text() {
    let title = |title| {
        let facts =
            Facts { title, acronym: "学", numeral: Some("III"), conference: "", when: "", place: "" };
        lines(&facts).into_iter().map(|(words, _)| words).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(title("Learning 🎉 Łódź ∂u = Λόγος"), "Learning Łódź ∂u = Λόγος");
    assert_eq!(title("深層学習 and Equations"), "");
    assert_eq!(title("التعلم العميق"), "");
    assert_eq!(title("🎉"), "");
}

#[test]
fn icons_have_their_size_and_only_the_one_with_a_rim_has_a_ground() {
    let svg = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M2 2h5v5z" fill="#0b5f78"/></svg>"##;
    for shape in ICONS {
        let file = icon(svg, shape).unwrap();
        let image = resvg::tiny_skia::Pixmap::decode_png(&file).unwrap();
        assert_eq!((image.width(), image.height()), (shape.side, shape.side));
        let corner = image.pixels()[0];
        assert_eq!(corner.alpha(), if shape.rim > 0 { 255 } else { 0 });
        assert!(image.pixels().iter().any(|pixel| pixel.red() == 0x0b && pixel.alpha() == 255));
    }
    assert!(icon("no SVG", ICONS[0]).is_err());
}
