//! How long it takes to check a large finished site, beside the program hyperlink on the same folder:
//!
//! ```text
//! cargo run --release --example bench_check [-- HYPERLINK] [--extremes]
//! ```
//!
//! A generator with a fixed seed writes 2,000 pages and 1,000 content files, and then ten times as many pages; with
//! `--extremes` also a site of 100,000 small pages and one with a page of 50 MB, full of mistakes. Only the ratios of one
//! run count: the times themselves are those of the machine and of what else it does. What hyperlink calls broken and
//! we do not is printed.

#![allow(clippy::expect_used, clippy::panic, reason = "a benchmark may stop at once")]

use std::{
    collections::BTreeSet,
    fmt::Write as _,
    fs,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use dlde_tools::{
    content, files,
    links::collect,
    pages::{
        self,
        authored::Authored,
        resolve::{Base, Target},
    },
    report::{Format, Report},
    site::Site,
};
use jiff::Timestamp;

const ADDRESS: &str = "https://large.test";
const ROUNDS: usize = 5;
/// Links to nothing that the generator puts on every hundredth page: to a page and to a place.
const EVERY: usize = 100;

fn main() {
    let (extremes, others): (Vec<String>, _) =
        std::env::args().skip(1).partition(|argument| argument == "--extremes");
    let hyperlink = others.into_iter().next();
    let folder = tempfile::tempdir().expect("a folder");
    let sizes = [2_000, 20_000];
    for pages in sizes {
        write_site(&folder.path().join(pages.to_string()), pages, 1_000);
    }
    let small = folder.path().join(sizes[0].to_string());
    println!(
        "{} pages, 1,000 content files; medians of {ROUNDS}: time, processor time, and both as ratios",
        sizes[0]
    );
    let whole = median(|| check(&small));
    line("whole check", whole, whole);
    let links = median(|| links_alone(&small));
    line("internal links alone", links, whole);
    line("all addresses and places", median(|| find_addresses(&small)), whole);
    if let Some(program) = hyperlink {
        let theirs = median(|| run(&program, &small.join("public")));
        line("hyperlink --check-anchors", theirs, whole);
        line("internal links / hyperlink", links, theirs);
        compare(&program, &small);
    }
    let large = folder.path().join(sizes[1].to_string());
    check(&large);
    let ten_times = once(|| check(&large));
    line(
        &format!("whole check of {} pages", sizes[1]),
        ten_times,
        Times { wall: whole.wall * 10, processor: whole.processor * 10 },
    );
    if !extremes.is_empty() {
        measure_extremes(folder.path(), whole);
    }
    println!(
        "peak memory: {} MB",
        peak_memory().map_or_else(|| "unknown".to_owned(), |kb| (kb / 1024).to_string())
    );
}

/// A site of very many pages, and one with a very long page, each with reports of all that is wrong.
fn measure_extremes(folder: &Path, whole: Times) {
    let many = folder.join("many");
    write_site(&many, 100, 10);
    for number in 0..100_000 {
        let folder = many.join(format!("public/{}", number / 1000));
        fs::create_dir_all(&folder).expect("makes the folder");
        let to = if number % 1000 == 999 { "none.html".to_owned() } else { format!("{}.html", number + 1) };
        fs::write(folder.join(format!("{number}.html")), format!("<p><a href=\"{to}\">x</a>\n"))
            .expect("writes");
    }
    line("100,000 small pages", once(|| check(&many)), whole);
    let long = folder.join("long");
    write_site(&long, 100, 10);
    let mut page = String::new();
    for number in 0..500_000 {
        let _ = writeln!(
            page,
            "<h2 id=\"a\">A <b>x</h2><img src=\"/no.png\"><p><a href=\"#n{number}\">x</a> <a href=\"/p1/\">y</a></i></p>"
        );
    }
    fs::write(long.join("public/long.html"), page).expect("writes");
    line("a page of 50 MB", once(|| check(&long)), whole);
}

/// How long something took, and how long processors worked at it, those of the programs it started included.
#[derive(Clone, Copy)]
struct Times {
    wall: Duration,
    processor: Duration,
}

fn line(what: &str, times: Times, of: Times) {
    let (wall, processor) = (times.wall.as_secs_f64(), times.processor.as_secs_f64());
    let ratios = (wall / of.wall.as_secs_f64(), processor / of.processor.as_secs_f64());
    println!("{what:<28} {wall:>7.3} s {processor:>7.2} s   {:.2} {:.2}", ratios.0, ratios.1);
}

fn once(work: impl Fn()) -> Times {
    let (start, before) = (Instant::now(), processor());
    work();
    Times { wall: start.elapsed(), processor: processor().saturating_sub(before) }
}

fn median(work: impl Fn()) -> Times {
    work();
    let times: Vec<Times> = (0..ROUNDS).map(|_| once(&work)).collect();
    let middle = |of: fn(&Times) -> Duration| {
        let mut all: Vec<Duration> = times.iter().map(of).collect();
        all.sort_unstable();
        all[ROUNDS / 2]
    };
    Times { wall: middle(|times| times.wall), processor: middle(|times| times.processor) }
}

/// The time that processors worked for this process and the programs it waited for; nothing where the system does not
/// tell. (Linux, proc_pid_stat: fields 14 to 17 in hundredths of a second.)
fn processor() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(") ").next().unwrap_or_default().split(' ').skip(11).take(4);
    Duration::from_millis(fields.filter_map(|field| field.parse::<u64>().ok()).sum::<u64>() * 10)
}

