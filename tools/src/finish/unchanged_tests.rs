use std::fs::FileTimes;

use tempfile::TempDir;

use super::*;
use crate::{
    config::{Archive, Finish},
    finish::copy::{self, Written},
};

const PAGE: &str = "<!doctype html><title>A</title><link rel=stylesheet href=main.css>\
                    <h2>Talks</h2><img src=a.png alt=A><!-- note -->";

/// A folder `old` to be copied to `new`, with the cache beside them.
struct Folders(TempDir);

impl Folders {
    fn new() -> Self {
        let folders = Self(tempfile::tempdir().expect("a folder"));
        let files = [
            ("old/index.html", PAGE),
            ("old/sub/index.html", PAGE),
            ("old/main.css", "a{}"),
            ("old/a.png", ""),
        ];
        for (name, text) in files {
            fs::create_dir_all(folders.path(name).parent().expect("has one")).expect("makes");
            fs::write(folders.path(name), text).expect("writes");
        }
        fs::write(folders.path("old/sub/main.css"), "").expect("writes");
        fs::write(folders.path("old/sub/a.png"), "").expect("writes");
        folders
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn order<R>(&self, options: &Finish, with: impl FnOnce(Order<'_>) -> R) -> R {
        let (folder, out, cache) = (&self.path("old"), &self.path("new"), &self.path("cache"));
        let now = "2024-07-01T00:00:00Z".parse().expect("an instant");
        let setting = Setting { options, base: None, now, dead_links: None };
        with(Order {
            folder,
            out,
            root: None,
            setting,
            dead_by: None,
            cache: Some(cache),
            afresh: false,
            force: false,
        })
    }

    fn tree(&self) -> Tree {
        Tree::of(&self.path("old")).expect("reads")
    }

    /// Whether a run now would leave the copy alone.
    fn holds(&self) -> bool {
        self.order(&Finish::default(), |order| Last::of(&order)?.summary(&self.tree())).is_some()
    }

    /// Whether the copy was there.
    fn was_there(&self) -> bool {
        self.order(&Finish::default(), |order| {
            let Written { summary, was_there, .. } = copy::write(order, |_, _| ()).expect("is written");
            assert_eq!(summary.line(), "finished 2 pages: headings 2, images 4, integrity 8, small 2");
            was_there
        })
    }

    fn record(&self) -> PathBuf {
        let mut records = fs::read_dir(self.path("cache/copies")).expect("lists").flatten();
        records.next().expect("one is kept").path()
    }
}

#[test]
fn what_was_asked_is_another_thing_with_each_option() {
    let folders = Folders::new();
    let asked = |options: &Finish, change: &dyn Fn(&mut Order<'_>)| {
        folders.order(options, |mut order| {
            change(&mut order);
            asked(&order)
        })
    };
    let default = Finish::default();
    let first = asked(&default, &|_| ());
    assert!(first.is_some());
    assert_eq!(first, asked(&default, &|order| order.afresh = true));
    assert_eq!(first, asked(&default, &|order| order.setting.now = jiff::Timestamp::UNIX_EPOCH));
    let other_name =
        Finish { archive: Archive { name: "Now".to_owned(), ..Archive::default() }, ..default.clone() };
    let known_by = |day: u8| {
        asked(&default, &|order| {
            order.setting.dead_links = dead();
            order.dead_by = Some(if day == 1 { &1 } else { &2 });
        })
    };
    let others = [
        asked(&Finish { headings: false, ..default.clone() }, &|_| ()),
        asked(&Finish { portable: true, ..default.clone() }, &|_| ()),
        asked(&Finish { precompress: true, ..default.clone() }, &|_| ()),
        asked(&Finish { permalink_words: "#".to_owned(), ..default.clone() }, &|_| ()),
        asked(&other_name, &|_| ()),
        asked(&default, &|order| order.setting.base = "https://a.example/".parse().ok()),
        asked(&default, &|order| order.folder = Path::new("/nowhere")),
        known_by(1),
        known_by(2),
    ];
    for (place, other) in others.iter().enumerate() {
        assert!(other.is_some() && *other != first, "{place}");
        assert!(!others[..place].contains(other), "{place}");
    }
    assert_eq!(asked(&default, &|order| order.setting.dead_links = dead()), None, "by nobody knows what");
}

fn dead() -> Option<rewrites::DeadLinks<'static>> {
    Some(Box::new(|_| None))
}

#[test]
fn a_record_that_is_not_whole_does_not_hold() {
    let folders = Folders::new();
    assert_eq!([folders.was_there(), folders.was_there()], [false, true]);
    let (record, whole) = (folders.record(), fs::read(folders.record()).expect("reads"));
    let holds = |bytes: &[u8]| {
        fs::write(&record, bytes).expect("writes");
        folders.holds()
    };
    for length in 0..whole.len() {
        assert!(!holds(&whole[..length]), "{length}");
    }
    let text = String::from_utf8(whole.clone()).expect("is text");
    let long = text.replace('{', &format!("{{{}", " ".repeat(LONGEST as usize)));
    let deep = "[".repeat(60_000);
    let other = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}: {text}");
        text.replacen(from, to, 1)
    };
    for hostile in [
        "",
        "\0",
        "null",
        "[]",
        "{}",
        &deep,
        &long,
        &other("\"small\"", "\"\\u001b[31msmall\""),
        &other("\"small\"", "\"../small\""),
        &other("\"pages\":2", "\"pages\":-2"),
        &other("\"pages\":2", "\"pages\":1e400"),
        &other("\"pages\":2", "\"pages\":2,\"pages\":2"),
        &other("\"pages\":2", "\"pages\":2,\"more\":2"),
        &other("\"asked\":", "\"asked\":1"),
        &other("\"read\":", "\"read\":1"),
        &other("\"stamp\":", "\"stamp\":1"),
        &other("\"index.html\"", "\"../index.html\""),
        &other("\"index.html\"", "\"/dev/zero\""),
    ] {
        assert!(!holds(hostile.as_bytes()), "{hostile:.200}");
    }
    assert!(!holds(&[0xff; 100]));
    assert!(holds(&whole), "as it was");
    fs::remove_file(&record).expect("removes");
    fs::create_dir(&record).expect("makes");
    assert_eq!([folders.was_there(), folders.was_there()], [false, false], "nothing can be kept there");
}

