//! Schemes: versioned weight trees of indicators with the rules around them.

use bigdecimal::BigDecimal;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::grade::{DistributionRule, Grade};
use super::indicator::Indicator;
use crate::closed_set;
use crate::cycles::PeriodKind;
use crate::kernel::ids::{AccountId, KpiSchemeId, KpiSchemeVersionId};
use crate::kernel::text::Code;
use crate::kernel::{Decimal, Problem};
use crate::kpi::error;

closed_set! {
    /// Who is measured.
    pub enum SubjectKind {
        /// Departments.
        Department = "DEPARTMENT",
        /// Employees.
        Employee = "EMPLOYEE",
    }
}

/// A scheme over all its versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scheme {
    /// Its id.
    pub id: KpiSchemeId,
    /// What people type; unique.
    pub code: String,
    /// What people read.
    pub name: String,
    /// Who is measured.
    pub subject: SubjectKind,
    /// How long its periods are.
    pub period: PeriodKind,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// By whom; `None` for the system.
    pub created_by: Option<AccountId>,
    /// Counts the changes.
    pub version: i32,
}

/// One version of a scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemeVersion {
    /// Its id.
    pub id: KpiSchemeVersionId,
    /// The scheme.
    pub scheme_id: KpiSchemeId,
    /// Counts the versions of the scheme, from 1.
    pub number: i32,
    /// What it says.
    pub content: SchemeContent,
    /// Since when it stands still; `None` for the draft.
    pub published_at: Option<DateTime<Utc>>,
}

/// What a version of a scheme says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SchemeContent {
    /// The top of the tree.
    pub root: Vec<Node>,
    /// The grades, the best first.
    pub grades: Vec<Grade>,
    /// Within how many working days of publication a subject may appeal.
    pub appeal_working_days: u32,
    /// Within how many working days an appeal is to be decided.
    pub decision_working_days: u32,
    /// The most bonus points that count together.
    pub bonus_cap: Option<Decimal>,
    /// The most penalty points that count together.
    pub penalty_cap: Option<Decimal>,
    /// How many may have which grade.
    pub distribution: Vec<DistributionRule>,
    /// Departments with fewer sheets than this are distributed together.
    pub pool_below: u32,
}

/// A part of the tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// What programs call it; unique among its siblings.
    pub code: Code,
    /// What people read.
    pub name: String,
    /// Its share among its siblings, in per cent.
    pub weight: Decimal,
    /// What it is made of.
    pub part: Part,
}

/// What a part of the tree is made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Part {
    /// Further parts.
    Group(Vec<Node>),
    /// An indicator.
    Leaf(Box<Indicator>),
}

/// An indicator and where it hangs.
#[derive(Clone, Copy, Debug)]
pub struct Leaf<'a> {
    /// The node.
    pub node: &'a Node,
    /// Its indicator.
    pub indicator: &'a Indicator,
}

impl SchemeContent {
    /// The indicators with their paths, in the order of the tree: the codes from the top,
    /// separated by `/`.
    pub fn leaves(&self) -> Vec<(String, Leaf<'_>)> {
        let mut leaves = Vec::new();
        collect(&self.root, "", &mut leaves);
        leaves
    }

    /// The indicator that `name` means: its path, or its code where only one has it.
    pub fn position(&self, name: &str) -> Option<usize> {
        let leaves = self.leaves();
        let by_path = leaves.iter().position(|(path, _)| path == name);
        by_path.or_else(|| {
            let is_named =
                |(_, (_, leaf)): &(usize, &(String, Leaf<'_>))| leaf.node.code.as_str() == name;
            let mut named = leaves.iter().enumerate().filter(is_named);
            match (named.next(), named.next()) {
                (Some((position, _)), None) => Some(position),
                _ => None,
            }
        })
    }

    /// What keeps the content from being published: empty groups, and siblings that do not
    /// total 100.
    pub fn publish_problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        check_group(&self.root, None, &mut problems);
        problems
    }
}

fn collect<'a>(nodes: &'a [Node], above: &str, leaves: &mut Vec<(String, Leaf<'a>)>) {
    for node in nodes {
        let path = match above {
            "" => node.code.as_str().to_owned(),
            above => format!("{above}/{}", node.code.as_str()),
        };
        match &node.part {
            Part::Group(children) => collect(children, &path, leaves),
            Part::Leaf(indicator) => leaves.push((path, Leaf { node, indicator })),
        }
    }
}

fn check_group(nodes: &[Node], group: Option<&Node>, problems: &mut Vec<Problem>) {
    let total: BigDecimal = nodes.iter().map(|node| node.weight.as_big()).sum();
    if nodes.is_empty() {
        problems.push(error::group_is_empty(group));
    } else if total != 100 {
        problems.push(error::weights_do_not_total_100(group, &total));
    }
    for node in nodes {
        if let Part::Group(children) = &node.part {
            check_group(children, Some(node), problems);
        }
    }
}