/// All that `dlde check` does but run Zola.
fn check(root: &Path) {
    let site = Site::find(Some(root)).expect("is a site");
    let (mut files, _) = files::read(&site).expect("reads");
    files::measure(&site, &mut files);
    let (content, mut problems) = content::read(&files);
    problems.extend(content::rules::check(&content, &files, Timestamp::UNIX_EPOCH));
    let words = dlde_tools::config::Words::of(&site).expect("has words");
    let base = Base::new(ADDRESS).expect("is an address");
    let pages = pages::read(&root.join("public"), base, Some(&words)).expect("reads");
    problems.extend(pages::rules::check(&pages, &Authored::new(&files, &content), &content));
    assert!(problems.iter().any(|problem| problem.rule == "broken-link"));
    dlde_tools::report::sort(&mut problems);
    let report = Report { problems: &problems, ..Report::default() };
    assert!(Format::Human.render(&report).len() > 1000 && Format::Json.render(&report).len() > 1000);
}

/// What `dlde build` waits for.
fn links_alone(root: &Path) {
    let base = Base::new(ADDRESS).expect("is an address");
    let pages = pages::read(&root.join("public"), base, None).expect("reads");
    assert!(!pages::rules::broken_links(&pages).is_empty());
}

/// What `dlde links` begins with.
fn find_addresses(root: &Path) {
    let site = Site::find(Some(root)).expect("is a site");
    let (mut files, _) = files::read(&site).expect("reads");
    files::measure(&site, &mut files);
    let (content, _) = content::read(&files);
    let base = Base::new(ADDRESS).expect("is an address");
    let pages = pages::read(&root.join("public"), base.clone(), None).expect("reads");
    let links = collect::links(Some(&pages), &Authored::new(&files, &content), &base);
    assert!(links.len() > 1_000 && links.iter().all(|link| !link.places.is_empty()));
}

fn run(program: &str, folder: &Path) {
    let status = Command::new(program)
        .arg("--check-anchors")
        .arg(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    assert!(status.expect("runs").code().is_some());
}

/// Every address that hyperlink calls bad is one that we call broken, on the same page.
fn compare(program: &str, root: &Path) {
    let public = root.join("public");
    let output = Command::new(program).arg("--check-anchors").arg(&public).output().expect("runs");
    let said = String::from_utf8_lossy(&output.stdout);
    let mut theirs = BTreeSet::new();
    let mut page = "";
    for line in said.lines() {
        if let Some(address) = line.trim().strip_prefix("error: bad link ") {
            theirs.insert((page.to_owned(), address.to_owned()));
        } else if let Ok(below) = Path::new(line).strip_prefix(&public) {
            page = below.to_str().expect("UTF-8");
        }
    }
    assert!(!theirs.is_empty(), "the generator writes links to nothing: {said}");
    let base = Base::new(ADDRESS).expect("is an address");
    let pages = pages::read(&public, base, None).expect("reads");
    let ours: BTreeSet<(String, String)> = pages::rules::broken(&pages)
        .into_iter()
        .filter_map(|used| Some((pages.path(&used).to_owned(), as_they_write_it(&used.target)?)))
        .collect();
    let missed: Vec<_> = theirs.difference(&ours).collect();
    println!("broken: {} here, {} to hyperlink, {} of them not here", ours.len(), theirs.len(), missed.len());
    for (page, address) in missed {
        println!("  {page}: {address}");
    }
}

/// An address of the site in the manner of hyperlink: from the root, without the slash at its end.
fn as_they_write_it(target: &Target) -> Option<String> {
    let Target::Inside(inside) = target else { return None };
    let path = inside.path.strip_suffix("index.html").unwrap_or(&inside.path).trim_end_matches('/');
    let fragment = inside.fragment.as_ref().map(|fragment| format!("#{fragment}"));
    Some(format!("/{path}{}", fragment.unwrap_or_default()))
}

/// The most memory this process ever used, in kB, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.trim().parse().ok())
}

