//! An instrument made ready for reading a million sheets: whole numbers only.
//!
//! A response's index is `I = Σ w·n(v) / Σ w` over the rated items that were asked, with
//! `w` the dimension's weight times the item's, and `n(v)` linear in the level. Everything
//! is multiplied once by common denominators, which the division then cancels; what is left
//! per rating is one multiplication and one addition of integers, and no rounding anywhere.
//!
//! Invariants: an item that was not asked (hidden, not applicable) leaves the denominator
//! with its own weight, so its dimension counts for less in that sheet and the weight does
//! not move to its siblings; every index lies in 0–100.

use std::collections::{BTreeMap, BTreeSet};

use num_bigint::BigInt;
use num_traits::{One, Zero};

use super::error::ScoringError;
use super::instrument::{Instrument, Item};
use super::moments::Quotient;
use super::policy::Normalisation;
use super::sheet::Mark;
use crate::kernel::exact::Exact;

/// Levels that pass, by the code of the attention item.
pub(super) type Attention<'a> = BTreeMap<&'a str, i32>;

/// The instrument in whole numbers.
#[derive(Debug)]
pub(super) struct Gauge {
    dimensions: Vec<GaugeDimension>,
}

#[derive(Debug)]
struct GaugeDimension {
    weight: BigInt,
    items: Vec<GaugeItem>,
}

/// `weight · n(v) = slope · v + offset`, in the common unit of all items.
#[derive(Debug)]
struct GaugeItem {
    weight: BigInt,
    slope: BigInt,
    offset: BigInt,
    /// `weight · n(neutral)`.
    neutral: BigInt,
    /// Attention items are no opinion.
    opinion: bool,
}

/// What the ratings of one sheet come to.
#[derive(Debug)]
pub(super) struct Reading {
    /// The whole sheet; `None` where nothing that weighs was asked.
    pub(super) index: Option<Quotient>,
    /// Each dimension by itself.
    pub(super) dimensions: Vec<Option<Quotient>>,
}

/// One item before its numbers are brought to the common unit.
struct ExactItem {
    weight: Exact,
    slope: Exact,
    offset: Exact,
    neutral: Exact,
    opinion: bool,
}

impl Gauge {
    /// # Errors
    /// A negative weight, a code given twice, or a scale that cannot be normalised.
    pub(super) fn new(
        instrument: &Instrument,
        normalisation: Normalisation,
        attention: &Attention<'_>,
    ) -> Result<Self, ScoringError> {
        refuse_duplicates(
            instrument
                .dimensions
                .iter()
                .map(|dimension| dimension.code.as_str()),
        )?;
        refuse_duplicates(instrument.items().map(|item| item.code.as_str()))?;

        let mut weights = Vec::new();
        let mut groups = Vec::new();
        for dimension in &instrument.dimensions {
            refuse_negative(&dimension.code, &dimension.weight)?;
            weights.push(dimension.weight.clone());
            let items: Result<Vec<_>, _> = dimension
                .items
                .iter()
                .map(|item| {
                    let opinion = !attention.contains_key(item.code.as_str());
                    ExactItem::new(item, normalisation, opinion)
                })
                .collect();
            groups.push(items?);
        }

        let weight_unit = common_denominator(&weights);
        let item_unit = common_denominator(
            groups
                .iter()
                .flatten()
                .flat_map(|item| [&item.weight, &item.slope, &item.offset, &item.neutral]),
        );
        let dimensions = weights
            .iter()
            .zip(&groups)
            .map(|(weight, items)| GaugeDimension {
                weight: in_units(weight, &weight_unit),
                items: items.iter().map(|item| item.in_units(&item_unit)).collect(),
            })
            .collect();
        Ok(Self { dimensions })
    }

    /// Reads marks that are known to lie on their scales. The caller has decided that what
    /// is missing may count as neutral.
    pub(super) fn read(&self, marks: &[Mark]) -> Reading {
        let mut marks = marks.iter();
        let mut points_in_all = BigInt::zero();
        let mut weight_in_all = BigInt::zero();
        let mut dimensions = Vec::with_capacity(self.dimensions.len());
        for dimension in &self.dimensions {
            let mut points = BigInt::zero();
            let mut weight = BigInt::zero();
            for (item, mark) in dimension.items.iter().zip(marks.by_ref()) {
                match mark {
                    _ if !item.opinion => continue,
                    Mark::Hidden | Mark::NotApplicable => continue,
                    Mark::Level(level) => {
                        points += &item.slope * *level;
                        points += &item.offset;
                    }
                    Mark::Missing => points += &item.neutral,
                }
                weight += &item.weight;
            }
            points_in_all += &dimension.weight * &points;
            weight_in_all += &dimension.weight * &weight;
            dimensions.push(Quotient::new(points, weight));
        }
        Reading {
            index: Quotient::new(points_in_all, weight_in_all),
            dimensions,
        }
    }
}

impl ExactItem {
    fn new(item: &Item, normalisation: Normalisation, opinion: bool) -> Result<Self, ScoringError> {
        refuse_negative(&item.code, &item.weight)?;
        let refused = || ScoringError::ScaleNotNormalisable {
            item: item.code.clone(),
        };
        let (lowest, highest) = (Exact::from(item.scale.min), Exact::from(item.scale.max));
        if item.scale.neutral < lowest || item.scale.neutral > highest {
            return Err(refused());
        }
        let (origin, length) = match normalisation {
            Normalisation::RatioOfMax if lowest.is_negative() => return Err(refused()),
            Normalisation::RatioOfMax => (Exact::zero(), highest),
            Normalisation::MinMax => (lowest.clone(), highest - lowest),
        };
        let per_level = Exact::hundred().divided_by(&length).ok_or_else(refused)?;
        let slope = per_level * &item.weight;
        let offset = -(&slope * origin);
        let neutral = &slope * &item.scale.neutral + &offset;
        Ok(Self {
            weight: item.weight.clone(),
            slope,
            offset,
            neutral,
            opinion,
        })
    }

    fn in_units(&self, unit: &BigInt) -> GaugeItem {
        GaugeItem {
            weight: in_units(&self.weight, unit),
            slope: in_units(&self.slope, unit),
            offset: in_units(&self.offset, unit),
            neutral: in_units(&self.neutral, unit),
            opinion: self.opinion,
        }
    }
}

/// The least common multiple of the denominators.
fn common_denominator<'a>(values: impl IntoIterator<Item = &'a Exact>) -> BigInt {
    values.into_iter().fold(BigInt::one(), |unit, value| {
        // In lowest terms, `unit / denominator` keeps below the line what is not yet in
        // the unit.
        let lacking = Exact::fraction(unit.clone(), value.denominator().clone());
        lacking.map_or(BigInt::one(), |lacking| lacking.denominator() * &unit)
    })
}

/// `value · unit`, which is whole because the unit is a multiple of every denominator.
fn in_units(value: &Exact, unit: &BigInt) -> BigInt {
    value.numerator() * (unit / value.denominator())
}

fn refuse_negative(code: &str, weight: &Exact) -> Result<(), ScoringError> {
    if weight.is_negative() {
        return Err(ScoringError::NegativeWeight {
            code: code.to_owned(),
        });
    }
    Ok(())
}

fn refuse_duplicates<'a>(codes: impl Iterator<Item = &'a str>) -> Result<(), ScoringError> {
    let mut seen = BTreeSet::new();
    for code in codes {
        if !seen.insert(code) {
            return Err(ScoringError::DuplicateCode {
                code: code.to_owned(),
            });
        }
    }
    Ok(())
}
