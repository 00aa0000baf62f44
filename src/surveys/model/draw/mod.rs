//! The draw: who of a frame is asked. It takes those who may be drawn one by one, in any
//! order, keeps no more of them than could be drawn, and then decides.

mod apportion;
mod fill;
mod lot;
mod outcome;
mod spread;
mod strata;
mod volume;

#[cfg(test)]
mod tests;

use std::collections::HashMap;

pub use apportion::{apportion, apportion_capped};
use fill::{Cell, fill};
use lot::Lowest;
pub use lot::{Lot, Ticket, ticket};
pub use outcome::{Constraint, Drawn, DrawnContact, Places, QuotaFull, Shortfall, Stratum};
use strata::Strata;
use volume::Volumes;

use super::sampling::{Quota, Sampling};
use crate::customers::Attributes;
use crate::kernel::Decimal;
use crate::kernel::exact::Exact;

/// A draw that is being made.
pub struct Drawing<'a> {
    sampling: &'a Sampling,
    quotas: &'a [Quota],
    reserve: u32,
    strata: Strata<'a>,
    /// The lots of each combination of a stratum and a value of each quota.
    cells: HashMap<Box<[u32]>, Lowest>,
    /// How many lots of a cell could be drawn.
    limit: Option<u64>,
    volumes: Volumes,
}

impl<'a> Drawing<'a> {
    /// Begins.
    pub fn new(sampling: &'a Sampling, quotas: &'a [Quota], reserve: u32) -> Self {
        let limit = sampling
            .size()
            .map(|size| u64::from(size) + u64::from(reserve));
        Self {
            sampling,
            quotas,
            reserve,
            strata: Strata::new(sampling),
            cells: HashMap::new(),
            limit,
            volumes: Volumes::default(),
        }
    }

    /// Takes somebody who may be drawn.
    pub fn offer(&mut self, attributes: &Attributes, volume: Option<&Decimal>, lot: Lot) {
        if let Sampling::CumulativeVolume { .. } = self.sampling {
            self.volumes.offer(volume, lot);
            return;
        }
        let values = self.quotas.iter().map(|quota| quota.place_of(attributes));
        let values: Vec<u32> = values.collect();
        let wanted = self
            .quotas
            .iter()
            .zip(&values)
            .all(|(quota, value)| quota.wants(*value));
        let stratum = self
            .strata
            .offer(attributes, volume, wanted, lot.is_assessed);
        let at: Box<[u32]> = std::iter::once(stratum).chain(values).collect();
        let limit = self.limit;
        self.cells
            .entry(at)
            .or_insert_with(|| Lowest::new(limit))
            .push(lot);
    }

    /// Decides; or says by how much each constraint fails.
    pub fn finish(mut self) -> Result<Drawn, Vec<Shortfall>> {
        if let Sampling::CumulativeVolume { share } = self.sampling {
            return self.volumes.finish(share, self.reserve);
        }
        let now = self.strata.sort();
        let found = self.strata.places(self.sampling);
        // Where there are too few altogether, the quotas are looked at all the same, so that
        // everything that is missing is told at once.
        let (places, size) = match &found {
            Ok(places) => (places.clone(), places.iter().sum()),
            Err(short) => (
                self.strata.populations(),
                short.iter().map(|short| short.wanted).sum(),
            ),
        };
        let margins = self.margins(&places, size);
        let mut cells: Vec<(Box<[u32]>, Lowest)> = self.cells.into_iter().collect();
        for (at, _) in &mut cells {
            at[0] = now[at[0] as usize];
        }
        cells.sort_unstable_by(|left, right| left.0.cmp(&right.0));
        let table: Vec<Cell<'_>> = cells
            .iter()
            .map(|(at, lots)| Cell {
                at,
                available: lots.seen(),
            })
            .collect();
        let names = Names {
            strata: &self.strata,
            by: self.sampling.by(),
            quotas: self.quotas,
        };
        names.check(found.err(), &margins, &table)?;
        let numbers = fill(&margins, &table).map_err(|missing| {
            vec![Shortfall {
                constraint: Constraint::Together,
                wanted: size,
                found: size - missing,
            }]
        })?;
        let reserves = reserves(self.reserve, &numbers, &table);
        let cells: Vec<(Box<[u32]>, Vec<Lot>)> = cells
            .into_iter()
            .map(|(at, lots)| (at, lots.into_sorted()))
            .collect();
        let chosen = outcome::Chosen {
            cells: &cells,
            numbers: &numbers,
            reserves: &reserves,
            margins: &margins,
        };
        Ok(names.drawn(&chosen))
    }

