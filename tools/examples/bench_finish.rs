//! How fast pages are finished, against a plain copy, reading alone and a bare parse, all in one run.
//!
//! ```sh
//! cargo run --release --example bench_finish                   # 2,000 pages; another number as an argument
//! cargo run --release --example bench_finish -- flat           # the same in one folder, instead of one a page
//! cargo run --release --example bench_finish -- count          # instructions a page, by valgrind
//! cargo run --release --example bench_finish -- count 7        # the same; wrong if more than 7 bare parses
//! cargo run --release --example bench_finish -- large          # a page of 50 MB, and 100,000 open elements
//! cargo run --release --example bench_finish -- memory 20000   # the most memory that so many pages take
//! cargo run --release --example bench_finish -- growth         # from 20 pages to 20,000
//! cargo run --release --example bench_finish -- pages FOLDER   # only the pages, to measure other programs with
//! cargo run --release --example bench_finish -- peers          # links and images alone, against two other programs
//! ```
//!
//! The pages are made from a seed: 25 KB and about 410 elements each, with 40 links, 8 images and 8 headings.

#![allow(clippy::expect_used, reason = "a measurement that cannot go on may stop at once")]

use std::{
    cell::RefCell,
    env, fs,
    hint::black_box,
    io::{BufRead as _, BufReader, Lines, Write as _},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
    time::{Duration, Instant},
};

use dlde_tools::{
    config::Finish,
    finish::{
        self, Setting,
        copy::{self, Order},
        pages,
    },
    html::{Engine, Run, splice},
    publish,
    tree::Tree,
};
use lol_html::{HtmlRewriter, Settings};
use rayon::prelude::*;

const PAGES: usize = 2000;
const ROUNDS: usize = 7;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["count"] => count(f64::INFINITY),
        ["count", most] => count(most.parse().expect("a ratio")),
        ["parse", pages] => work(pages, |_, bytes| parse(bytes)),
        ["rewrite", pages] => work(pages, |engine, bytes| {
            let done = engine.rewrite("a/index.html", bytes).expect("is parsed");
            splice(bytes, &done.edits).len()
        }),
        ["large"] => large(),
        ["memory", pages] => memory(pages.parse().expect("a number of pages")),
        ["growth"] => growth(),
        ["pages", folder] => write_site(Path::new(folder), PAGES, Layout::Folders),
        ["peers"] => peers(),
        [] => compare(PAGES, Layout::Folders),
        ["flat"] => compare(PAGES, Layout::Flat),
        [pages] => compare(pages.parse().expect("a number of pages"), Layout::Folders),
        _ => eprintln!(
            "usage: bench_finish [PAGES | flat | count [RATIO] | large | memory PAGES | growth | pages FOLDER | peers]"
        ),
    }
}

/// What is measured, by its name; it gets the number of the round.
type Way<'w> = (&'static str, Box<dyn Fn(usize) + 'w>);

/// Wall clock of each way, the ways taking turns, so that all have the same neighbours.
fn compare(number: usize, layout: Layout) {
    let folder = scratch();
    let (site, out) = (folder.path().join("site"), folder.path().join("out"));
    write_site(&site, number, layout);
    let kept = folder.path().join("kept");
    assert!(is_written(&site, &kept));
    let read = |path: &PathBuf| fs::read(site.join(path)).expect("reads");
    // All ways have to find the files first.
    let sum = |of: &(dyn Fn(&PathBuf) -> usize + Sync)| {
        black_box(Tree::of(&site).expect("lists").files.par_iter().map(of).sum::<usize>());
    };
    // A folder that was never there: one that was has the disk take away what was in it.
    let new = |name: &str, round: usize| out.join(format!("{name}{round}"));
    let ways: [Way<'_>; 6] = [
        ("read", Box::new(|_| sum(&|path| read(path).len()))),
        ("copy", Box::new(|round| copy_of(&site, &new("copy", round)))),
        (
            "copy, one sync at end",
            Box::new(|round| {
                copy_of(&site, &new("synced", round));
                publish::sync(&out).expect("is written");
            }),
        ),
        (
            "read and parse",
            Box::new(|_| {
                sum(&|path| {
                    let bytes = read(path);
                    if pages::is_page(path) { parse(&bytes) } else { bytes.len() }
                });
            }),
        ),
        ("rewrite", Box::new(|round| assert!(is_written(&site, &new("new", round))))),
        ("rewrite, nothing new", Box::new(|_| assert!(!is_written(&site, &kept)))),
    ];
    let mut times = measured(&ways, folder.path(), || ());
    let medians: Vec<Duration> = times.iter_mut().map(|times| median(times)).collect();
    let threads = rayon::current_num_threads();
    println!("{number} pages, {layout:?}, {threads} threads, median of {ROUNDS} rounds");
    for ((name, _), (median, times)) in ways.iter().zip(medians.iter().zip(&times)) {
        let ratio = |other: &Duration| median.as_secs_f64() / other.as_secs_f64();
        println!(
            "{name:22} {:.4} s ({:.4} – {:.4})  {:.2} × copy  {:.2} × read",
            median.as_secs_f64(),
            times.first().expect("has rounds").as_secs_f64(),
            times.last().expect("has rounds").as_secs_f64(),
            ratio(&medians[1]),
            ratio(&medians[0]),
        );
    }
}

