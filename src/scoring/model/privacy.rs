//! Which figures of a score are hidden from whom.
//!
//! What a cycle promised decides. ATTRIBUTED shows each assessing department's mean,
//! however few answered for it. CONFIDENTIAL keeps what fewer people than the smallest
//! group said from everybody but those who may read raw sheets; ANONYMOUS keeps it from
//! everybody.
//!
//! Invariant: where a promise keeps something, no sum or difference of what is shown
//! speaks for fewer people than the smallest group. The tests beside this file try all
//! of them.

#[cfg(test)]
mod tests;

use crate::cycles::{Confidentiality, Cycle};

/// Who reads a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Somebody who may read raw answer sheets: HR, auditors.
    SheetReader,
    /// Everybody else.
    Reader,
}

impl Audience {
    /// Somebody who may or may not read raw sheets.
    pub fn of(reads_sheets: bool) -> Self {
        if reads_sheets {
            Self::SheetReader
        } else {
            Self::Reader
        }
    }
}

/// The valid sheets of one assessing department.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    /// How many there are.
    pub valid: u32,
    /// Whether the assessor has a weight above nothing: one without is in no index, and
    /// so covers nobody there.
    pub weighs: bool,
}

/// What was promised to those who answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promise {
    confidentiality: Confidentiality,
    smallest_group: u32,
}

impl Promise {
    /// A promise that shows nothing of fewer than `smallest_group` people.
    pub fn new(confidentiality: Confidentiality, smallest_group: u32) -> Self {
        Self {
            confidentiality,
            smallest_group,
        }
    }

    /// What `cycle` promised.
    pub fn of(cycle: &Cycle) -> Self {
        let settings = &cycle.settings;
        Self::new(settings.confidentiality, settings.scoring.min_group)
    }

    /// The fewest people whose answers are shown as a group.
    pub fn smallest_group(self) -> u32 {
        self.smallest_group
    }

    /// Whether means of small groups are kept from this audience.
    pub fn keeps_from(self, audience: Audience) -> bool {
        match self.confidentiality {
            Confidentiality::Attributed => false,
            Confidentiality::Confidential => audience == Audience::Reader,
            Confidentiality::Anonymous => true,
        }
    }

    /// Whether the index itself speaks for too few people, and is kept from whoever
    /// small groups are kept from.
    pub fn withholds(self, groups: &[Group]) -> bool {
        self.confidentiality != Confidentiality::Attributed
            && (1..self.smallest_group).contains(&covered(groups, |_| true))
    }

    /// Which of the assessors' means are hidden.
    ///
    /// What is hidden can still be had as a whole, by taking the others from the index.
    /// So where anything is hidden, the next smallest is hidden with it until at least
    /// two assessors and at least the smallest group of people are. Assessors without a
    /// valid sheet have nothing to hide and cover nobody.
    pub fn hidden(self, audience: Audience, groups: &[Group]) -> Vec<bool> {
        let mut hidden = vec![false; groups.len()];
        if !self.keeps_from(audience) {
            return hidden;
        }
        for (hidden, group) in hidden.iter_mut().zip(groups) {
            *hidden = (1..self.smallest_group).contains(&group.valid);
        }
        if !hidden.contains(&true) {
            return hidden;
        }
        let mut by_size: Vec<usize> = (0..groups.len())
            .filter(|index| groups[*index].valid > 0 && groups[*index].weighs)
            .collect();
        by_size.sort_by_key(|index| groups[*index].valid);
        for next in by_size {
            let people = covered(groups, |index| hidden[index]);
            let several = (0..groups.len())
                .filter(|index| hidden[*index] && groups[*index].weighs)
                .count()
                > 1;
            if several && people >= self.smallest_group {
                break;
            }
            hidden[next] = true;
        }
        hidden
    }

    /// Whether the dimensions are shown. A sheet that was not asked every item counts
    /// in the index with other weights than in the dimensions, and the difference of
    /// the two would speak for such sheets alone.
    pub fn shows_dimensions(self, audience: Audience, groups: &[Group], complete: bool) -> bool {
        !self.keeps_from(audience) || (complete && !self.withholds(groups))
    }

    /// Whether figures over single sheets are shown: mean, deviation, levels, items,
    /// and how many sheets were imputed or invalid. They weigh each sheet, the index
    /// weighs each assessor, and from both together a hidden mean could be solved.
    pub fn shows_sheet_figures(self, audience: Audience, groups: &[Group], complete: bool) -> bool {
        let valid: u32 = groups.iter().map(|group| group.valid).sum();
        match (self.keeps_from(audience), audience) {
            (true, _) => {
                complete
                    && valid >= self.smallest_group
                    && !self.withholds(groups)
                    && !self.hidden(audience, groups).contains(&true)
            }
            (false, Audience::SheetReader) => true,
            (false, Audience::Reader) => valid >= self.smallest_group,
        }
    }

    /// Whether the hash over the sheets is shown. A few sheets of a few levels can be
    /// guessed until the hash fits, so it tells as much as they do.
    pub fn shows_proof(self, audience: Audience, groups: &[Group]) -> bool {
        match self.confidentiality {
            Confidentiality::Attributed => true,
            Confidentiality::Confidential => audience == Audience::SheetReader,
            Confidentiality::Anonymous => {
                audience == Audience::SheetReader
                    && !self.withholds(groups)
                    && !self.hidden(audience, groups).contains(&true)
            }
        }
    }
}

/// How many people the chosen groups bring into an index.
fn covered(groups: &[Group], chosen: impl Fn(usize) -> bool) -> u32 {
    let counted = groups
        .iter()
        .enumerate()
        .filter(|(index, group)| group.weighs && chosen(*index));
    counted.map(|(_, group)| group.valid).sum()
}
