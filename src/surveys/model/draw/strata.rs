//! The strata of a draw: how many may be drawn from each, and how many are.

use std::collections::HashMap;

use super::outcome::{Constraint, Shortfall};
use super::spread::Spread;
use super::{apportion, apportion_capped};
use crate::customers::Attributes;
use crate::kernel::Decimal;
use crate::kernel::exact::Exact;
use crate::surveys::model::sampling::{Deviation, Sampling};

/// The strata as they are met; without an attribute there is one, with the empty name.
pub(super) struct Strata<'a> {
    by: Option<&'a str>,
    indexes: HashMap<String, u32>,
    strata: Vec<Met>,
    observes: bool,
}

/// A stratum that was met.
#[derive(Default)]
struct Met {
    name: String,
    /// How many may be drawn.
    population: u64,
    /// How many of them are assessed.
    assessed: u64,
    volumes: Spread,
}

impl<'a> Strata<'a> {
    pub(super) fn new(sampling: &'a Sampling) -> Self {
        let mut strata = Self {
            by: sampling.by(),
            indexes: HashMap::new(),
            strata: Vec::new(),
            observes: matches!(sampling, Sampling::Neyman { .. }),
        };
        // Wanted strata are there even if nobody is in them.
        match sampling {
            Sampling::Fixed { sizes, .. } => {
                for size in sizes {
                    strata.index(&size.value);
                }
            }
            _ if strata.by.is_none() => {
                strata.index("");
            }
            _ => {}
        }
        strata
    }

    /// Takes somebody in; who is not `wanted` by the quotas is no part of the population.
    pub(super) fn offer(
        &mut self,
        attributes: &Attributes,
        volume: Option<&Decimal>,
        wanted: bool,
        is_assessed: bool,
    ) -> u32 {
        let name = self.by.and_then(|by| attributes.get(by));
        let index = self.index(name.map_or("", String::as_str));
        let observes = self.observes;
        let stratum = &mut self.strata[index as usize];
        if wanted {
            stratum.population += 1;
            stratum.assessed += u64::from(is_assessed);
            if let (true, Some(volume)) = (observes, volume) {
                stratum.volumes.push(volume);
            }
        }
        index
    }

    fn index(&mut self, name: &str) -> u32 {
        if let Some(index) = self.indexes.get(name) {
            return *index;
        }
        let index = u32::try_from(self.strata.len()).unwrap_or(u32::MAX);
        self.indexes.insert(name.to_owned(), index);
        self.strata.push(Met {
            name: name.to_owned(),
            ..Met::default()
        });
        index
    }

    pub(super) fn name(&self, index: usize) -> &str {
        &self.strata[index].name
    }

    pub(super) fn population(&self, index: usize) -> u64 {
        self.strata[index].population
    }

    pub(super) fn populations(&self) -> Vec<u64> {
        self.strata.iter().map(|it| it.population).collect()
    }

    pub(super) fn assessed(&self, index: usize) -> u64 {
        self.strata[index].assessed
    }

    /// Puts the strata in the order of their names, so that nothing hangs on the order of
    /// arrival; gives the new index of each.
    pub(super) fn sort(&mut self) -> Vec<u32> {
        self.strata
            .sort_by(|left, right| left.name.cmp(&right.name));
        let mut now = vec![0; self.strata.len()];
        for (index, stratum) in (0_u32..).zip(&self.strata) {
            if let Some(before) = self.indexes.insert(stratum.name.clone(), index) {
                now[before as usize] = index;
            }
        }
        now
    }

    /// How many are drawn from each stratum.
    pub(super) fn places(&self, sampling: &Sampling) -> Result<Vec<u64>, Vec<Shortfall>> {
        let populations = self.populations();
        let found: u64 = populations.iter().sum();
        let wanted = sampling.size().map_or(found, u64::from);
        let fixed = matches!(sampling, Sampling::Fixed { .. });
        if wanted > found && !fixed {
            return Err(vec![Shortfall {
                constraint: Constraint::Size,
                wanted,
                found,
            }]);
        }
        let exact = |counts: &[u64]| -> Vec<Exact> {
            counts.iter().map(|count| Exact::from(*count)).collect()
        };
        Ok(match sampling {
            Sampling::Census | Sampling::CumulativeVolume { .. } => populations,
            Sampling::Simple { .. } => vec![wanted],
            Sampling::Proportional { .. } => apportion(wanted, &exact(&populations)),
            Sampling::Neyman { deviations, .. } => {
                let weights = self.population_times_deviation(deviations);
                let mut places = apportion_capped(wanted, &weights, &populations);
                // Strata without any spread fill what the others could not.
                let left = wanted - places.iter().sum::<u64>();
                let rest = populations.iter().zip(&places);
                let rest: Vec<u64> = rest.map(|(all, places)| all - places).collect();
                for (places, more) in places.iter_mut().zip(apportion(left, &exact(&rest))) {
                    *places += more;
                }
                places
            }
            Sampling::Fixed { sizes, .. } => {
                let place = |index: usize| {
                    let size = sizes.iter().find(|it| it.value == self.name(index));
                    size.map_or(0, |it| u64::from(it.size))
                };
                (0..populations.len()).map(place).collect()
            }
            Sampling::PercentPerGroup { percent, .. } => {
                let share = Exact::try_from(percent.as_big()).unwrap_or_default();
                populations
                    .iter()
                    .map(|it| rounded_up(*it, &share))
                    .collect()
            }
        })
    }

    /// `N_h · S_h`: the deviation is the given one, or that of the annual volume.
    fn population_times_deviation(&self, given: &[Deviation]) -> Vec<Exact> {
        let weight = |stratum: &Met| {
            let given = given.iter().find(|it| it.value == stratum.name);
            let given = given.and_then(|it| Exact::try_from(it.deviation.as_big()).ok());
            let deviation = given.unwrap_or_else(|| stratum.volumes.standard_deviation());
            Exact::from(stratum.population) * deviation
        };
        self.strata.iter().map(weight).collect()
    }
}

/// `percent` of `count`, rounded up: never fewer than was promised.
fn rounded_up(count: u64, percent: &Exact) -> u64 {
    let exact = Exact::from(count) * percent;
    let whole = exact.numerator() / (exact.denominator() * 100);
    let whole = u64::try_from(whole).unwrap_or(u64::MAX);
    whole + u64::from(Exact::from(whole) * Exact::hundred() < exact)
}
