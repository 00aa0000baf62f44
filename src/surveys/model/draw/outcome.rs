//! What a draw gives: who is asked and in which order, who found the places taken, and
//! how many there were and are.

use std::collections::BTreeMap;

use super::Names;
use super::lot::Lot;

/// What a draw gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// Those who are asked, in the order of asking: at any moment the cells of strata and
    /// quotas are filled alike. The reserve comes last.
    pub contacts: Vec<DrawnContact>,
    /// Those whom the draw would have taken without the quotas, in the order of the frame.
    pub quota_full: Vec<QuotaFull>,
    /// The strata, by name.
    pub strata: Vec<Stratum>,
    /// The places of each value of each quota, in the order of the plan.
    pub quotas: Vec<Places>,
    /// How many could be drawn.
    pub eligible: u64,
}

/// Somebody who is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawnContact {
    /// Who.
    pub lot: Lot,
    /// Whether there is no place yet.
    pub is_reserve: bool,
    /// The stratum; empty without strata.
    pub stratum: String,
    /// The value of each quota's attribute.
    pub quota_values: BTreeMap<String, String>,
}

/// Somebody for whom no place was left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotaFull {
    /// Who.
    pub lot: Lot,
    /// The attribute whose places were taken.
    pub key: String,
    /// Its value; empty for a customer without one.
    pub value: String,
    /// The stratum.
    pub stratum: String,
}

/// A stratum of a draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stratum {
    /// Its value; empty without strata.
    pub value: String,
    /// How many could be drawn (`N_h`); of the largest customers, how many customers.
    pub population: u64,
    /// How many of them are assessed: whose answers stand for the stratum in a score.
    pub assessed: u64,
    /// How many places it has (`n_h`).
    pub places: u64,
    /// How many were drawn, those of the reserve among them.
    pub drawn: u64,
}

/// The places of one value of a quota.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    /// The attribute.
    pub key: String,
    /// Its value.
    pub value: String,
    /// How many valid answers count.
    pub places: u64,
}

/// What a plan asks for and a frame cannot give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Constraint {
    /// As many contacts.
    Size,
    /// As many of a stratum.
    Stratum {
        /// The attribute.
        key: String,
        /// Its value.
        value: String,
    },
    /// As many with a value of a quota.
    Quota {
        /// The attribute.
        key: String,
        /// Its value.
        value: String,
    },
    /// Each is possible, all together are not.
    Together,
    /// Customers with a volume.
    Volume,
    /// Anybody in the frame.
    Frame,
    /// Contacts with the attribute by which strata are made.
    Attribute {
        /// The attribute.
        key: String,
    },
    /// Days enough to ask all of them, at the number that a day may have.
    Days,
}

/// By how much a constraint fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortfall {
    /// Which one.
    pub constraint: Constraint,
    /// How many are wanted.
    pub wanted: u64,
    /// How many there are.
    pub found: u64,
}

/// What was decided about the cells.
pub(super) struct Chosen<'a> {
    /// Their lots, the lowest first.
    pub(super) cells: &'a [(Box<[u32]>, Vec<Lot>)],
    /// How many of each are drawn.
    pub(super) numbers: &'a [u64],
    /// How many more of each.
    pub(super) reserves: &'a [u64],
    /// The places of strata and quotas.
    pub(super) margins: &'a [Vec<u64>],
}

