//! `dlde serve`: the same Zola's `serve`.

use super::Outcome;
use crate::{cli, report::Error, site::Site, zola};

/// Serves the site until Ctrl-C.
///
/// # Errors
/// Where Zola cannot be found or started.
pub fn run(args: &cli::Serve) -> Result<Outcome, Error> {
    let site = Site::find(args.site.root.as_deref())?;
    let cache = site.cache();
    let zola = zola::find(args.zola.zola.as_deref(), &cache, &mut |line| eprintln!("{line}"))?;
    let drafts = args.zola.drafts.then(|| "--drafts".into());
    let options: Vec<_> = drafts.into_iter().chain(args.options.iter().cloned()).collect();
    let status = zola.serve(&site.root, &cache.join("serve"), &options)?;
    if status.success() {
        Ok(Outcome::Fine)
    } else {
        Err(Error::new(format!("zola serve ended with {status}")))
    }
}
