//! From the lines of a sheet to its total, in exact rationals.
//!
//! A group's score is the weighted mean of its parts with the weights read as shares:
//! `Σ w·s / Σ w`. A part without a score is left out of both sums, counts as zero, or
//! leaves the whole sheet without a total, as its indicator says.

use super::exact_text::exact;
use super::indicator::{Facts, Gauge, LineResult, LineState, Missing};
use super::scheme::{Node, Part, SchemeContent};
use crate::kernel::{Exact, Problem};

/// A scheme that is ready to compute.
#[derive(Clone, Debug)]
pub struct ScoringTree {
    root: Vec<Branch>,
}

#[derive(Clone, Debug)]
struct Branch {
    weight: Exact,
    part: Twig,
}

#[derive(Clone, Debug)]
enum Twig {
    Group(Vec<Branch>),
    Leaf(Box<Gauge>),
}

/// What came of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TreeResult {
    /// The lines, in the order of the tree.
    pub lines: Vec<LineResult>,
    /// The total before adjustments.
    pub total: Option<Exact>,
    /// The share of the weight whose lines have a score, in per cent.
    pub weight_present: Exact,
}

/// What came of a part of the tree.
enum Score {
    Scored(Exact),
    Absent,
    Blocked,
}

impl ScoringTree {
    /// Makes `content` ready; what was checked when it was written is ready.
    pub fn of(content: &SchemeContent) -> Result<Self, Problem> {
        Ok(Self {
            root: branches(&content.root)?,
        })
    }

    /// The scores of lines of which this is known, in the order of the tree. Facts that
    /// are missing at the end are unknown.
    pub fn score(&self, facts: &[Facts<'_>]) -> TreeResult {
        let mut lines = Vec::with_capacity(facts.len());
        let mut facts = facts.iter().copied();
        let mut next = || facts.next().unwrap_or_default();
        let (score, present) = group(&self.root, &mut next, &mut lines);
        TreeResult {
            lines,
            total: match score {
                Score::Scored(total) => Some(total),
                Score::Absent | Score::Blocked => None,
            },
            weight_present: present * Exact::hundred(),
        }
    }
}

fn branches(nodes: &[Node]) -> Result<Vec<Branch>, Problem> {
    let branch = |node: &Node| {
        let part = match &node.part {
            Part::Group(children) => Twig::Group(branches(children)?),
            Part::Leaf(indicator) => Twig::Leaf(Box::new(Gauge::of(indicator)?)),
        };
        Ok(Branch {
            weight: exact(&node.weight),
            part,
        })
    };
    nodes.iter().map(branch).collect()
}

/// The score of a group, and the share of its weight that has one.
fn group<'a>(
    branches: &[Branch],
    next: &mut impl FnMut() -> Facts<'a>,
    lines: &mut Vec<LineResult>,
) -> (Score, Exact) {
    let (mut sum, mut weight) = (Exact::zero(), Exact::zero());
    let (mut all, mut present) = (Exact::zero(), Exact::zero());
    let (mut blocked, mut any) = (false, false);
    for branch in branches {
        let (score, share) = match &branch.part {
            Twig::Group(children) => group(children, &mut *next, lines),
            Twig::Leaf(gauge) => leaf(gauge, next(), lines),
        };
        all += &branch.weight;
        present += &(&branch.weight * share);
        match score {
            Score::Scored(score) => {
                any = true;
                sum += &(&branch.weight * score);
                weight += &branch.weight;
            }
            Score::Absent => {}
            Score::Blocked => blocked = true,
        }
    }
    let share = present.divided_by(&all).unwrap_or_default();
    let score = match sum.divided_by(&weight) {
        _ if blocked => Score::Blocked,
        Some(mean) if any => Score::Scored(mean),
        _ => Score::Absent,
    };
    (score, share)
}

fn leaf(gauge: &Gauge, facts: Facts<'_>, lines: &mut Vec<LineResult>) -> (Score, Exact) {
    let result = gauge.result(facts);
    let (score, share) = match (&result.score, gauge.missing()) {
        (Some(score), _) if result.state == LineState::Ok => {
            (Score::Scored(score.clone()), Exact::from(1))
        }
        (_, Missing::Renormalise) => (Score::Absent, Exact::zero()),
        (_, Missing::Zero) => (Score::Scored(Exact::zero()), Exact::zero()),
        (_, Missing::Block) => (Score::Blocked, Exact::zero()),
    };
    lines.push(result);
    (score, share)
}
