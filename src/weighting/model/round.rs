//! What a round found: how far apart the experts are, and where the middle is.
//!
//! The spread of a member is the interquartile range of its weights, Q3 − Q1, in
//! percentage points: the usual measure of agreement in Delphi studies, which one stray
//! opinion does not move. Quartiles are those of spreadsheets (QUARTILE.INC; type 7 of
//! Hyndman and Fan): of n sorted values x₁ … xₙ the one at 1 + p·(n − 1), between two
//! values by straight line. Weights have two places, so every figure is exact in four.
//!
//! The weight found for a member is its median, brought to a total of 100 in hundredths
//! by the largest remainder. Where all medians of a group are 0 there is nothing in the
//! middle, and the means stand in for them.

use serde::{Deserialize, Serialize};

use super::sheet::PLACES;
use super::{Group, Sheet};
use crate::kernel::apportion::largest_remainder;
use crate::kernel::{Decimal, Exact};

/// The places in which quartiles of weights of two places are exact.
const QUARTILE_PLACES: u8 = PLACES + 2;

/// What a round found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundResult {
    /// How many experts gave weights.
    pub answered: u32,
    /// In the order of the study.
    pub groups: Vec<GroupResult>,
}

/// What it found for one group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupResult {
    /// The largest spread of its members, percentage points.
    pub spread: Decimal,
    /// In the order of the group.
    pub members: Vec<MemberResult>,
}

/// What it found for one member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MemberResult {
    /// A quarter of the experts gave this or less.
    pub lower_quartile: Decimal,
    /// Half of them gave this or less.
    pub median: Decimal,
    /// Three quarters of them gave this or less.
    pub upper_quartile: Decimal,
    /// The upper quartile less the lower one.
    pub spread: Decimal,
    /// The weight found, in hundredths; those of the group total 100.
    pub weight: Decimal,
}

impl RoundResult {
    /// What `sheets`, given for `groups` in any order, come to.
    pub fn of(groups: &[Group], sheets: &[Sheet]) -> Self {
        let found = groups.iter().enumerate().map(|(position, group)| {
            let columns = (0..group.members.len()).map(|member| {
                let given = sheets
                    .iter()
                    .filter_map(|sheet| sheet.groups().get(position)?.get(member)?.units(PLACES));
                Column::of(given.collect())
            });
            group_result(&columns.collect::<Vec<_>>())
        });
        Self {
            answered: u32::try_from(sheets.len()).unwrap_or(u32::MAX),
            groups: found.collect(),
        }
    }

    /// Whether the experts are as close as `bound` in every group.
    pub fn agrees(&self, bound: &Decimal) -> bool {
        self.groups.iter().all(|group| &group.spread <= bound)
    }
}

/// The weights that one member got, sorted, in hundredths.
struct Column(Vec<i64>);

impl Column {
    fn of(mut given: Vec<i64>) -> Self {
        given.sort_unstable();
        Self(given)
    }

    /// The value below which so many quarters lie, in quarters of a hundredth.
    fn quartile(&self, quarters: usize) -> i64 {
        let Some(last) = self.0.len().checked_sub(1) else {
            return 0;
        };
        let place = last * quarters;
        let (below, part) = (self.0[place / 4], place % 4);
        let above = self.0[(place / 4 + 1).min(last)];
        let part = i64::try_from(part).unwrap_or_default();
        4 * below + part * (above - below)
    }

    fn total(&self) -> i64 {
        self.0.iter().sum()
    }
}

fn group_result(columns: &[Column]) -> GroupResult {
    let spreads = columns
        .iter()
        .map(|column| column.quartile(3) - column.quartile(1));
    let members = columns
        .iter()
        .zip(weights(columns))
        .map(|(column, weight)| {
            let [lower, median, upper] = [1, 2, 3].map(|quarters| column.quartile(quarters));
            MemberResult {
                lower_quartile: exact(lower),
                median: exact(median),
                upper_quartile: exact(upper),
                spread: exact(upper - lower),
                weight,
            }
        });
    GroupResult {
        spread: exact(spreads.max().unwrap_or_default()),
        members: members.collect(),
    }
}

/// The weights found, in hundredths that total 100.
fn weights(columns: &[Column]) -> Vec<Decimal> {
    let hundred = 10_u64.pow(u32::from(PLACES)) * 100;
    let shares = |of: fn(&Column) -> i64| -> Vec<Exact> {
        columns.iter().map(|it| Exact::from(of(it))).collect()
    };
    let medians = shares(|column| column.quartile(2));
    let found = largest_remainder(&medians, hundred)
        .or_else(|| largest_remainder(&shares(Column::total), hundred))
        .unwrap_or_default();
    let decimals = found
        .into_iter()
        .map(|units| Decimal::of_units(i64::try_from(units).unwrap_or_default(), PLACES));
    decimals.collect()
}

/// A quarter of a hundredth is 25 of the units in which quartiles are exact.
fn exact(quarters: i64) -> Decimal {
    Decimal::of_units(quarters * 25, QUARTILE_PLACES)
}
