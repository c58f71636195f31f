//! Names and digests by which a file is known to be the one that a page was made with.

use std::borrow::Cow;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use sha2::{Digest as _, Sha256};

use crate::html::addresses::{self, escape};

/// Length of the digest in a name: one in four thousand million changes would not show.
pub(super) const DIGITS: usize = 8;

/// A file that is part of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its new path within the site.
    pub path: String,
    /// What a page says as `integrity`.
    pub integrity: String,
}

impl Part {
    /// The part that a file with these bytes is. One whose name already tells keeps it.
    pub(super) fn of(file: &str, bytes: &[u8]) -> Self {
        let digest = digest(bytes);
        let (stem, ending) = file.rsplit_once('.').unwrap_or((file, ""));
        let has_it = stem.strip_suffix(digest.as_str()).is_some_and(|stem| stem.ends_with('.'));
        let path = if has_it { file.to_owned() } else { format!("{stem}.{digest}.{ending}") };
        Self { path, integrity: integrity(bytes) }
    }
}

/// The digest of a file in its name.
pub fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(DIGITS / 2).map(|byte| format!("{byte:02x}")).collect()
}

/// The digest of a file or an inline script, as pages and policies write it: Subresource Integrity, section 3.1.
pub fn integrity(bytes: &[u8]) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(bytes)))
}

/// An address with another name for the file, without the `?h=` by which Zola tells its versions apart.
pub fn renamed(address: &str, path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let name = if addresses::is_plain(name) { Cow::Borrowed(name) } else { escape(name).into() };
    let end = address.find(['?', '#']).unwrap_or(address.len());
    let (old, rest) = address.split_at(end);
    let folder = old.rfind(['/', '\\']).map_or("", |slash| &old[..=slash]);
    let (query, fragment) = rest.split_at(rest.find('#').unwrap_or(rest.len()));
    let is_version =
        query.strip_prefix("?h=").is_some_and(|hash| hash.bytes().all(|byte| byte.is_ascii_hexdigit()));
    [folder, &name, if is_version { "" } else { query }, fragment].concat()
}
