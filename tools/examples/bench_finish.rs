//! How fast pages are finished, against a plain copy, reading alone and a bare parse, all in one run.
//!
//! ```sh
//! cargo run --release --example bench_finish                   # 2,000 pages; another number as an argument
//! cargo run --release --example bench_finish -- count          # instructions a page, by valgrind
//! cargo run --release --example bench_finish -- count 7        # the same; wrong if more than 7 bare parses
//! cargo run --release --example bench_finish -- large          # a page of 50 MB, and 100,000 open elements
//! cargo run --release --example bench_finish -- memory 20000   # the most memory that so many pages take
//! cargo run --release --example bench_finish -- growth         # from 20 pages to 20,000
//! cargo run --release --example bench_finish -- pages FOLDER   # only the pages, to measure other programs with
//! ```
//!
//! The pages are made from a seed: 25 KB each, with 40 links, 8 images and 12 headings.

#![allow(clippy::expect_used, reason = "a measurement that cannot go on may stop at once")]

use std::{
    env, fs,
    hint::black_box,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use dlde_tools::{
    config::Finish,
    finish::{self, Setting, pages},
    html::{Engine, Run, splice},
    publish::Staging,
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
        ["pages", folder] => write_site(Path::new(folder), PAGES),
        [] => compare(PAGES),
        [pages] => compare(pages.parse().expect("a number of pages")),
        _ => eprintln!(
            "usage: bench_finish [PAGES | count [RATIO] | large | memory PAGES | growth | pages FOLDER]"
        ),
    }
}

/// What is measured, by its name; it gets the number of the round.
type Way<'w> = (&'static str, Box<dyn Fn(usize) + 'w>);

/// Wall clock of each way, the ways taking turns, so that all have the same neighbours.
fn compare(number: usize) {
    let folder = scratch();
    let (site, out) = (folder.path().join("site"), folder.path().join("out"));
    write_site(&site, number);
    let paths = pages::files(&site).expect("lists");
    let paths: Vec<PathBuf> = paths.into_iter().filter(|path| pages::is_page(path)).collect();
    let kept = folder.path().join("kept");
    rewrite(&site, &kept, &paths);
    let read = |path: &PathBuf| fs::read(site.join(path)).expect("reads");
    let sum = |of: &(dyn Fn(&PathBuf) -> usize + Sync)| {
        black_box(paths.par_iter().map(of).sum::<usize>());
    };
    let ways: [Way<'_>; 5] = [
        ("read", Box::new(|_| sum(&|path| read(path).len()))),
        ("copy", Box::new(|round| copy(&site, &out.join(format!("copy{round}")), &paths))),
        ("read and parse", Box::new(|_| sum(&|path| parse(&read(path))))),
        ("rewrite", Box::new(|round| rewrite(&site, &out.join(format!("new{round}")), &paths))),
        ("rewrite, nothing new", Box::new(|_| rewrite(&site, &kept, &paths))),
    ];
    let mut times = vec![Vec::new(); ways.len()];
    for round in 0..ROUNDS {
        for ((_, way), times) in ways.iter().zip(&mut times) {
            let start = Instant::now();
            way(round);
            times.push(start.elapsed());
        }
    }
    let medians: Vec<Duration> = times.iter_mut().map(|times| median(times)).collect();
    println!("{number} pages, {} threads, median of {ROUNDS} rounds", rayon::current_num_threads());
    for ((name, _), (median, times)) in ways.iter().zip(medians.iter().zip(&times)) {
        let ratio = |other: &Duration| median.as_secs_f64() / other.as_secs_f64();
        println!(
            "{name:22} {:.3} s ({:.3} – {:.3})  {:.2} × copy  {:.2} × read",
            median.as_secs_f64(),
            times.first().expect("has rounds").as_secs_f64(),
            times.last().expect("has rounds").as_secs_f64(),
            ratio(&medians[1]),
            ratio(&medians[0]),
        );
    }
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn copy(site: &Path, out: &Path, paths: &[PathBuf]) {
    fs::create_dir_all(out).expect("makes the folder");
    paths.par_iter().for_each(|path| {
        fs::write(out.join(path), fs::read(site.join(path)).expect("reads")).expect("writes");
    });
}

fn rewrite(site: &Path, out: &Path, paths: &[PathBuf]) {
    let options = options();
    let run = run(site, &options);
    let engine = Engine::new(&run).expect("selects");
    let staging = Staging::beside(out, site).expect("can be written");
    fs::create_dir_all(staging.site()).expect("makes the folder");
    // What marks a folder as a built site, so that it may be replaced.
    staging.put(Path::new("index.html"), b"").expect("writes");
    let done = pages::each(&engine, site, paths, |page| staging.put(Path::new(&page.path), page.bytes()));
    done.expect("rewrites");
    staging.publish().expect("publishes");
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

fn run<'r>(site: &'r Path, options: &'r Finish) -> Run<'r> {
    let base = "https://example.org/".parse().ok();
    let now = "2024-07-01T00:00:00Z".parse().expect("an instant");
    finish::run(site, Setting { options, base, now, dead_links: None }).expect("can be read")
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
    write_site(folder.path(), 0);
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
    let site = folder.path().join("site");
    write_site(&site, 20_000);
    let mut paths: Vec<PathBuf> = pages::files(&site).expect("lists");
    paths.retain(|path| pages::is_page(path));
    for number in [20, 2_000, 4_000, 10_000, 20_000] {
        let mut times: Vec<Duration> = (0..3)
            .map(|round| {
                let out = folder.path().join(format!("out{number}-{round}"));
                let start = Instant::now();
                rewrite(&site, &out, &paths[..number]);
                start.elapsed()
            })
            .collect();
        let time = median(&mut times).as_secs_f64();
        println!("{number:6} pages {time:7.3} s {:7.1} µs a page", time / number as f64 * 1e6);
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
    let run = run(Path::new("/nowhere"), &options);
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
    write_site(&site, number);
    let paths = pages::files(&site).expect("lists");
    let paths: Vec<PathBuf> = paths.into_iter().filter(|path| pages::is_page(path)).collect();
    rewrite(&site, &folder.path().join("out"), &paths);
    let status = fs::read_to_string("/proc/self/status").expect("is Linux");
    println!("{}", status.lines().find(|line| line.starts_with("VmHWM")).expect("has a peak"));
}

fn write_site(site: &Path, number: usize) {
    fs::create_dir_all(site).expect("makes the folder");
    for picture in 0..40_u32 {
        let size = 100 + picture * 20;
        let start = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".as_slice();
        let header = [start, &size.to_be_bytes(), &size.to_be_bytes(), b"\x08\x06\0\0\0"].concat();
        fs::write(site.join(format!("{picture}.png")), header).expect("writes");
    }
    for number in 0..number {
        fs::write(site.join(format!("page{number}.html")), page(number as u64)).expect("writes");
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
            _ => format!("/page{}.html#part-10", random(1000)),
        };
        page += &format!("<div class=\"entry\"><p class=\"text\">{} ", words(30, &mut random));
        let target = if part % 4 == 0 { " target=\"_blank\"" } else { "" };
        page += &format!("<a href=\"{href}\"{target}>{}</a></p>\n", words(3, &mut random));
        page += &format!(
            "<ul><li><span>{}</span></li><li><em>{}</em></li></ul>",
            words(15, &mut random),
            words(15, &mut random)
        );
        page += &format!("<p><b>{}</b> <i>{}</i></p></div>\n", words(5, &mut random), words(18, &mut random));
    }
    page + "</main>\n</body>\n</html>\n"
}