/// The times of each way, all rounds; `tidy` comes after each and does not count.
fn measured(ways: &[Way<'_>], folder: &Path, tidy: impl Fn()) -> Vec<Vec<Duration>> {
    let mut times = vec![Vec::new(); ways.len()];
    for round in 0..ROUNDS {
        for ((_, way), times) in ways.iter().zip(&mut times) {
            // A way that ends with a sync is not to wait for what another one has written.
            publish::sync(folder).expect("is written");
            let start = Instant::now();
            way(round);
            times.push(start.elapsed());
            tidy();
        }
    }
    times
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn copy_of(site: &Path, out: &Path) {
    let tree = Tree::of(site).expect("lists");
    fs::create_dir_all(out).expect("makes the folder");
    tree.folders.par_iter().for_each(|path| fs::create_dir_all(out.join(path)).expect("makes the folder"));
    tree.files.par_iter().for_each(|path| {
        fs::write(out.join(path), fs::read(site.join(path)).expect("reads")).expect("writes");
    });
}

/// Rewrites a site as the command does, and says whether anything was to be written.
fn is_written(site: &Path, out: &Path) -> bool {
    let options = options();
    // Beside the sites, and gone with them.
    let cache = site.with_file_name("cache");
    let order = Order {
        folder: site,
        out,
        root: None,
        setting: setting(&options),
        dead_by: None,
        cache: Some(&cache),
        afresh: false,
        force: false,
    };
    let written = copy::write(order, |_, _| ()).expect("rewrites");
    // What a run has to say, each run says again, and does the work for it.
    assert!(written.summary.problems.is_empty() && written.summary.refused.is_empty());
    !written.was_there
}

/// Every rewrite, with all that it can do.
fn options() -> Finish {
    Finish {
        link_rel: "noopener external".to_owned(),
        link_class: "external".to_owned(),
        referrer_policy: "strict-origin".to_owned(),
        new_window: true,
        permalinks: true,
        ..Finish::default()
    }
}

fn setting(options: &Finish) -> Setting<'_> {
    let base = "https://example.org/".parse().ok();
    let now = "2024-07-01T00:00:00Z".parse().expect("an instant");
    Setting { options, base, now, dead_links: None }
}

fn run<'r>(site: &'r Path, options: &'r Finish) -> Run<'r> {
    finish::run(site, &Tree::of(site).expect("lists"), setting(options)).expect("can be read")
}

fn parse(bytes: &[u8]) -> usize {
    let mut length = 0;
    let mut parser = HtmlRewriter::new(Settings::new(), |out: &[u8]| length += out.len());
    parser.write(bytes).and_then(|()| parser.end()).expect("is parsed");
    length
}

/// The same page so many times, in memory.
fn work(pages: &str, way: impl Fn(&Engine<'_>, &[u8]) -> usize) {
    let folder = scratch();
    write_site(folder.path(), 0, Layout::Flat);
    let options = options();
    let run = run(folder.path(), &options);
    let engine = Engine::new(&run).expect("selects");
    let page = page(1);
    let pages: usize = pages.parse().expect("a number of pages");
    let length: usize = (0..pages).map(|_| way(&engine, page.as_bytes())).sum();
    println!("{length} bytes");
}

/// Instructions a page: what ten pages take beyond one. They do not depend on neighbours.
fn count(most: f64) {
    let of = |way: &str| (instructions(way, 11) - instructions(way, 1)) / 10;
    let (parse, rewrite) = (of("parse"), of("rewrite"));
    let ratio = rewrite as f64 / parse as f64;
    println!("instructions a page: {rewrite}; a bare parse: {parse}; ratio {ratio:.2}");
    if ratio > most {
        eprintln!("more than {most} times a bare parse: what has become slower?");
        std::process::exit(1);
    }
}

fn instructions(way: &str, pages: usize) -> u64 {
    let program = env::current_exe().expect("runs");
    let mut command = Command::new("valgrind");
    command.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(program);
    let output = command.args([way, &pages.to_string()]).output().expect("valgrind is installed");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let refs = said.lines().find_map(|line| line.split_once("Collected :")).expect(&said).1.trim().to_owned();
    refs.parse().expect("a number")
}

/// Whether more pages take longer than their number says.
fn growth() {
    let folder = scratch();
    for number in [20, 2_000, 4_000, 10_000, 20_000] {
        let site = folder.path().join(format!("site{number}"));
        write_site(&site, number, Layout::Folders);
        let out = |round: usize| folder.path().join(format!("out{number}-{round}"));
        let time = |is_new: bool| {
            let mut times: Vec<Duration> = (0..3)
                .map(|round| {
                    publish::sync(folder.path()).expect("is written");
                    let start = Instant::now();
                    assert_eq!(is_written(&site, &out(round)), is_new);
                    start.elapsed()
                })
                .collect();
            median(&mut times).as_secs_f64()
        };
        let (new, again) = (time(true), time(false));
        let each = |time: f64| time / number as f64 * 1e6;
        println!(
            "{number:6} pages {new:7.3} s {:7.1} µs a page; nothing new {again:7.4} s {:7.1} µs a page",
            each(new),
            each(again)
        );
    }
}

/// Wall clock of links and images alone, the ways taking turns. Each reads every page, and all but the bare parse write
/// it to a new folder; where nothing else is said, in one thread.
fn peers() {
    let folder = scratch();
    let (site, out) = (folder.path().join("site"), folder.path().join("out"));
    write_site(&site, PAGES, Layout::Folders);
    let tree = Tree::of(&site).expect("lists");
    let pages = pages::of(&tree);
    let none =
        Finish { headings: false, maths: false, facts: false, small: false, integrity: false, ..options() };
    let options = Finish { new_window: false, ..none };
    let run = run(&site, &options);
    let engine = Engine::new(&run).expect("selects");
    let mark = || {
        let write = |page: pages::Finished| {
            let file = out.join(&page.file);
            fs::create_dir_all(file.parent().expect("has one")).expect("makes the folder");
            fs::write(file, page.bytes()).expect("writes");
            Ok(())
        };
        pages::each(&engine, &site, pages.clone(), write).expect("rewrites");
    };
    let parse_all = || {
        let length = |path: &&Path| parse(&fs::read(site.join(path)).expect("reads"));
        black_box(pages.iter().map(length).sum::<usize>());
    };
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("starts a thread");
    let others = RefCell::new(Others::start(&site));
    let ask = |name: &str| others.borrow_mut().ask(name, &out);
    let ways: [Way<'_>; 7] = [
        ("copy", Box::new(|_| one.install(|| copy_of(&site, &out)))),
        ("read and parse", Box::new(|_| parse_all())),
        ("dlde", Box::new(|_| one.install(mark))),
        ("dlde, all threads", Box::new(|_| mark())),
        ("copy by Node", Box::new(|_| ask("copy"))),
        ("cheerio", Box::new(|_| ask("cheerio"))),
        ("posthtml", Box::new(|_| ask("posthtml"))),
    ];
    let mut times = measured(&ways, folder.path(), || _ = fs::remove_dir_all(&out));
    let medians: Vec<f64> = times.iter_mut().map(|times| median(times).as_secs_f64()).collect();
    println!("{PAGES} pages, {} threads, median of {ROUNDS} rounds", rayon::current_num_threads());
    for ((name, _), median) in ways.iter().zip(&medians) {
        let [to_copy, to_parse] = [0, 1].map(|other| median / medians[other]);
        println!("{name:17} {median:7.3} s  {to_copy:6.2} × copy  {to_parse:6.2} × read and parse");
    }
}

/// The programs that `bench/peers.mjs` holds, in one process that is asked for one after the other.
struct Others {
    process: Child,
    answers: Lines<BufReader<ChildStdout>>,
}

impl Others {
    fn start(site: &Path) -> Self {
        let bench = Path::new(env!("CARGO_MANIFEST_DIR")).join("bench");
        assert!(bench.join("node_modules").is_dir(), "first: npm ci --prefix {}", bench.display());
        let mut command = Command::new("node");
        command.arg(bench.join("peers.mjs")).arg(site).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().expect("Node is installed");
        let answers = BufReader::new(process.stdout.take().expect("is piped")).lines();
        Self { process, answers }
    }

    /// Waits until the pages are in the folder.
    fn ask(&mut self, name: &str, out: &Path) {
        let asked = self.process.stdin.as_mut().expect("is piped");
        writeln!(asked, "{name} {}", out.display()).expect("is listening");
        let answer = self.answers.next().expect("still runs").expect("answers");
        assert_eq!(answer, name);
    }
}

impl Drop for Others {
    fn drop(&mut self) {
        // It ends with what it is asked.
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

/// A folder on the disk that the build is on: one for temporary files may lie in memory.
fn scratch() -> tempfile::TempDir {
    let program = env::current_exe().expect("runs");
    tempfile::tempdir_in(program.parent().expect("is in a folder")).expect("a temporary folder")
}

/// Pages that nobody should make.
fn large() {
    let options = Finish::default();
    let folder = scratch();
    let run = run(folder.path(), &options);
    let engine = Engine::new(&run).expect("selects");
    let long = page(1).repeat(2000);
    let deep = format!("{}{}", "<div><b>".repeat(50_000), page(1));
    for (name, page) in [("long", long), ("deep", deep)] {
        let start = Instant::now();
        black_box(parse(page.as_bytes()));
        let parsed = start.elapsed();
        let done = engine.rewrite("a/index.html", page.as_bytes()).expect("is parsed");
        let new = splice(page.as_bytes(), &done.edits).len();
        let both = start.elapsed();
        println!(
            "{name}: {} bytes, {new} after, {} edits: {both:.2?}, parse alone {parsed:.2?}",
            page.len(),
            done.edits.len()
        );
    }
}

/// The most memory that a run over so many pages takes.
fn memory(number: usize) {
    let folder = scratch();
    let site = folder.path().join("site");
    write_site(&site, number, Layout::Folders);
    assert!(is_written(&site, &folder.path().join("out")));
    let status = fs::read_to_string("/proc/self/status").expect("is Linux");
    println!("{}", status.lines().find(|line| line.starts_with("VmHWM")).expect("has a peak"));
}

/// Where pages lie.
#[derive(Debug, Clone, Copy)]
enum Layout {
    /// Each in a folder of its own, as Zola has them.
    Folders,
    /// All in one.
    Flat,
}

fn write_site(site: &Path, number: usize, layout: Layout) {
    fs::create_dir_all(site).expect("makes the folder");
    for picture in 0..40_u32 {
        let size = 100 + picture * 20;
        let start = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".as_slice();
        let header = [start, &size.to_be_bytes(), &size.to_be_bytes(), b"\x08\x06\0\0\0"].concat();
        fs::write(site.join(format!("{picture}.png")), header).expect("writes");
    }
    fs::write(site.join("main.css"), "img { height: auto; max-width: 100% }\n").expect("writes");
    // By which the copy is known as one that may be replaced.
    fs::write(site.join("robots.txt"), "User-agent: *\nAllow: /\n").expect("writes");
    for number in 0..number {
        let file = site.join(match layout {
            Layout::Folders => format!("page{number}/index.html"),
            Layout::Flat => format!("page{number}.html"),
        });
        fs::create_dir_all(file.parent().expect("has one")).expect("makes the folder");
        fs::write(file, page(number as u64)).expect("writes");
    }
}

const WORDS: [&str; 12] = [
    "neural",
    "operators",
    "learn",
    "the",
    "flow",
    "of",
    "stiff",
    "systems",
    "and",
    "what",
    "remains",
    "&amp;",
];

/// A page of 25 KB from its number.
fn page(seed: u64) -> String {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    // A linear congruential generator with Knuth's constants for MMIX; the upper bits are the random ones.
    let mut random = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let words = |count: usize, random: &mut dyn FnMut(u64) -> u64| {
        (0..count).map(|_| WORDS[random(12) as usize]).collect::<Vec<_>>().join(" ")
    };
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Page {seed}</title>\n\
         <link rel=\"stylesheet\" href=\"/main.css\">\n</head>\n<body>\n<main>\n<!-- page {seed} -->\n"
    );
    for part in 0..40 {
        if part % 10 == 0 {
            page += &format!("<h2 id=\"part-{part}\">{}</h2>\n", words(4, &mut random));
        } else if part % 5 == 0 {
            page += &format!("<h3>{}</h3>\n", words(4, &mut random));
        }
        if part % 5 == 2 {
            page += &format!("<p><img src=\"/{}.png\" alt=\"{}\"></p>\n", random(40), words(3, &mut random));
        }
        let href = match part % 2 {
            0 => format!("https://host{}.example/paper?id={}&amp;v=1", random(50), random(1000)),
            _ => format!("/page{}/#part-10", random(1000)),
        };
        page += &format!("<div class=\"entry\"><p class=\"text\">{} ", words(30, &mut random));
        let target = if part % 4 == 0 { " target=\"_blank\"" } else { "" };
        page += &format!("<a href=\"{href}\"{target}>{}</a></p>\n", words(3, &mut random));
        let [open, close] = if part % 2 == 0 { ["<span>", "</span>"] } else { [""; 2] };
        page += &format!(
            "<ul><li>{open}{}{close}</li><li><em>{}</em></li></ul>",
            words(15, &mut random),
            words(15, &mut random)
        );
        page += &format!("<p><b>{}</b> {}</p></div>\n", words(5, &mut random), words(18, &mut random));
    }
    page + "</main>\n</body>\n</html>\n"
}
