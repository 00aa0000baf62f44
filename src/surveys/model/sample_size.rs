//! How many must answer for a share to be known to within a margin.
//!
//! Cochran: `n₀ = z² · p(1 − p) / e²`, and for a finite population
//! `n = n₀ / (1 + (n₀ − 1) / N)`, rounded up. All in exact fractions; `z` comes from a
//! table to six places, so that everybody gets the same number.

use num_traits::ToPrimitive;

use crate::kernel::exact::Exact;
use crate::kernel::{Decimal, Parse, Problem, Typed};
use crate::surveys::error;

/// The confidences in per cent, and the two-sided quantile of the normal distribution
/// of each in millionths.
const QUANTILES: &[(&str, i64)] = &[
    ("80", 1_281_552),
    ("85", 1_439_531),
    ("90", 1_644_854),
    ("95", 1_959_964),
    ("98", 2_326_348),
    ("99", 2_575_829),
    ("99.5", 2_807_034),
    ("99.9", 3_290_527),
];

/// What is asked of a sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Precision {
    /// The margin of error in percentage points, 0.01 to 50.
    margin: Exact,
    /// The quantile of the confidence.
    quantile: Exact,
    /// The share that is expected, 0 to 1.
    share: Exact,
    /// How many there are; none for very many.
    population: Option<u64>,
}

/// What is asked, as typed.
#[derive(Clone, Debug)]
pub struct TypedPrecision {
    /// The margin of error in percentage points.
    pub margin: Typed<Decimal>,
    /// The confidence in per cent; 95 where left out.
    pub confidence: Option<Typed<Decimal>>,
    /// The expected share in per cent; 50, the most demanding, where left out.
    pub share: Option<Typed<Decimal>>,
    /// How many there are; very many where left out.
    pub population: Option<i32>,
}

impl Precision {
    /// Reads what was typed as arguments.
    pub fn read(typed: TypedPrecision) -> Result<Self, Vec<Problem>> {
        let mut parse = Parse::arguments();
        let margin = parse.field("margin", typed.margin.and_then(|it| margin_of(&it)));
        let confidence = typed.confidence.unwrap_or_else(|| Ok(Decimal::from(95)));
        let quantile = parse.field("confidence", confidence.and_then(|it| quantile(&it)));
        let share = typed.share.unwrap_or_else(|| Ok(Decimal::from(50)));
        let share = parse.field(
            "expectedShare",
            share.and_then(|it| within(&it, 0, 100, true)),
        );
        let population = typed.population.map(|population| {
            let positive = u64::try_from(population)
                .ok()
                .filter(|population| *population > 0);
            positive.ok_or_else(|| error::out_of_range(1, i32::MAX))
        });
        let population = parse.optional("population", population);
        let parts = margin.zip(quantile).zip(share).zip(population);
        parse.finish(parts.map(|(((margin, quantile), share), population)| Self {
            margin,
            quantile,
            share,
            population,
        }))
    }

    /// How many must answer.
    pub fn sample_size(&self) -> u64 {
        let hundred = Exact::hundred();
        let parts = &self.share * &(hundred - &self.share);
        let Some(wanted) = (self.quantile.squared() * parts).divided_by(&self.margin.squared())
        else {
            return 0;
        };
        let exact = match self.population.map(Exact::from) {
            None => wanted,
            Some(population) => {
                let more = &wanted + &population - Exact::from(1_i64);
                (wanted * population).divided_by(&more).unwrap_or_default()
            }
        };
        let whole = (exact.numerator() / exact.denominator())
            .to_u64()
            .unwrap_or(u64::MAX);
        whole
            .saturating_add(u64::from(Exact::from(whole) < exact))
            .max(1)
    }
}

/// A margin below a hundredth of a point would ask for more people than there are.
fn margin_of(value: &Decimal) -> Result<Exact, Problem> {
    let margin = within(value, 0, 50, false)?;
    let least = Exact::fraction(1.into(), 100.into());
    match least.is_some_and(|least| margin < least) {
        true => Err(error::margin_too_small()),
        false => Ok(margin),
    }
}

fn within(value: &Decimal, least: i64, most: i64, closed: bool) -> Result<Exact, Problem> {
    let (low, high) = (Decimal::from(least), Decimal::from(most));
    let possible = *value <= high && (*value > low || closed && *value == low);
    let exact = Exact::try_from(value.as_big()).ok().filter(|_| possible);
    exact.ok_or_else(|| error::share_beyond(least, most, closed))
}

fn quantile(confidence: &Decimal) -> Result<Exact, Problem> {
    let text = confidence.to_string();
    let found = QUANTILES.iter().find(|(name, _)| *name == text);
    let millionths = found.map(|(_, millionths)| *millionths);
    let exact = millionths.and_then(|it| Exact::fraction(it.into(), 1_000_000.into()));
    exact.ok_or_else(|| {
        let known: Vec<&str> = QUANTILES.iter().map(|(name, _)| *name).collect();
        error::unknown_confidence(&known.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size(margin: &str, confidence: &str, share: &str, population: Option<i32>) -> u64 {
        let typed = TypedPrecision {
            margin: Ok(margin.parse().unwrap()),
            confidence: Some(Ok(confidence.parse().unwrap())),
            share: Some(Ok(share.parse().unwrap())),
            population,
        };
        Precision::read(typed).unwrap().sample_size()
    }

    #[test]
    fn the_sizes_are_those_of_the_textbooks() {
        for (margin, confidence, share, population, expected) in [
            ("5", "95", "50", None, 385),
            ("3", "95", "50", None, 1_068),
            ("1", "95", "50", None, 9_604),
            ("5", "99", "50", None, 664),
            ("5", "90", "50", None, 271),
            ("5", "95", "50", Some(1_000), 278),
            ("5", "95", "50", Some(100), 80),
            ("5", "95", "10", None, 139),
            ("50", "80", "50", None, 2),
            ("5", "95", "50", Some(1), 1),
            ("5", "95", "0", None, 1),
        ] {
            let found = size(margin, confidence, share, population);
            assert_eq!(
                found, expected,
                "{margin} {confidence} {share} {population:?}"
            );
        }
    }

    #[test]
    fn every_size_is_one_that_an_answer_can_hold() {
        let typed = |margin: &str| TypedPrecision {
            margin: Ok(margin.parse().unwrap()),
            confidence: Some(Ok("99.9".parse().unwrap())),
            share: None,
            population: None,
        };
        let least = Precision::read(typed("0.01")).unwrap().sample_size();
        assert!(i32::try_from(least).is_ok(), "{least}");
        let problems = Precision::read(typed("0.009")).unwrap_err();
        assert_eq!(problems[0].field, ["margin"]);
    }

    #[test]
    fn what_is_no_precision_is_told_at_once() {
        let typed = TypedPrecision {
            margin: Ok(Decimal::from(0)),
            confidence: Some(Ok(Decimal::from(97))),
            share: Some(Ok(Decimal::from(101))),
            population: Some(0),
        };
        let problems = Precision::read(typed).unwrap_err();
        let fields: Vec<String> = problems.iter().map(|it| it.field.join(".")).collect();
        assert_eq!(
            fields,
            ["margin", "confidence", "expectedShare", "population"]
        );
    }
}
