//! Who sees what of small groups, and an adversary who puts together all that is shown.

use proptest::prelude::*;

use super::{Audience, Group, Promise};
use crate::cycles::Confidentiality;
use crate::kernel::exact::Exact;

fn groups(valid: &[u32]) -> Vec<Group> {
    let group = |valid| Group {
        valid,
        weighs: true,
    };
    valid.iter().copied().map(group).collect()
}

fn hidden(confidentiality: Confidentiality, audience: Audience, valid: &[u32]) -> Vec<bool> {
    Promise::new(confidentiality, 5).hidden(audience, &groups(valid))
}

#[test]
fn an_attributed_cycle_hides_no_mean() {
    assert_eq!(
        hidden(Confidentiality::Attributed, Audience::Reader, &[1, 2, 9]),
        [false; 3]
    );
    let promise = Promise::new(Confidentiality::Attributed, 5);
    assert!(!promise.withholds(&groups(&[1])));
}

#[test]
fn a_confidential_cycle_hides_small_groups_from_those_who_may_not_read_sheets() {
    let hidden = |audience| hidden(Confidentiality::Confidential, audience, &[2, 3, 9]);
    assert_eq!(hidden(Audience::Reader), [true, true, false]);
    assert_eq!(hidden(Audience::SheetReader), [false; 3]);
}

#[test]
fn one_hidden_group_takes_the_next_smallest_along() {
    assert_eq!(
        hidden(Confidentiality::Confidential, Audience::Reader, &[4, 7, 9]),
        [true, true, false]
    );
    let anonymous =
        |valid: &[u32]| hidden(Confidentiality::Anonymous, Audience::SheetReader, valid);
    assert_eq!(anonymous(&[9, 0, 4, 7]), [false, false, true, true]);
    assert_eq!(anonymous(&[4]), [true]);
}

#[test]
fn hidden_groups_that_are_too_few_people_together_take_the_next_smallest_along() {
    assert_eq!(
        hidden(Confidentiality::Anonymous, Audience::Reader, &[1, 2, 9, 8]),
        [true, true, false, true]
    );
}

#[test]
fn an_assessor_without_weight_covers_nobody() {
    let mut groups = groups(&[4, 1, 9, 8]);
    groups[0].weighs = false;
    let promise = Promise::new(Confidentiality::Anonymous, 5);
    assert_eq!(
        promise.hidden(Audience::Reader, &groups),
        [true, true, false, true]
    );
}

#[test]
fn groups_that_are_large_enough_are_shown() {
    assert_eq!(
        hidden(Confidentiality::Anonymous, Audience::Reader, &[5, 6, 0]),
        [false; 3]
    );
}

#[test]
fn an_index_of_too_few_people_is_withheld() {
    for confidentiality in [Confidentiality::Confidential, Confidentiality::Anonymous] {
        let promise = Promise::new(confidentiality, 5);
        assert!(promise.withholds(&groups(&[2, 2])));
        assert!(!promise.withholds(&groups(&[2, 3])));
        // Without any valid sheet there is no index to withhold.
        assert!(!promise.withholds(&groups(&[0, 0])));
    }
}

/// What one person said: in which group, and which of the dimensions they were asked.
#[derive(Clone, Debug)]
struct Sheet {
    group: usize,
    asked: Vec<bool>,
}

#[derive(Clone, Debug)]
struct Cycle {
    smallest_group: u32,
    weights: Vec<i64>,
    dimension_weights: Vec<i64>,
    sheets: Vec<Sheet>,
}

/// A published figure as what it adds up: a factor for each dimension of each sheet.
type Figure = Vec<Exact>;

impl Cycle {
    fn groups(&self) -> Vec<Group> {
        let group = |(index, weight): (usize, &i64)| Group {
            valid: u32::try_from(self.of_group(index).count()).unwrap(),
            weighs: *weight > 0,
        };
        self.weights.iter().enumerate().map(group).collect()
    }

    fn of_group(&self, group: usize) -> impl Iterator<Item = usize> {
        let sheets = self.sheets.iter().enumerate();
        sheets.filter_map(move |(index, sheet)| (sheet.group == group).then_some(index))
    }

    fn complete(&self) -> bool {
        self.sheets
            .iter()
            .all(|sheet| sheet.asked.iter().all(|asked| *asked))
    }

    fn figure(&self, factor: impl Fn(usize, usize) -> Exact) -> Figure {
        let width = self.dimension_weights.len();
        (0..self.sheets.len() * width)
            .map(|at| factor(at / width, at % width))
            .collect()
    }

    /// How much a dimension counts in the index of a sheet.
    fn share(&self, sheet: usize, dimension: usize) -> Exact {
        let asked = &self.sheets[sheet].asked;
        if !asked[dimension] {
            return Exact::zero();
        }
        let total: i64 = self
            .dimension_weights
            .iter()
            .zip(asked)
            .filter_map(|(weight, asked)| asked.then_some(*weight))
            .sum();
        ratio(self.dimension_weights[dimension], total)
    }

    /// The weighted mean over groups of the means over the sheets that `counts`.
    fn mean_of_means(
        &self,
        counts: impl Fn(usize) -> bool,
        part: impl Fn(usize, usize) -> Exact,
    ) -> Option<Figure> {
        let sizes: Vec<i64> = (0..self.weights.len())
            .map(|group| i64::try_from(self.of_group(group).filter(|it| counts(*it)).count()))
            .collect::<Result<_, _>>()
            .unwrap();
        let present = self.weights.iter().zip(&sizes);
        let present: i64 = present
            .filter_map(|(weight, size)| (*size > 0).then_some(*weight))
            .sum();
        (present > 0).then(|| {
            self.figure(|sheet, dimension| {
                if !counts(sheet) {
                    return Exact::zero();
                }
                let group = self.sheets[sheet].group;
                ratio(self.weights[group], present * sizes[group]) * part(sheet, dimension)
            })
        })
    }

