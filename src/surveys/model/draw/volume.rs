//! The largest customers, until they have a share of the volume.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::lot::Lot;
use super::outcome::{Constraint, Drawn, DrawnContact, Shortfall, Stratum};
use crate::kernel::Decimal;
use crate::kernel::exact::Exact;
use crate::kernel::ids::CustomerId;

/// The volume of each customer, and the contact who speaks for it: the one with the
/// lowest ticket. A volume that is not known is none.
#[derive(Default)]
pub(super) struct Volumes {
    customers: HashMap<CustomerId, (Decimal, Lot)>,
    contacts: u64,
}

impl Volumes {
    pub(super) fn offer(&mut self, volume: Option<&Decimal>, lot: Lot) {
        self.contacts += 1;
        let known = self.customers.entry(lot.customer);
        let (_, lowest) = known.or_insert_with(|| {
            let volume = volume.cloned().unwrap_or_else(|| Decimal::from(0));
            (volume, lot)
        });
        *lowest = lot.min(*lowest);
    }

    /// One contact of each of the largest customers, until they have `share` per cent of
    /// the volume; customers of one volume by their tickets. The next ones are the
    /// reserve.
    pub(super) fn finish(self, share: &Decimal, reserve: u32) -> Result<Drawn, Vec<Shortfall>> {
        let mut customers: Vec<(Decimal, Lot)> = self.customers.into_values().collect();
        customers.sort_unstable_by(|left, right| {
            (Reverse(&left.0), left.1).cmp(&(Reverse(&right.0), right.1))
        });
        let exact = |decimal: &Decimal| Exact::try_from(decimal.as_big()).unwrap_or_default();
        let total: Exact = customers.iter().map(|(volume, _)| exact(volume)).sum();
        if total.is_zero() {
            return Err(vec![Shortfall {
                constraint: Constraint::Volume,
                wanted: 1,
                found: 0,
            }]);
        }
        let wanted = total * exact(share);
        let mut covered = Exact::zero();
        let mut enough = 0;
        for (volume, _) in &customers {
            if &covered * &Exact::hundred() >= wanted {
                break;
            }
            covered += &exact(volume);
            enough += 1;
        }
        let contacts: Vec<DrawnContact> = customers
            .iter()
            .take(enough + reserve as usize)
            .enumerate()
            .map(|(index, (_, lot))| DrawnContact {
                lot: *lot,
                is_reserve: index >= enough,
                stratum: String::new(),
                quota_values: Default::default(),
            })
            .collect();
        let stratum = Stratum {
            value: String::new(),
            population: customers.len() as u64,
            assessed: customers.iter().filter(|(_, lot)| lot.is_assessed).count() as u64,
            places: enough as u64,
            drawn: contacts.len() as u64,
        };
        Ok(Drawn {
            contacts,
            quota_full: Vec::new(),
            strata: vec![stratum],
            quotas: Vec::new(),
            eligible: self.contacts,
        })
    }
}
