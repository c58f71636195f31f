//! The network module against everything that servers do, judged by the plainest rule.

use std::{
    cell::Cell,
    io::{self, Write},
    thread,
    time::{Duration, Instant},
};

use dlde_tools::{
    content::Content,
    links::{
        answer::{Answer, Request},
        context::Context,
        external::{self, Deadlines, Given, Manners, Options, Retries, Watch},
        hosts,
        judge::{Exchange, Judgement, Step, Verdict},
    },
};
use jiff::Timestamp;
use snapbox::assert_data_eq;
use url::Url;

use crate::{
    hostile::{self, CASES},
    http2,
    internet::{Asked, Internet, answer},
};

/// Asks the address, and tells what came.
fn plain(url: &Url, exchanges: &[Exchange]) -> Step {
    let Some((_, answer)) = exchanges.last() else { return Step::Ask(Request::get(url.clone())) };
    let verdict = match answer {
        Ok(response) if matches!(response.status, 404 | 410) => Verdict::Dead,
        Ok(response) if response.status < 400 => Verdict::Good,
        _ => Verdict::Unknown,
    };
    Step::Done(Box::new(Judgement::new(verdict, "", told(answer))))
}

fn told(answer: &Answer) -> String {
    match answer {
        Ok(response) => {
            let hops: String = response.hops.iter().map(|hop| format!("{}>", hop.status)).collect();
            format!("{hops}{}{}", response.status, if response.truncated { "…" } else { "" })
        }
        Err(failure) => {
            let text = format!("{failure:?}");
            format!("[{}]", text.split('(').next().expect("a first part"))
        }
    }
}

fn options(internet: &Internet, links: &[Url]) -> Options {
    let own = links.iter().filter_map(Url::host_str).chain(["*"]).flat_map(|host| internet.resolve(host));
    Options {
        user_agent: "test".into(),
        manners: Manners {
            per_host: 2,
            pause: Duration::from_millis(5),
            own: |_| None,
            patience: Duration::from_secs(30),
            failures: 10,
        },
        concurrency: 128,
        deadlines: Deadlines::within(Duration::from_secs(2)),
        retries: Retries {
            most: 2,
            first: Duration::from_millis(50),
            second_opinion: Duration::from_millis(100),
        },
        resolve: given(own),
        ca_certificates: internet.authority.clone().into_bytes(),
        proxies: false,
        allow_private: false,
        credentials: Vec::new(),
    }
}

fn given(texts: impl IntoIterator<Item = String>) -> Vec<Given> {
    texts.into_iter().map(|text| text.parse().expect("is of the form")).collect()
}

fn check(links: &[Url], options: &Options) -> external::Run {
    let watch = Watch { decided: &mut |_| {}, stop: &|| false };
    external::run(links, &plain, options, watch).expect("runs")
}

fn urls<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<Url> {
    texts.into_iter().map(|text| text.parse().expect(text)).collect()
}

/// The links, each with what came.
fn told_of(run: &external::Run) -> String {
    run.findings.iter().map(|found| format!("{} {}\n", found.url, found.judgement.evidence)).collect()
}

fn pages(asked: &Asked, to: &mut dyn Write) -> io::Result<bool> {
    thread::sleep(Duration::from_millis(20));
    match asked.path.split_once("?to=") {
        Some((_, location)) => answer(to, 302, &[("Location", location)], b""),
        None => answer(to, 200, &[("Content-Type", "text/html")], b"<title>A page</title>"),
    }
}

#[test]
fn whatever_a_server_does_is_told_in_time() {
    let internet = Internet::start(Box::new(hostile::answers));
    let links = urls(CASES.iter().map(|case| case.url));
    let start = Instant::now();
    let run = check(&links, &options(&internet, &links));
    let expected: String = CASES.iter().map(|case| format!("{} {}\n", case.url, case.network)).collect();
    assert_data_eq!(told_of(&run), expected);
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}

#[test]
fn whatever_a_server_does_the_verdict_is_right() {
    let internet = Internet::start(Box::new(hostile::answers));
    let links = urls(CASES.iter().map(|case| case.url));
    let context = Context::of_content(&Content::default(), Timestamp::now());
    let next = |url: &Url, exchanges: &[Exchange]| hosts::next(url, &context, exchanges);
    let watch = Watch { decided: &mut |_| {}, stop: &|| false };
    let run = external::run(&links, &next, &options(&internet, &links), watch).expect("runs");
    let told: String = run
        .findings
        .iter()
        .map(|found| {
            let kind = if found.judgement.verdict == Verdict::Good { "" } else { found.judgement.kind };
            format!("{} {} {kind}", found.url, found.judgement.verdict.name()).trim_end().to_owned() + "\n"
        })
        .collect();
    let expected: String = CASES.iter().map(|case| format!("{} {}\n", case.url, case.verdict)).collect();
    assert_data_eq!(told, expected);
}

