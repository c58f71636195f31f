#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use super::testing::program;
use super::*;

/// What is on this machine in a test: the folders of `PATH`, `ZOLA`, the cache.
struct Machine {
    folder: tempfile::TempDir,
    zola: Option<OsString>,
}

impl Machine {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), zola: None }
    }

    fn bin(&self) -> PathBuf {
        self.folder.path().join("bin")
    }

    /// Puts a program called `zola` that prints `says` on `PATH`.
    fn with_zola_on_path(self, says: &str) -> Self {
        program(&self.bin(), "zola", &format!("echo '{says}'"));
        self
    }

    fn with_program(&self, name: &str, script: &str) -> PathBuf {
        program(&self.folder.path().join("elsewhere"), name, script)
    }

    /// Looks for Zola; gives the result and the progress lines.
    fn choose(&self, asked: Option<&Path>) -> (Result<Zola, Error>, Vec<String>) {
        let environment = Environment { zola: self.zola.clone(), path: self.bin().into_os_string() };
        let mut lines = Vec::new();
        let cache = self.folder.path().join("cache");
        let found = choose(asked, &environment, &cache, &mut |line| lines.push(line.to_owned()));
        (found, lines)
    }

    fn error(&self, asked: Option<&Path>) -> String {
        self.choose(asked).0.unwrap_err().to_string()
    }
}

#[test]
fn the_flag_comes_before_the_variable_and_the_variable_before_path() {
    let mut machine = Machine::new().with_zola_on_path("zola 0.22.1");
    let flagged = machine.with_program("flagged", "echo zola 0.23.6");
    let named = machine.with_program("named", "echo zola 0.23.1");
    let origin =
        |machine: &Machine, asked| machine.choose(asked).0.map(|zola| (zola.origin(), zola.version()));

    assert_eq!(origin(&machine, None).unwrap(), (Origin::Path, Version::new(0, 22, 1)));
    machine.zola = Some(named.into());
    assert_eq!(origin(&machine, None).unwrap(), (Origin::Environment, Version::new(0, 23, 1)));
    assert_eq!(origin(&machine, Some(&flagged)).unwrap(), (Origin::Flag, Version::new(0, 23, 6)));
}

#[test]
fn an_empty_variable_counts_as_none() {
    let mut machine = Machine::new().with_zola_on_path("zola 0.22.1");
    machine.zola = Some(OsString::new());
    assert_eq!(machine.choose(None).0.unwrap().origin(), Origin::Path);
}

#[test]
fn an_old_zola_on_path_is_named_and_passed_over() {
    let machine = Machine::new().with_zola_on_path("zola 0.19.2");
    let (found, lines) = machine.choose(None);
    assert!(matches!(found, Err(Error::Unavailable { .. })), "{found:?}");
    let program = machine.bin().join("zola");
    let expected =
        format!("passing over {}: it is zola 0.19.2, and 0.22.0 or later is needed", program.display());
    assert_eq!(lines, [expected]);
}

#[test]
fn an_old_zola_that_was_asked_for_is_an_error_that_says_what_to_do() {
    let machine = Machine::new().with_zola_on_path("zola 0.22.1");
    let old = machine.with_program("old", "echo zola 0.21.0");
    let expected = format!(
        "cannot use {} (from --zola): it is zola 0.21.0, and 0.22.0 or later is needed\n\
         name a zola 0.22.0 or later, or leave out --zola and dlde finds or installs one itself",
        old.display()
    );
    assert_eq!(machine.error(Some(&old)), expected);
}

#[test]
fn a_missing_program_is_an_error() {
    let mut machine = Machine::new().with_zola_on_path("zola 0.22.1");
    assert!(
        machine
            .error(Some(Path::new("/nowhere/zola")))
            .contains("/nowhere/zola (from --zola): there is no such")
    );
    machine.zola = Some("/nowhere/zola".into());
    assert!(machine.error(None).contains("(from the environment variable ZOLA): there is no such file\n"));
}

#[test]
fn a_file_that_is_not_executable_is_an_error() {
    let machine = Machine::new();
    let file = machine.folder.path().join("zola");
    fs::write(&file, "zola 0.22.1").unwrap();
    assert!(machine.error(Some(&file)).contains("it is not executable\n"));
}

#[test]
fn a_program_that_is_not_zola_is_an_error() {
    let machine = Machine::new();
    for (name, script) in
        [("other", "echo gutenberg 0.22.1"), ("silent", "exit 0"), ("broken", "echo oops; exit 7")]
    {
        let program = machine.with_program(name, script);
        assert!(machine.error(Some(&program)).contains("it is not Zola: "), "{name}");
    }
}

#[test]
fn a_bare_name_is_looked_up_on_path() {
    let machine = Machine::new().with_zola_on_path("zola 0.22.1");
    let zola = machine.choose(Some(Path::new("zola"))).0.unwrap();
    assert_eq!(zola.program, machine.bin().join("zola"));
}

#[test]
fn relative_folders_of_path_are_left_out() {
    let machine = Machine::new().with_zola_on_path("zola 0.22.1");
    let to_the_top = env::current_dir().unwrap().components().skip(1).map(|_| "..").collect::<PathBuf>();
    let relative = to_the_top.join(machine.bin().strip_prefix("/").unwrap());
    assert!(relative.join("zola").is_file(), "the test itself is wrong");
    assert_eq!(on_path("zola", relative.as_os_str()), None);
    assert!(on_path("zola", machine.bin().as_os_str()).is_some());
}

#[test]
fn without_node_the_ways_to_install_zola_are_told() {
    let error = Machine::new().error(None);
    assert!(
        error.starts_with(
            "no zola 0.22.0 or later was found, and it cannot be installed: node (Node.js) is not"
        )
    );
    for way in ["package manager", "--zola PATH", "ZOLA=PATH", "Node.js 20 or later"] {
        assert!(error.contains(way), "{way} in {error}");
    }
}
