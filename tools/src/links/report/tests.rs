use std::sync::Arc;

use serde_json::{Value, json};

use super::*;
use crate::{
    content::exceptions,
    files::Files,
    links::{
        hosts::testing::{now, parse},
        judge::{Finding, Judgement},
    },
    report::Source,
};

fn link(url: &str, judgement: Judgement, status: Option<u16>) -> Reported {
    let text = format!("# links\nurl = \"{url}\"\n");
    let source = Arc::new(Source { path: "content/a b.toml".into(), text });
    let place = |page: &str| Place {
        source: Arc::clone(&source),
        span: Some(15..15 + url.len()),
        at: (2, 8),
        page: Some(page.to_owned()),
    };
    let final_url = status.map(|_| parse("https://b.org/"));
    let finding = Finding {
        url: parse(url),
        judgement,
        status,
        final_url,
        checked_at: now(),
        requests: usize::from(status.is_some()),
    };
    Reported { finding, places: vec![place("index.html"), place("2021/index.html")] }
}

fn links() -> Vec<Reported> {
    let said = |verdict, kind, words: &str| Judgement::new(verdict, kind, words);
    let mut good = said(Verdict::Good, "answered", "answered 200: “<b>&\u{1b}[31m”");
    let mut doubtful = said(Verdict::Good, "exists", "it is there");
    doubtful.warnings = vec!["the group is of 2030, and the edition of 2031".to_owned()];
    good.title = Some("B".to_owned());
    vec![
        link("https://www.b.org/good?a&'b'", good, Some(200)),
        link(
            "https://c.org/gone",
            said(Verdict::Dead, "not-found", "answered 404: there is no such page").remedy("find it anew"),
            Some(404),
        ),
        link("https://a.org/doubtful", doubtful, Some(200)),
        link("https://a.org/wall", said(Verdict::Unknown, "bot-wall", "answered 403: refused"), Some(403)),
        link(
            "https://zoom.us/j/123456789",
            said(Verdict::Unknown, "by-design", "Zoom tells nothing").remedy("give it `until`"),
            None,
        ),
        link(
            "https://forms.gle/x",
            said(Verdict::Closed, "form-closed", "the form takes no more answers"),
            Some(200),
        ),
        link("https://a.org/dropped", said(Verdict::Dead, "no-such-host", "no server | @all"), None),
    ]
}

fn hosts() -> Vec<HostUse> {
    vec![HostUse { host: "a.org".to_owned(), requests: 3, peak_concurrency: 2, retries: 1 }]
}

fn exceptions_of(text: &str) -> Exceptions {
    let source = Arc::new(Source { path: exceptions::PATH.into(), text: text.into() });
    exceptions::read(&Files { texts: vec![source], ..Files::default() }, &[]).expect("no mistakes")
}

fn exception(rule: &str, value: &str) -> String {
    format!(
        "[[exceptions]]\nrule = \"{rule}\"\nfile = \"content/a b.toml\"\nvalue = \"{value}\"\nreason = \"r\"\nowner = \
         \"o\"\nexpires = \"2032-01-01\"\n"
    )
}

fn rendered(format: Format) -> String {
    let (links, hosts) = (links(), hosts());
    Report::new(&links, &hosts, &Exceptions::default(), now(), true).render(format)
}

#[test]
fn people_see_the_worst_first_with_place_evidence_and_remedy() {
    let expected = "\
dead, no-such-host (1)
  https://a.org/dropped
    --> content/a b.toml:2:8
    no server | @all

dead, not-found (1)
  https://c.org/gone
    --> content/a b.toml:2:8
    answered 404: there is no such page
    help: find it anew

closed, form-closed (1)
  https://forms.gle/x
    --> content/a b.toml:2:8
    the form takes no more answers

unknown, bot-wall (1)
  https://a.org/wall
    --> content/a b.toml:2:8
    answered 403: refused

unknown, by-design (1)
  https://zoom.us/j/123456789
    --> content/a b.toml:2:8
    Zoom tells nothing
    help: give it `until`

good, but to be looked at (1)
  https://a.org/doubtful
    --> content/a b.toml:2:8
    it is there
    warning: the group is of 2030, and the edition of 2031

7 links: 2 good, 2 unknown, 1 closed, 2 dead
";
    assert_eq!(rendered(Format::Human), expected);
}

#[test]
fn exceptions_decide_whether_the_run_fails() {
    let (links, hosts) = (links(), hosts());
    let report = |text: &str| {
        let report = Report::new(&links, &hosts, &exceptions_of(text), now(), true);
        (report.fails(), report.summary(), report.render(Format::Human))
    };
    let dead =
        exception("dead-link", "https://c.org/gone") + &exception("dead-link", "https://a.org/dropped");
    let all = dead.clone() + &exception("closed-link", "https://forms.gle/x");
    assert!(report("").0);
    assert!(report(&dead).0, "the form is closed");
    let (fails, summary, text) = report(&all);
    assert!(!fails);
    assert_eq!(summary, "7 links: 2 good, 2 unknown, 1 closed, 2 dead; 3 recorded as exceptions");
    assert!(!text.contains("c.org/gone") && text.contains("a.org/wall"), "{text}");
    assert!(!report("[severity]\ndead-link = \"off\"\nclosed-link = \"warning\"\n").0);
    let (_, _, text) = report(&(all + &exception("dead-link", "https://fine.org/")));
    assert!(text.contains("content/exceptions.toml:23: nothing needs this exception\n"), "{text}");
}