#[test]
fn no_private_address_is_asked_in_any_form_or_by_any_way() {
    // The one that must not be reached counts its connections.
    let private = Internet::start(Box::new(pages));
    let internet = Internet::start(Box::new(pages));
    let direct: Vec<String> = PRIVATE.iter().map(|host| format!("http://{host}:{}/", private.port)).collect();
    let redirected: Vec<String> = direct.iter().map(|url| format!("https://away.test/?to={url}")).collect();
    let links = urls(direct.iter().chain(&redirected).map(String::as_str));
    let mut options = options(&internet, &[]);
    options.resolve = given(internet.resolve("away.test"));
    let run = check(&links, &options);
    let reached: Vec<_> =
        run.findings.iter().filter(|found| found.judgement.evidence != "[PrivateAddress]").collect();
    assert!(reached.is_empty() && links.len() >= 60, "{reached:#?}");
    assert_eq!(private.connections(), 0);
    assert_eq!(internet.asked().len(), PRIVATE.len(), "the redirects themselves were followed");
}

/// Loopback in every spelling, and the neighbourhood.
const PRIVATE: [&str; 34] = [
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "0x7f.1",
    "0x7f000001",
    "0x7F.0x0.0x0.0x1",
    "2130706433",
    "0177.0.0.1",
    "017700000001",
    "127.0.0.1.",
    "127.9.9.9",
    "①②⑦.0.0.1",
    "%31%32%37.0.0.1",
    "127。0。0。1",
    "0",
    "0.0.0.0",
    "[::1]",
    "[::]",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[2002:7f00:1::]",
    "[fe80::1]",
    "[fd00::1]",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.0.1",
    "169.254.169.254",
    "localhost",
    "LOCALHOST.",
    "a.localhost",
    "user:secret@127.0.0.1",
];

#[test]
fn the_same_page_is_asked_once_whatever_the_number_of_links() {
    let internet = Internet::start(Box::new(pages));
    let links = urls(["https://a.test/p", "https://a.test/p#x", "https://a.test/p#y", "https://a.test/p?q"]);
    let run = check(&links, &options(&internet, &links));
    assert_eq!(internet.asked(), ["GET a.test/p", "GET a.test/p?q"]);
    assert_eq!(run.findings.iter().map(|found| found.requests).sum::<usize>(), 2);
    let last = run.findings[1].final_url.as_ref().expect("is known");
    assert_eq!(last.as_str(), "https://a.test/p#x");
}

#[test]
fn a_host_gets_two_requests_at_a_time_with_a_pause_between() {
    let internet = Internet::start(Box::new(pages));
    let texts: Vec<String> = (0..20).map(|page| format!("http://a.test/{page}")).collect();
    let links = urls(texts.iter().map(String::as_str));
    let start = Instant::now();
    let run = check(&links, &options(&internet, &links));
    let [host] = &run.hosts[..] else { panic!("{:?}", run.hosts) };
    assert_eq!((host.requests, host.peak_concurrency, host.retries), (20, 2, 0));
    // 20 ms each, two at a time; and 19 pauses of 5 ms.
    assert!(start.elapsed() >= Duration::from_millis(200), "{:?}", start.elapsed());
}

#[test]
fn a_host_that_wants_a_long_pause_is_left_alone_and_blocks_nobody() {
    let internet = Internet::start(Box::new(hostile::answers));
    let asleep = (0..50).map(|page| format!("https://retry-after-hour.test/{page}"));
    let awake = (0..50).map(|page| format!("https://s200.test/{page}"));
    let texts: Vec<String> = asleep.chain(awake).collect();
    let links = urls(texts.iter().map(String::as_str));
    let run = check(&links, &options(&internet, &links));
    let count =
        |evidence: &str| run.findings.iter().filter(|found| found.judgement.evidence == evidence).count();
    assert_eq!((count("200"), count("429") + count("[SetAside]")), (50, 50));
    let asleep = run.hosts.iter().find(|host| host.host == "retry-after-hour.test").expect("was asked");
    assert!(asleep.requests <= 2, "{asleep:?}");
}

#[test]
fn http_2_is_spoken_and_its_failures_are_told() {
    let server = http2::Server::start();
    let fine = (0..10).map(|page| format!("https://two.test/{page}"));
    let texts: Vec<String> =
        fine.chain(["reset", "cut", "endless"].map(|path| format!("https://two.test/{path}"))).collect();
    let links = urls(texts.iter().map(String::as_str));
    let mut options = options(&Internet::start(Box::new(self::pages)), &[]);
    options.resolve = given([format!("two.test:443:127.0.0.1:{}", server.port)]);
    options.ca_certificates = server.authority.clone().into_bytes();
    let run = check(&links, &options);
    let told: Vec<&str> = run.findings.iter().map(|found| found.judgement.evidence.as_str()).collect();
    assert_eq!(told, [&["200"; 10][..], &["[Broken]", "[Broken]", "200…"]].concat());
    // Two requests may come before either knows that one connection is enough.
    assert!(server.connections() <= 2, "{}", server.connections());
}

#[test]
fn a_run_that_is_stopped_gives_what_it_has() {
    let internet = Internet::start(Box::new(hostile::answers));
    let links = urls(["https://s200.test/", "https://silent.test/"]);
    let decided = Cell::new(0);
    let watch = Watch { decided: &mut |_| decided.set(decided.get() + 1), stop: &|| decided.get() == 1 };
    let run = external::run(&links, &plain, &options(&internet, &links), watch).expect("runs");
    assert!(run.stopped);
    assert_eq!(told_of(&run), "https://s200.test/ 200\n");
}
