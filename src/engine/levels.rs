//! How often each level was given.
//!
//! Invariants: only answers count, never an imputed neutral; memory grows with the levels
//! that occur, so a scale may have any length.

use std::collections::BTreeMap;

use super::score::ItemScore;
use crate::kernel::exact::Exact;

/// The levels given on one scale, each answer of a valid response counting one whatever the
/// weight of its assessor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelDistribution {
    min: i32,
    max: i32,
    counts: BTreeMap<i32, u64>,
}

impl LevelDistribution {
    pub(super) fn new(min: i32, max: i32) -> Self {
        Self {
            min,
            max,
            counts: BTreeMap::new(),
        }
    }

    pub(super) fn add(&mut self, level: i32) {
        *self.counts.entry(level).or_default() += 1;
    }

    /// Adds another distribution; `None` where it stands on another scale, since level 4 of
    /// five and level 4 of ten say different things.
    pub(super) fn merged(mut self, other: &Self) -> Option<Self> {
        if (self.min, self.max) != (other.min, other.max) {
            return None;
        }
        for (level, count) in &other.counts {
            *self.counts.entry(*level).or_default() += count;
        }
        Some(self)
    }

    /// The worst level of the scale.
    #[must_use]
    pub fn min(&self) -> i32 {
        self.min
    }

    /// The best level of the scale.
    #[must_use]
    pub fn max(&self) -> i32 {
        self.max
    }

    /// The levels that were given, ascending, with their counts.
    pub fn counts(&self) -> impl Iterator<Item = (i32, u64)> + '_ {
        self.counts.iter().map(|(level, count)| (*level, *count))
    }

    /// All answers.
    #[must_use]
    pub fn answered(&self) -> u64 {
        self.counts.values().sum()
    }

    /// The share of one level in per cent; `None` without an answer.
    #[must_use]
    pub fn share(&self, level: i32) -> Option<Exact> {
        self.share_between(level, level)
    }

    /// The share of the two best levels in per cent; `None` without an answer, and on
    /// scales of fewer than three levels, where it would say nothing.
    #[must_use]
    pub fn top_two_box(&self) -> Option<Exact> {
        let second_best = self.max.checked_sub(1)?;
        if second_best <= self.min {
            return None;
        }
        self.share_between(second_best, self.max)
    }

    /// The net promoter score, −100 to 100: the share of 9 and 10 less the share of 0 to 6;
    /// `None` on any scale but 0–10, and without an answer.
    #[must_use]
    pub fn net_promoter_score(&self) -> Option<Exact> {
        if (self.min, self.max) != (0, 10) {
            return None;
        }
        Some(self.share_between(9, 10)? - self.share_between(0, 6)?)
    }

    fn share_between(&self, lowest: i32, highest: i32) -> Option<Exact> {
        if lowest > highest {
            return None;
        }
        let part = self
            .counts
            .range(lowest..=highest)
            .map(|(_, count)| count)
            .sum();
        Exact::percentage(part, self.answered())
    }
}

/// The levels of all items together; `None` without an item, and where they do not stand on
/// one scale.
pub(super) fn levels_in_all(items: &[ItemScore]) -> Option<LevelDistribution> {
    let (first, rest) = items.split_first()?;
    rest.iter().try_fold(first.levels.clone(), |levels, item| {
        levels.merged(&item.levels)
    })
}