#[test]
fn programs_get_the_document_that_is_promised() {
    let document: Value = serde_json::from_str(&rendered(Format::Json)).expect("is JSON");
    let urls: Vec<&str> =
        document["links"].as_array().expect("links").iter().filter_map(|link| link["url"].as_str()).collect();
    assert!(urls.is_sorted() && urls.len() == 7, "{urls:?}");
    assert_eq!(
        document["links"][3],
        json!({
            "url": "https://c.org/gone", "verdict": "dead", "kind": "not-found",
            "evidence": "answered 404: there is no such page", "status": 404, "final_url": "https://b.org/",
            "checked_at": "2031-01-15T12:00:00Z", "requests": 1,
            "places": [
                { "file": "content/a b.toml", "line": 2, "column": 8, "page": "2021/index.html" },
                { "file": "content/a b.toml", "line": 2, "column": 8, "page": "index.html" },
            ],
        })
    );
    assert_eq!(document["links"][1]["status"], Value::Null);
    assert_eq!(document["version"], 1);
    assert_eq!(
        document["hosts"],
        json!([{ "host": "a.org", "requests": 3, "peak_concurrency": 2, "retries": 1 }])
    );
}

#[test]
fn a_report_is_the_same_whatever_the_order_of_the_findings() {
    let (links, hosts) = (links(), hosts());
    let mut turned = links.clone();
    turned.reverse();
    for format in <Format as clap::ValueEnum>::value_variants() {
        let one = Report::new(&links, &hosts, &Exceptions::default(), now(), true).render(*format);
        let other = Report::new(&turned, &hosts, &Exceptions::default(), now(), true).render(*format);
        assert_eq!(one, other, "{format:?}");
        assert!(!one.contains('\u{1b}'), "{format:?}");
    }
}

#[test]
fn services_get_annotations_and_logs_at_the_lines() {
    let annotations = rendered(Format::Github);
    assert!(annotations.contains(
        "::error file=content/a b.toml,line=2,col=8,endLine=2,endColumn=25,title=dead-link::https://c.org/gone: \
         answered 404: there is no such page%0Afind it anew\n"
    ));
    assert!(annotations.contains("title=doubtful-link") && annotations.contains("title=unknown-link"));
    assert!(!annotations.contains("a.org/wall"), "nothing can be done about it");
    let log: Value = serde_json::from_str(&rendered(Format::Sarif)).expect("is JSON");
    assert_eq!(log["runs"][0]["results"].as_array().map(Vec::len), Some(5));
    assert_eq!(log["runs"][0]["tool"]["driver"]["rules"][0]["id"], "dead-link");
}

#[test]
fn a_link_is_a_test_case() {
    let text = rendered(Format::Junit);
    assert!(text.starts_with(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"dlde links\" tests=\"7\" failures=\"3\" \
         errors=\"0\" skipped=\"2\">\n"
    ));
    assert!(text.contains(
        "    <testcase name=\"https://c.org/gone\" classname=\"c.org\" file=\"content/a b.toml\" line=\"2\">\n      \
         <failure type=\"not-found\" message=\"dead: answered 404: there is no such page\">find it anew</failure>\n    \
         </testcase>\n"
    ));
    assert!(text.contains("<testcase name=\"https://www.b.org/good?a&amp;%27b%27\" classname=\"b.org\""));
}

#[test]
fn nothing_in_a_summary_is_more_than_text() {
    let text = rendered(Format::Markdown);
    assert!(text.starts_with(
        "## Links\n\n7 links: 2 good, 2 unknown, 1 closed, 2 dead\n\n### dead, no-such-host (1)\n"
    ));
    assert!(text.contains(
        "| <code>https&#58;//a.org/dropped</code> | <code>content/a b.toml&#58;2</code> | no server &#124; &#64;all |  |\n"
    ));
}

#[test]
fn the_page_is_whole_in_itself_and_links_to_the_lines() {
    let (links, hosts) = (links(), hosts());
    let repository = Repository {
        name: "a/b".to_owned(),
        branch: Some("main".to_owned()),
        files: ["content/a b.toml".to_owned()].into(),
    };
    let report = Report::new(&links, &hosts, &Exceptions::default(), now(), true);
    let page = report.with_repository(Some(&repository)).render(Format::Html);
    let document = scraper::Html::parse_document(&page);
    let all = |selector: &str| {
        let selector = scraper::Selector::parse(selector).expect("a selector");
        document.select(&selector).map(|e| e.text().collect::<String>()).collect::<Vec<_>>()
    };
    assert_eq!(all("#links tbody tr").len(), 7);
    assert_eq!(all("#links tbody tr:first-child .verdict"), ["dead"]);
    assert_eq!(all("h2#hosts + div tbody th"), ["a.org", "b.org", "c.org", "forms.gle", "zoom.us"]);
    let line = "a[href='https://github.com/a/b/blob/main/content/a%20b.toml#L2']";
    assert_eq!(all(line), ["content/a b.toml:2"; 7]);
    assert!(all("td b").is_empty() && page.contains("&lt;b&gt;&amp;\\u{1b}[31m"));
    for loaded in ["link", "img", "iframe", "script[src]", "form[action]"] {
        assert!(all(loaded).is_empty(), "{loaded}");
    }
}
