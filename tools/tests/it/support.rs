//! A site in a folder of its own, and the program run on it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::LazyLock,
};

use tempfile::TempDir;

use crate::page::Page;

/// What makes a site of this repository, beside its content and the tools.
const THEME: [&str; 4] = ["config.toml", "templates", "sass", "static"];

/// The root of the repository.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tools/ lies in the repository")
}

/// The real site, built once for all tests.
pub static BUILT: LazyLock<PathBuf> = LazyLock::new(|| {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("built");
    let run = dlde(repository(), &["build", "--force", "--out", out.to_str().expect("UTF-8")]);
    assert_eq!(run.code, 0, "{}", run.err);
    out
});

/// A site that a test may break: our theme and the content of one of the sites in `tests/sites`.
pub struct Site {
    folder: TempDir,
}

impl Site {
    pub fn small() -> Self {
        Self::of("small")
    }

    pub fn of(name: &str) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        for part in THEME {
            copy(&repository().join(part), &folder.path().join(part));
        }
        copy(&repository().join("tools/tests/sites").join(name), folder.path());
        Self { folder }
    }

    /// The site in `tests/sites/consumer`, which installs the theme in a folder of this name.
    pub fn consumer(theme: &str) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        copy(&repository().join("tools/tests/sites/consumer"), folder.path());
        for part in ["theme.toml", "templates", "sass", "static"] {
            let installed = folder.path().join("themes").join(theme);
            fs::create_dir_all(&installed).expect("makes the folder");
            copy(&repository().join(part), &installed.join(part));
        }
        let site = Self { folder };
        site.edit("config.toml", "\"NAME\"", &format!("\"{theme}\""));
        site.edit("templates/edition.html", "NAME/", &format!("{theme}/"));
        site
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) -> &Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("has a parent")).expect("makes the folder");
        fs::write(path, text).expect("writes");
        self
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("reads")
    }

    /// Adds to the end of a file, which need not be there yet.
    pub fn add(&self, name: &str, text: &str) -> &Self {
        let old = if self.path(name).exists() { self.read(name) } else { String::new() };
        self.write(name, old + text)
    }

    /// Replaces the first occurrence, which has to be there.
    pub fn edit(&self, name: &str, from: &str, to: &str) -> &Self {
        let text = self.read(name);
        assert!(text.contains(from), "{name} has no {from:?}");
        self.write(name, text.replacen(from, to, 1))
    }

    pub fn remove(&self, name: &str) -> &Self {
        let path = self.path(name);
        if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }.expect("removes");
        self
    }

    /// A program that stands in for Zola: a shell script.
    pub fn zola(&self, script: &str) -> PathBuf {
        use std::os::unix::fs::PermissionsExt as _;
        self.write("fake/zola", format!("#!/bin/sh\n{script}\n"));
        let path = self.path("fake/zola");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("makes it executable");
        path
    }

    /// Runs `dlde` here.
    pub fn dlde(&self, arguments: &[&str]) -> Run {
        dlde(self.folder.path(), arguments)
    }

    /// The front page, built as if it were `today`.
    #[track_caller]
    pub fn page(&self, today: &str) -> Page {
        let run = self.dlde(&["build", "--today", today]);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.out);
        Page::without_digests(&self.path("public/index.html"))
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        command(self.folder.path(), arguments)
    }
}

/// What a run said.
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Run {
    /// What a command said; the folder it ran in is written `[SITE]`.
    pub fn of(command: &mut Command) -> Self {
        let output: Output = command.output().expect("dlde starts");
        let folder = command.get_current_dir().expect("has a folder").canonicalize().expect("is there");
        let text =
            |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(folder.to_str().expect("UTF-8"), "[SITE]");
        Self {
            code: output.status.code().unwrap_or(-1),
            out: text(&output.stdout),
            err: text(&output.stderr),
        }
    }

    /// Exit code and standard error, for comparison as a whole.
    pub fn failure(&self) -> String {
        assert_eq!(self.out, "", "a failure says nothing on standard output");
        format!("exit {}\n{}", self.code, self.err)
    }
}

pub fn dlde(folder: &Path, arguments: &[&str]) -> Run {
    Run::of(&mut command(folder, arguments))
}

pub fn command(folder: &Path, arguments: &[&str]) -> Command {
    LazyLock::force(&ZOLA_IS_THERE);
    plain_command(folder, arguments)
}

/// One build before all others, so that on a fresh machine no test waits for, and says so, or runs into another one that
/// is installing Zola.
static ZOLA_IS_THERE: LazyLock<()> = LazyLock::new(|| {
    let site = Site::small();
    let output = plain_command(site.folder.path(), &["build"]).output().expect("dlde starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
});

fn plain_command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dlde"));
    command.current_dir(folder).args(arguments).env("NO_COLOR", "1").env_remove("CLICOLOR_FORCE");
    // The cache of who runs the tests stays as it is.
    command.env("XDG_CACHE_HOME", env!("CARGO_TARGET_TMPDIR"));
    command
}

fn copy(from: &Path, to: &Path) {
    if from.is_file() {
        fs::copy(from, to).expect("copies");
        return;
    }
    for item in walkdir::WalkDir::new(from) {
        let item = item.expect("walks");
        let target = to.join(item.path().strip_prefix(from).expect("is below"));
        if item.file_type().is_dir() {
            fs::create_dir_all(&target).expect("makes the folder");
        } else {
            fs::copy(item.path(), target).expect("copies");
        }
    }
}

/// The file in a folder of a built site that had this name before it was named after what is in it.
#[track_caller]
pub fn named(folder: &Path, name: &str) -> PathBuf {
    let (stem, ending) = name.rsplit_once('.').expect("has an ending");
    let is_it = |path: &PathBuf| {
        let own = path.file_name().expect("has a name").to_string_lossy();
        let digest = own.strip_prefix(stem).and_then(|rest| rest.strip_prefix('.')?.strip_suffix(ending));
        own == name || digest.is_some_and(|digest| digest.len() == 9)
    };
    let mut files = fs::read_dir(folder).expect("lists").map(|entry| entry.expect("lists").path());
    files.find(is_it).unwrap_or_else(|| panic!("{} has no {name}", folder.display()))
}

/// Every file below a folder with its bytes, in order.
pub fn tree(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let files =
        walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(|item| item.expect("walks"));
    files
        .filter(|item| item.file_type().is_file())
        .map(|item| {
            let path = item.path().strip_prefix(folder).expect("is below").to_owned();
            (path, fs::read(item.path()).expect("reads"))
        })
        .collect()
}