/// The same numbers on every machine. (Marsaglia, Xorshift RNGs, 2003.)
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap_or_default() % limit
    }
}

const WORDS: [&str; 12] = [
    "learning",
    "equations",
    "of",
    "the",
    "network",
    "that",
    "solves",
    "and",
    "finds",
    "models",
    "in",
    "time",
];

fn write_site(root: &Path, pages: usize, sources: usize) {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let content = root.join("content");
    fs::create_dir_all(&content).expect("makes the folder");
    fs::write(root.join("config.toml"), format!("base_url = \"{ADDRESS}\"\n")).expect("writes");
    let edition = "acronym = \"L\"\nconference = \"CONF 2031\"\n[event]\ndate = \"2031-03-01\"\nzone = \"Europe/Vienna\"\n\
                   mode = \"virtual\"\n";
    fs::write(content.join("edition.toml"), edition).expect("writes");
    for number in 0..sources {
        let mut text = format!("+++\ntitle = \"Text {number}\"\n+++\n");
        for paragraph in 0..8 {
            let _ = writeln!(
                text,
                "\n{} [there](https://example{}.org/a/{number}?p={paragraph}).",
                sentence(&mut random, 60),
                number % 50
            );
        }
        let folder = content.join(format!("e{}", number % 20));
        fs::create_dir_all(&folder).expect("makes the folder");
        fs::write(folder.join(format!("t{number}.md")), text).expect("writes");
    }
    let public = root.join("public");
    for number in 0..pages {
        let folder = public.join(format!("p{number}"));
        fs::create_dir_all(&folder).expect("makes the folder");
        fs::write(folder.join("index.html"), page(&mut random, number, pages, sources)).expect("writes");
    }
    fs::write(public.join("index.html"), page(&mut random, 1, pages, sources)).expect("writes");
    fs::write(public.join("main.css"), "body{margin:0}").expect("writes");
    for number in 0..8 {
        fs::write(public.join(format!("i{number}.png")), "").expect("writes");
    }
}

fn sentence(random: &mut Random, length: usize) -> String {
    (0..length).map(|_| WORDS[random.below(WORDS.len())]).collect::<Vec<_>>().join(" ")
}

/// A page of about 25 KB with 120 links, 30 headings and 8 images.
fn page(random: &mut Random, number: usize, pages: usize, sources: usize) -> String {
    let mut text = format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Page {number}</title>\n\
         <link rel=\"canonical\" href=\"{ADDRESS}/p{number}/\"><link rel=\"stylesheet\" href=\"/main.css?h=1\"></head>\n<body>\n<nav><ul>\n"
    );
    for entry in 0..10 {
        let _ = writeln!(text, "<li><a href=\"/p{}/\">Page</a></li>", (number + entry * 7) % pages);
    }
    text += "</ul></nav><main><h1>Page</h1>\n";
    for section in 0..30 {
        let _ = writeln!(text, "<section id=\"s{section}\" class=\"section\"><h2>Section {section}</h2>");
        for _ in 0..3 {
            let words = sentence(random, 30);
            let (to, place) = (random.below(pages), random.below(30));
            let _ = writeln!(
                text,
                "<p class=\"text\">{words} <em>and</em> <a href=\"/p{to}/#s{place}\">there</a></p>"
            );
        }
        text += "</section>\n";
    }
    for image in 0..8 {
        let _ =
            writeln!(text, "<p><img src=\"/i{image}.png\" alt=\"A picture\" width=\"1\" height=\"1\"></p>");
    }
    let source = number % sources;
    for paragraph in 0..8 {
        let _ = writeln!(
            text,
            "<p><a href=\"https://example{}.org/a/{source}?p={paragraph}\">there</a></p>",
            source % 50
        );
    }
    if number.is_multiple_of(EVERY) {
        text += "<p><a href=\"/nowhere/\">x</a> <a href=\"#nothing\">y</a></p>\n";
    }
    text + "</main></body></html>\n"
}
