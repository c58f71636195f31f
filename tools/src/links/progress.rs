//! The bar with counts that people see while links are checked; nothing where standard error is no terminal.

use std::collections::BTreeMap;

use indicatif::{ProgressBar, ProgressStyle};

use super::judge::{Finding, Verdict};

/// The bar.
pub struct Progress {
    bar: ProgressBar,
    counts: BTreeMap<Verdict, usize>,
}

impl Progress {
    /// A bar for so many links, or none at all.
    pub fn new(links: usize, quiet: bool) -> Self {
        let bar = if quiet { ProgressBar::hidden() } else { ProgressBar::new(links as u64) };
        if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos} of {len} links{msg}") {
            bar.set_style(style.progress_chars("━━─"));
        }
        Self { bar, counts: BTreeMap::new() }
    }

    /// Counts a link that has been decided.
    pub fn decided(&mut self, finding: &Finding) {
        *self.counts.entry(finding.judgement.verdict).or_default() += 1;
        self.bar.set_message(self.message());
        self.bar.inc(1);
    }

    /// Takes the bar away, so that the report stands alone.
    pub fn clear(&self) {
        self.bar.finish_and_clear();
    }

    /// What organisers want to know before the end.
    fn message(&self) -> String {
        let count = |verdict: &Verdict| Some((verdict.name(), *self.counts.get(verdict)?));
        let counts = [Verdict::Dead, Verdict::Closed, Verdict::Private, Verdict::Unknown];
        counts.iter().filter_map(count).map(|(name, count)| format!(", {count} {name}")).collect()
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::links::judge::Judgement;

    #[test]
    fn the_bar_counts_what_somebody_has_to_look_at() {
        let mut progress = Progress::new(3, true);
        for verdict in [Verdict::Unknown, Verdict::Dead, Verdict::Good, Verdict::Dead] {
            progress.decided(&Finding {
                url: "https://a.example/".parse().expect("an address"),
                judgement: Judgement::new(verdict, "", ""),
                status: None,
                final_url: None,
                checked_at: Timestamp::UNIX_EPOCH,
                requests: 0,
            });
        }
        assert_eq!(progress.message(), ", 2 dead, 1 unknown");
    }
}
