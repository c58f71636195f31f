//! What an archive takes from the link checker.

use crate::{
    cli::TargetArgs,
    html::rewrites::DeadLinks,
    links::record::Record,
    report::Error,
    site::{LINKS, Site},
};

/// The record of the link checker, where an archive is made of a site that has one.
///
/// # Errors
/// Where the record that was asked for is not there, or any cannot be read.
pub(super) fn record(args: &TargetArgs, site: Option<&Site>) -> Result<Option<Record>, Error> {
    let own = site.map(|site| site.root.join(LINKS)).filter(|path| path.is_file());
    let Some(path) = args.dead_links.clone().or(own).filter(|_| args.archive) else { return Ok(None) };
    std::fs::metadata(&path).map_err(|e| Error::io("read", &path, &e))?;
    let record = Record::read(&path);
    record.set_aside().map_or(Ok(()), |error| Err(error.clone()))?;
    Ok(Some(record))
}

/// The links that are dead by a record. Of each, a copy is wanted from before the first day on which it was.
pub(super) fn dead_links(record: &Record) -> DeadLinks<'_> {
    Box::new(|url| record.dead_for_archive(url)?.0.yesterday().ok())
}
