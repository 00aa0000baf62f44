//! The external side: the mean index of a stratified sample of customers.
//!
//! Source: the textbook estimator for stratified sampling without replacement,
//! `ȳ = Σ W_h·ȳ_h` with `W_h = N_h / N`, which weighs every response of stratum `h` by
//! `N_h / n_h`; its variance `Σ W_h²·(1 − f_h)·s_h² / n_h` with `f_h = n_h / N_h`.
//!
//! Invariants: `n_h` counts valid responses; a stratum without any is left out of `W` and
//! lowers the coverage. A plan without strata is a plan with one.

use super::moments::Moments;
use super::sheet::ValidSheet;
use super::weighted::WeightedMean;
use crate::kernel::exact::Exact;

/// The valid responses of one stratum, collected in any order.
#[derive(Debug, Clone)]
pub struct Stratum {
    code: String,
    population: u64,
    indices: Moments,
    /// One per dimension of what is asked.
    dimensions: Vec<Moments>,
}

/// What one stratum contributed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StratumMean {
    /// The stratum's code.
    pub code: String,
    /// `N_h`: contacts in the frame.
    pub population: u64,
    /// `n_h`: valid responses.
    pub responses: u64,
    /// `ȳ_h`: the mean index, 0–100; `None` without a response.
    pub mean: Option<Exact>,
    /// `s_h²`; `None` below two responses.
    pub variance: Option<Exact>,
}

/// The external index with its precision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExternalEstimate {
    /// The mean index, 0–100; `None` without a response.
    pub index: Option<Exact>,
    /// The variance of that mean. `None` without a response, and where a sampled stratum
    /// has a single response, whose spread nobody knows; a stratum that was asked in full
    /// adds nothing.
    pub variance: Option<Exact>,
    /// The share of the frame whose strata have a response, in per cent.
    pub coverage: Exact,
    /// The strata, in the order given.
    pub strata: Vec<StratumMean>,
}

impl Stratum {
    /// An empty stratum of `population` contacts.
    #[must_use]
    pub fn new(code: String, population: u64) -> Self {
        Self {
            code,
            population,
            indices: Moments::default(),
            dimensions: Vec::new(),
        }
    }

    /// The same stratum, which counts so many dimensions by themselves too.
    pub(super) fn with_dimensions(self, count: usize) -> Self {
        Self {
            dimensions: vec![Moments::default(); count],
            ..self
        }
    }

    /// Takes one valid response.
    pub fn add(&mut self, sheet: &ValidSheet) {
        self.indices.add(&sheet.index);
        for (moments, index) in self.dimensions.iter_mut().zip(&sheet.dimensions) {
            if let Some(index) = index {
                moments.add(index);
            }
        }
    }

    /// The same stratum before anybody answered.
    pub(super) fn emptied(&self) -> Self {
        Self::new(self.code.clone(), self.population)
    }

    /// `N_h`, and what was said in the dimension at this place.
    pub(super) fn dimension(&self, position: usize) -> (u64, Option<&Moments>) {
        (self.population, self.dimensions.get(position))
    }

    /// The name and `N_h`.
    pub(super) fn size(&self) -> (&str, u64) {
        (&self.code, self.population)
    }

    fn mean(&self) -> StratumMean {
        StratumMean {
            code: self.code.clone(),
            population: self.population,
            responses: self.indices.count(),
            mean: self.indices.mean(),
            variance: self.indices.variance(),
        }
    }
}

impl ExternalEstimate {
    /// The estimate over all strata of a plan.
    #[must_use]
    pub fn of(strata: &[Stratum]) -> Self {
        let strata: Vec<StratumMean> = strata.iter().map(Stratum::mean).collect();
        let populations: Vec<Exact> = strata
            .iter()
            .map(|stratum| Exact::from(stratum.population))
            .collect();
        let weighted = WeightedMean::over(
            populations
                .iter()
                .zip(strata.iter().map(|stratum| stratum.mean.as_ref())),
        );
        let variance = weighted
            .mean
            .as_ref()
            .and_then(|_| variance_of_mean(&strata));
        Self {
            index: weighted.mean,
            variance,
            coverage: weighted.coverage,
            strata,
        }
    }
}

/// `Σ W_h²·(1 − f_h)·s_h² / n_h` over the strata with responses.
fn variance_of_mean(strata: &[StratumMean]) -> Option<Exact> {
    let present = || strata.iter().filter(|stratum| stratum.responses > 0);
    let population: Exact = present()
        .map(|stratum| Exact::from(stratum.population))
        .sum();
    let terms: Option<Vec<Exact>> = present()
        .map(|stratum| stratum.variance_term(&population))
        .collect();
    Some(terms?.into_iter().sum())
}

impl StratumMean {
    fn variance_term(&self, population: &Exact) -> Option<Exact> {
        // More answers than the frame knows would make the correction negative: such a
        // stratum was asked in full.
        let unasked = self.population.saturating_sub(self.responses);
        if unasked == 0 {
            return Some(Exact::zero());
        }
        let own = Exact::from(self.population);
        let weight = own.divided_by(population)?;
        let correction = Exact::from(unasked).divided_by(&own)?;
        let spread = self
            .variance
            .as_ref()?
            .divided_by(&Exact::from(self.responses))?;
        Some(weight.squared() * correction * spread)
    }
}
