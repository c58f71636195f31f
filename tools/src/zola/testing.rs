//! Programs to test with: shell scripts in temporary folders.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Makes `folder/name` a program that runs `script`.
///
/// A shell writes it: if this process did, a test in another thread could start a child at that moment, which would
/// hold the file open for writing, and the system refuses to run such a file.
pub(super) fn program(folder: &Path, name: &str, script: &str) -> PathBuf {
    let path = folder.join(name);
    fs::create_dir_all(folder).unwrap();
    let made = Command::new("/bin/sh")
        .args(["-c", "printf '#!/bin/sh\\n%s\\n' \"$1\" > \"$0\" && chmod +x \"$0\""])
        .arg(&path)
        .arg(script)
        .status()
        .unwrap();
    assert!(made.success());
    path
}
