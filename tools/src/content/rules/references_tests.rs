use crate::content::rules::testing::{body, found};

fn bib(rule: &str, entries: &str) -> Vec<String> {
    found(rule, &[("references.bib", entries)])
}

#[test]
fn a_reference_is_there_once() {
    let two =
        |url: &str| format!("@misc{{a,\n url = {{https://a.org/x}},\n}}\n@misc{{b,\n url = {{{url}}},\n}}\n");
    assert_eq!(
        bib("reference-twice", &two("http://www.a.org/x/")),
        ["references.bib:5:9 [http://www.a.org/x/] `a` has the same address \
          (take one of the two out, and cite the other)"]
    );
    assert_eq!(bib("reference-twice", &two("https://a.org/y")), [""; 0]);
}

#[test]
fn a_paper_has_a_year() {
    let year = |year: &str| bib("reference-year", &format!("@misc{{a,\n year = {{{year}}},\n}}\n"));
    assert_eq!(
        year("2091"),
        [
            "references.bib:2:10 [2091] no paper of 2091 can be cited here (write the year in four digits, as in year = {2019})"
        ]
    );
    assert_eq!(year("19").len() + year("to appear").len(), 2);
    assert_eq!(year("2032").len() + year("1687").len(), 0);
}

#[test]
fn a_reference_is_cited() {
    let cited = |text: &str| {
        let text = format!("+++\ntitle = \"T\"\n+++\n{text}\n");
        found("never-cited", &[("references.bib", "@misc{a,\n}\n@misc{b,\n}\n"), ("call.md", &text)])
    };
    assert_eq!(
        cited("[](references.bib#a)"),
        ["references.bib:3:7 [b] no text cites `b` (cite it with [](references.bib#b), or take it out)"]
    );
    assert_eq!(cited("[](references.bib#a) [](references.bib#b)"), [""; 0]);
    assert_eq!(cited("A reading list."), [""; 0]);
}

#[test]
fn a_reference_says_what_its_kind_needs() {
    assert_eq!(
        bib("missing-field", "@article{a,\n title = {T},\n author = {A},\n}\n"),
        ["references.bib:1:10 [a] @article `a` has no journal and no year (add a line  journal = {…},)"]
    );
    assert_eq!(bib("missing-field", "@misc{a,\n title = {T},\n}\n"), [""; 0]);
}

#[test]
fn braces_close_each_other() {
    assert_eq!(
        bib("unbalanced-braces", "@misc{a,\n title = \"Solving {ODEs\",\n}\n"),
        ["references.bib:2:11 [Solving {ODEs] the braces in `title` do not close each other \
          (close the brace, or take it out)"]
    );
    assert_eq!(bib("unbalanced-braces", "@misc{a,\n title = {Solving {ODEs} \\{},\n}\n"), [""; 0]);
}

#[test]
fn a_journal_is_no_publisher() {
    let journal =
        |name: &str| bib("journal-is-publisher", &format!("@article{{a,\n journal = {{{name}}},\n}}\n"));
    assert_eq!(
        journal("IOPScience"),
        ["references.bib:2:13 [IOPScience] IOPScience publishes journals and is none \
          (write the journal as the paper says it)"]
    );
    assert_eq!(journal("SIAM Review"), [""; 0]);
}

#[test]
fn a_doi_has_its_shape() {
    assert_eq!(
        body("doi", "<https://doi.org/1137/19M1274067>"),
        ["call.md:4:2 [https://doi.org/1137/19M1274067] this is no DOI \
          (a DOI is like 10.1038/s41586-021-03819-2; copy it again from the paper)"]
    );
    let field = |doi: &str| bib("doi", &format!("@misc{{a,\n doi = {{{doi}}},\n}}\n"));
    assert_eq!(field("10.1137").len() + field("doi:10.1137/1").len(), 2);
    assert_eq!(field("10.1137/19M1274067").len() + body("doi", "<https://doi.org/10.1000/a(b)c>").len(), 0);
}

#[test]
fn a_publisher_is_replaced_by_the_doi() {
    let derived = |url: &str| {
        let found = bib("publisher-address", &format!("@misc{{a,\n url = {{{url}}},\n}}\n"));
        found.first().and_then(|text| Some(text.split_once("(write https://doi.org/")?.1.to_owned()))
    };
    assert_eq!(
        bib(
            "publisher-address",
            "@misc{a,\n url = {https://epubs.siam.org/doi/pdf/10.1137/19M1274067},\n}\n"
        ),
        [
            "references.bib:2:9 [https://epubs.siam.org/doi/pdf/10.1137/19M1274067] this address of a publisher has a \
          DOI, which lasts longer (write https://doi.org/10.1137/19M1274067)"
        ]
    );
    for (url, doi) in [
        ("https://iopscience.iop.org/article/10.1088/1361-6420/aa9a90/meta", "10.1088/1361-6420/aa9a90)"),
        ("https://www.pnas.org/content/118/21/e2101784118", "10.1073/pnas.2101784118)"),
        (
            "https://academic.oup.com/imajna/advance-article-abstract/doi/10.1093/imanum/drab032/6297946?r=f",
            "10.1093/imanum/drab032)",
        ),
        ("https://link.springer.com/article/10.1007/s00365-021-09549-y", "10.1007/s00365-021-09549-y)"),
    ] {
        assert_eq!(derived(url).as_deref(), Some(doi), "{url}");
    }
    assert_eq!(derived("https://doi.org/10.1137/19M1274067"), None);
    assert_eq!(derived("https://www.sciencedirect.com/science/article/pii/S0021999118307125"), None);
}