    /// Everything that the API shows to somebody of the assessed department.
    fn shown(&self, promise: Promise) -> Vec<Figure> {
        let (groups, complete) = (self.groups(), self.complete());
        let audience = Audience::Reader;
        let mut shown = Vec::new();
        if !promise.withholds(&groups) {
            shown.extend(self.mean_of_means(|_| true, |sheet, it| self.share(sheet, it)));
        }
        for (group, hidden) in promise.hidden(audience, &groups).into_iter().enumerate() {
            let size = i64::from(groups[group].valid);
            if !hidden && size > 0 {
                shown.push(self.figure(|sheet, dimension| {
                    if self.sheets[sheet].group == group {
                        self.share(sheet, dimension) * ratio(1, size)
                    } else {
                        Exact::zero()
                    }
                }));
            }
        }
        if promise.shows_dimensions(audience, &groups, complete) {
            for dimension in 0..self.dimension_weights.len() {
                let only = |_, it| ratio(i64::from(it == dimension), 1);
                let asked = |sheet: usize| self.sheets[sheet].asked[dimension];
                shown.extend(self.mean_of_means(asked, only));
            }
        }
        if promise.shows_sheet_figures(audience, &groups, complete) {
            shown.push(self.figure(|sheet, it| self.share(sheet, it)));
            for dimension in 0..self.dimension_weights.len() {
                shown.push(self.figure(|sheet, it| {
                    ratio(
                        i64::from(it == dimension && self.sheets[sheet].asked[it]),
                        1,
                    )
                }));
            }
        }
        shown
    }

    /// The smallest number of people for whom some combination of the figures speaks
    /// alone, if it is below `least`: without the people's columns the figures have a
    /// lower rank.
    fn fewest_people(&self, figures: &[Figure], least: u32) -> Option<u32> {
        let all = rank(figures.to_vec());
        let width = self.dimension_weights.len();
        (1_u32..1 << self.sheets.len())
            .filter(|people| people.count_ones() < least)
            .filter(|people| {
                let others = |figure: &Figure| {
                    let kept = figure.iter().enumerate();
                    kept.filter(|(at, _)| people & (1 << (at / width)) == 0)
                        .map(|(_, factor)| factor.clone())
                        .collect()
                };
                rank(figures.iter().map(others).collect()) < all
            })
            .map(u32::count_ones)
            .min()
    }
}

fn ratio(numerator: i64, denominator: i64) -> Exact {
    Exact::fraction(numerator.into(), denominator.into()).unwrap()
}

/// The rank of a matrix over the rationals, by elimination.
fn rank(mut rows: Vec<Figure>) -> usize {
    let columns = rows.first().map_or(0, Vec::len);
    let mut rank = 0;
    for column in 0..columns {
        let Some(pivot) = (rank..rows.len()).find(|row| !rows[*row][column].is_zero()) else {
            continue;
        };
        rows.swap(rank, pivot);
        let top = rows[rank].clone();
        for row in rows.iter_mut().skip(rank + 1) {
            let factor = row[column].divided_by(&top[column]).unwrap();
            if !factor.is_zero() {
                for (cell, above) in row.iter_mut().zip(&top) {
                    *cell = &*cell - &(&factor * above);
                }
            }
        }
        rank += 1;
    }
    rank
}

fn cycles() -> impl Strategy<Value = Cycle> {
    let sheets = |groups: usize, dimensions: usize| {
        // Mostly whole sheets: one that leaves a dimension out closes the breakdowns.
        let asked = prop_oneof![
            6 => Just(vec![true; dimensions]),
            1 => (0..dimensions).prop_map(move |open| {
                (0..dimensions).map(|it| it == open || dimensions == 1).collect()
            }),
        ];
        let sheet = (0..groups, asked).prop_map(|(group, asked)| Sheet { group, asked });
        prop::collection::vec(sheet, 1..9)
    };
    (1_usize..5, 1_usize..3).prop_flat_map(move |(groups, dimensions)| {
        (
            2_u32..5,
            prop::collection::vec(0_i64..4, groups),
            prop::collection::vec(1_i64..4, dimensions),
            sheets(groups, dimensions),
        )
            .prop_map(
                |(smallest_group, weights, dimension_weights, sheets)| Cycle {
                    smallest_group,
                    weights,
                    dimension_weights,
                    sheets,
                },
            )
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn nobody_can_solve_for_a_mean_of_too_few_people(cycle in cycles()) {
        for kept in [Confidentiality::Confidential, Confidentiality::Anonymous] {
            let promise = Promise::new(kept, cycle.smallest_group);
            let shown = cycle.shown(promise);
            let fewest = cycle.fewest_people(&shown, cycle.smallest_group);
            prop_assert_eq!(fewest, None);
        }
    }
}

#[test]
fn the_adversary_solves_what_is_not_protected() {
    // Two groups of three and one: the mean of the one is index less the mean of three.
    let sheet = |group| Sheet {
        group,
        asked: vec![true],
    };
    let cycle = Cycle {
        smallest_group: 3,
        weights: vec![1, 1],
        dimension_weights: vec![1],
        sheets: vec![sheet(0), sheet(0), sheet(0), sheet(1)],
    };
    let attributed = Promise::new(Confidentiality::Attributed, 3);
    let shown = cycle.shown(attributed);
    assert_eq!(cycle.fewest_people(&shown, 3), Some(1));
}
