//! The total that counts: the tree's, with what was adjusted outside it.

use super::exact_text::exact;
use super::grade::{Grade, GradeSource, grade_of};
use super::scheme::SchemeContent;
use crate::kernel::{Decimal, Exact};

/// What was adjusted and approved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Adjusted {
    /// All bonus points.
    pub bonus: Exact,
    /// All penalty points.
    pub penalty: Exact,
    /// Whether one vote makes everything nothing (一票否决).
    pub veto: bool,
}

/// A grade that a sheet has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GradeGiven {
    /// Which.
    pub code: String,
    /// What the bonus is multiplied with.
    pub coefficient: Decimal,
    /// Where it comes from.
    pub source: GradeSource,
}

impl GradeGiven {
    /// A grade of the scheme.
    pub fn of(grade: &Grade, source: GradeSource) -> Self {
        Self {
            code: grade.code.clone(),
            coefficient: grade.coefficient.clone(),
            source,
        }
    }
}

impl Adjusted {
    /// The total after the adjustments, never below zero: `None` without a total, except
    /// that a veto gives zero in any case.
    pub fn applied(&self, content: &SchemeContent, tree: Option<&Exact>) -> Option<Exact> {
        if self.veto {
            return Some(Exact::zero());
        }
        let capped = |points: &Exact, cap: &Option<Decimal>| match cap {
            Some(cap) => points.clone().min(exact(cap)),
            None => points.clone(),
        };
        let tree = tree?;
        if self.bonus.is_zero() && self.penalty.is_zero() {
            return Some(tree.clone());
        }
        let bonus = capped(&self.bonus, &content.bonus_cap);
        let penalty = capped(&self.penalty, &content.penalty_cap);
        Some((tree + bonus - penalty).max(Exact::zero()))
    }

    /// The grade of a total by its band; after a veto the lowest.
    pub fn grade(&self, content: &SchemeContent, total: Option<&Exact>) -> Option<GradeGiven> {
        let grade = match self.veto {
            true => content.grades.last(),
            false => grade_of(&content.grades, total?),
        };
        grade.map(|grade| GradeGiven::of(grade, GradeSource::Band))
    }
}