impl Names<'_> {
    /// What was decided, by name.
    pub(super) fn drawn(&self, chosen: &Chosen<'_>) -> Drawn {
        let contacts = self.contacts(chosen);
        let mut drawn: BTreeMap<&str, u64> = BTreeMap::new();
        for contact in &contacts {
            *drawn.entry(&contact.stratum).or_default() += 1;
        }
        let places = chosen.margins[0].iter().enumerate();
        let mut strata: Vec<Stratum> = places
            .map(|(index, places)| Stratum {
                value: self.strata.name(index).to_owned(),
                population: self.strata.population(index),
                assessed: self.strata.assessed(index),
                places: *places,
                drawn: drawn.get(self.strata.name(index)).copied().unwrap_or(0),
            })
            .collect();
        strata.sort_by(|left, right| left.value.cmp(&right.value));
        let eligible = strata.iter().map(|stratum| stratum.population).sum();
        let quotas = self.quotas.iter().zip(&chosen.margins[1..]);
        let quotas = quotas.flat_map(|(quota, places)| {
            quota
                .ratios
                .iter()
                .zip(places)
                .map(|(ratio, places)| Places {
                    key: quota.key.clone(),
                    value: ratio.value.clone(),
                    places: *places,
                })
        });
        Drawn {
            quotas: quotas.collect(),
            quota_full: self.quota_full(chosen),
            contacts,
            strata,
            eligible,
        }
    }

    /// Those drawn, in an order in which each cell is always filled as far as the others:
    /// the i-th of a cell with n stands at (2i − 1) / 2n.
    fn contacts(&self, chosen: &Chosen<'_>) -> Vec<DrawnContact> {
        let mut places: Vec<(bool, u128, u128, Lot, usize)> = Vec::new();
        for (cell, (_, lots)) in chosen.cells.iter().enumerate() {
            let (number, reserve) = (chosen.numbers[cell], chosen.reserves[cell]);
            let (first, rest) = lots.split_at(number as usize);
            for (is_reserve, of, lots) in [(false, number, first), (true, reserve, rest)] {
                let places_of = |(place, lot): (u128, &Lot)| {
                    (is_reserve, 2 * place + 1, 2 * u128::from(of), *lot, cell)
                };
                places.extend((0..u128::from(of)).zip(lots).map(places_of));
            }
        }
        places.sort_unstable_by(|left, right| {
            let at = (left.1 * right.2).cmp(&(right.1 * left.2));
            let kind = left.0.cmp(&right.0);
            kind.then(at).then(left.3.cmp(&right.3))
        });
        let contact = |(is_reserve, _, _, lot, cell): (bool, u128, u128, Lot, usize)| {
            let at = &chosen.cells[cell].0;
            let values = self.quotas.iter().zip(&at[1..]);
            let values = values.filter_map(|(quota, place)| {
                let ratio = quota.ratios.get(*place as usize)?;
                Some((quota.key.clone(), ratio.value.clone()))
            });
            DrawnContact {
                lot,
                is_reserve,
                stratum: self.strata.name(at[0] as usize).to_owned(),
                quota_values: values.collect(),
            }
        };
        places.into_iter().map(contact).collect()
    }

    /// Those who are among the lowest tickets of their stratum, and for whom no place was
    /// left.
    fn quota_full(&self, chosen: &Chosen<'_>) -> Vec<QuotaFull> {
        if self.quotas.is_empty() {
            return Vec::new();
        }
        let mut strata: BTreeMap<u32, Vec<(Lot, usize, bool)>> = BTreeMap::new();
        for (cell, (at, lots)) in chosen.cells.iter().enumerate() {
            let drawn = (chosen.numbers[cell] + chosen.reserves[cell]) as usize;
            let lots = lots.iter().enumerate();
            let lots = lots.map(|(index, lot)| (*lot, cell, index < drawn));
            strata.entry(at[0]).or_default().extend(lots);
        }
        let mut first = Vec::new();
        for (stratum, mut lots) in strata {
            lots.sort_unstable();
            let places = chosen.margins[0][stratum as usize];
            first.extend(lots.into_iter().take(places as usize));
        }
        let mut asked: Vec<Vec<u64>> = chosen.margins.iter().map(|it| vec![0; it.len()]).collect();
        for (_, cell, _) in &first {
            for (margin, value) in chosen.cells[*cell].0.iter().enumerate() {
                asked[margin][*value as usize] += 1;
            }
        }
        let full = first.into_iter().filter(|(_, _, drawn)| !drawn);
        let mut full: Vec<QuotaFull> = full
            .map(|(lot, cell, _)| {
                let at = &chosen.cells[cell].0;
                let over = (1..at.len()).find(|margin| {
                    let value = at[*margin] as usize;
                    asked[*margin][value] > chosen.margins[*margin][value]
                });
                let margin = over.unwrap_or(1);
                let quota = &self.quotas[margin - 1];
                let ratio = quota.ratios.get(at[margin] as usize);
                QuotaFull {
                    lot,
                    key: quota.key.clone(),
                    value: ratio.map(|ratio| ratio.value.clone()).unwrap_or_default(),
                    stratum: self.strata.name(at[0] as usize).to_owned(),
                }
            })
            .collect();
        full.sort_unstable_by_key(|it| it.lot.frame_position);
        full
    }
}