    /// The places of the strata, and those of the values of each quota; the last place
    /// of a quota stands for all values without a ratio.
    fn margins(&self, places: &[u64], size: u64) -> Vec<Vec<u64>> {
        let quota = |quota: &Quota| {
            let ratios: Vec<Exact> = quota
                .ratios
                .iter()
                .map(|ratio| Exact::from(u64::from(ratio.ratio)))
                .collect();
            let mut places = apportion(size, &ratios);
            places.push(0);
            places
        };
        let strata = std::iter::once(places.to_vec());
        strata.chain(self.quotas.iter().map(quota)).collect()
    }
}

/// What strata and values are called.
struct Names<'a> {
    strata: &'a Strata<'a>,
    by: Option<&'a str>,
    quotas: &'a [Quota],
}

impl Names<'_> {
    /// Whether each place of each margin can be filled, looked at alone, and nothing is
    /// `missing` already.
    fn check(
        &self,
        missing: Option<Vec<Shortfall>>,
        margins: &[Vec<u64>],
        cells: &[Cell<'_>],
    ) -> Result<(), Vec<Shortfall>> {
        let mut short = missing.unwrap_or_default();
        for (margin, places) in margins.iter().enumerate() {
            let mut found = vec![0_u64; places.len()];
            for cell in cells {
                let others = cell.at.iter().zip(margins).enumerate();
                let possible = others
                    .filter(|(other, _)| *other != margin)
                    .all(|(_, (value, places))| places[*value as usize] > 0);
                if possible {
                    found[cell.at[margin] as usize] += cell.available;
                }
            }
            for (value, (wanted, found)) in places.iter().zip(found).enumerate() {
                if found < *wanted {
                    short.push(Shortfall {
                        constraint: self.constraint(margin, value),
                        wanted: *wanted,
                        found,
                    });
                }
            }
        }
        if short.is_empty() { Ok(()) } else { Err(short) }
    }

    fn constraint(&self, margin: usize, value: usize) -> Constraint {
        match (margin.checked_sub(1), self.by) {
            (None, None) => Constraint::Size,
            (None, Some(by)) => Constraint::Stratum {
                key: by.to_owned(),
                value: self.strata.name(value).to_owned(),
            },
            (Some(quota), _) => {
                let quota = &self.quotas[quota];
                let ratio = quota.ratios.get(value);
                Constraint::Quota {
                    key: quota.key.clone(),
                    value: ratio.map(|ratio| ratio.value.clone()).unwrap_or_default(),
                }
            }
        }
    }
}

impl Quota {
    /// The index of the ratio for the customer's value; one behind the last for a value
    /// without one.
    fn place_of(&self, attributes: &Attributes) -> u32 {
        let value = attributes.get(&self.key);
        let named = |value: &String| self.ratios.iter().position(|ratio| ratio.value == *value);
        let place = value.and_then(named).unwrap_or(self.ratios.len());
        u32::try_from(place).unwrap_or(u32::MAX)
    }

    /// Whether anybody of the value at `place` is wanted.
    fn wants(&self, place: u32) -> bool {
        let ratio = self.ratios.get(place as usize);
        ratio.is_some_and(|ratio| ratio.ratio > 0)
    }
}

/// How many of the reserve come from each cell: by the numbers of the cells, as far as
/// they have more.
fn reserves(reserve: u32, numbers: &[u64], cells: &[Cell<'_>]) -> Vec<u64> {
    let weights: Vec<Exact> = numbers.iter().map(|number| Exact::from(*number)).collect();
    let rest = cells.iter().zip(numbers);
    let caps: Vec<u64> = rest
        .map(|(cell, number)| {
            if *number > 0 {
                cell.available - number
            } else {
                0
            }
        })
        .collect();
    apportion_capped(u64::from(reserve), &weights, &caps)
}