#[test]
fn a_run_that_did_not_end_leaves_no_record() {
    let folders = Folders::new();
    assert!(!folders.was_there());
    let record = folders.record();
    let tree = folders.tree();
    folders.order(&Finish::default(), |order| drop(Last::of(&order).and_then(|last| last.begin(&tree))));
    assert!(!record.exists());
    assert_eq!([folders.was_there(), folders.was_there()], [false, true]);
}

#[test]
fn of_two_runs_at_once_none_vouches_for_the_copy_of_the_other() {
    let folders = Folders::new();
    let copy = |options: &Finish| {
        folders.order(options, |order| copy::write(order, |_, _| ()).expect("is written").summary)
    };
    let summary = copy(&Finish::default());
    let tree = folders.tree();
    let read = contents(&folders.path("old"), &tree).expect("reads").wrapping_sub(names(&tree));
    folders.order(&Finish::default(), |order| {
        let recording = Last::of(&order).and_then(|last| last.begin(&tree)).expect("begins");
        let left = recording.left(&folders.path("new")).expect("reads");
        // The other one comes in between the last step of the first, which puts the copy in its place, and its record.
        copy(&Finish { headings: false, ..Finish::default() });
        recording.keep(read, left, &summary, Instant::now());
        assert!(super::read(&folders.record()).is_some());
        assert!(!folders.holds());
    });
    assert_eq!([folders.was_there(), folders.was_there()], [false, true]);
}

#[test]
fn what_changes_during_a_run_is_no_basis_for_the_next() {
    let folders = Folders::new();
    folders.order(&Finish::default(), |order| {
        let sheet = folders.path("old/main.css");
        let about = fs::metadata(&sheet).expect("is there");
        let later = about.modified().expect("has one") + Duration::from_nanos(1);
        let change = || {
            let file = File::options().write(true).open(&sheet).expect("opens");
            file.set_times(FileTimes::new().set_modified(later)).expect("sets");
        };
        assert!(!copy::write(order, |_, _| change()).expect("is written").was_there);
    });
    assert_eq!([folders.was_there(), folders.was_there()], [false, true]);
}
