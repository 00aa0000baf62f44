//! Goes through a frame contact by contact: tells the fate of those who may not be drawn,
//! hands the others to the draw, and keeps what shows afterwards what the frame was.

use std::collections::HashMap;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::draw::{Constraint, Drawing, Drawn, Lot, Shortfall, ticket};
use super::eligibility::{Judge, Rules, Verdict};
use super::{ContactFate, Draw, DrawRecord, Fate, Ground, Plan};
use crate::customers::{CustomerState, FrameContact, FrameCustomer};
use crate::kernel::ids::{ContactId, CustomerId};

/// What keeps contacts from being drawn.
#[derive(Debug, Default)]
pub struct Exceptions {
    /// The stages and grounds of approved exclusions.
    pub excluded: HashMap<ContactId, Vec<(String, Ground)>>,
    /// Until when customers are not surveyed.
    pub suspended: HashMap<CustomerId, NaiveDate>,
    /// When contacts were drawn who still rest.
    pub resting: HashMap<ContactId, NaiveDate>,
}

/// A frame that is being gone through, in its order: by the customer's code, then by the
/// place among its contacts.
pub struct Gathering<'a> {
    plan: &'a Plan,
    judge: Option<Judge<'a>>,
    exceptions: Exceptions,
    drawing: Drawing<'a>,
    /// The attributes on which the draw hangs.
    keys: Vec<&'a str>,
    /// Whether anybody of the frame has the attribute by which strata are made.
    is_known: bool,
    digest: Sha256,
    frame: Vec<ContactId>,
    /// The stages that were met.
    stages: Vec<String>,
    fates: Vec<ContactFate>,
}

impl<'a> Gathering<'a> {
    /// Begins.
    pub fn new(plan: &'a Plan, rules: Option<&'a Rules>, exceptions: Exceptions) -> Self {
        let settings = &plan.settings;
        let quotas = settings.quotas.iter().map(|quota| quota.key.as_str());
        Self {
            plan,
            judge: rules.map(Rules::judge_of_many),
            exceptions,
            drawing: Drawing::new(&settings.sampling, &settings.quotas, settings.reserve),
            keys: settings.sampling.by().into_iter().chain(quotas).collect(),
            is_known: settings.sampling.by().is_none(),
            digest: Sha256::new(),
            frame: Vec::new(),
            stages: Vec::new(),
            fates: Vec::new(),
        }
    }

    /// Takes the next customer of the source, contact by contact.
    pub fn take(&mut self, customer: &FrameCustomer) {
        let is_wanted = customer.state == CustomerState::Active
            && self.plan.settings.frame.holds(&customer.attributes);
        if !is_wanted {
            return;
        }
        for contact in customer.contacts.iter().filter(|it| !it.erased) {
            self.take_contact(customer, contact);
        }
    }

    fn take_contact(&mut self, customer: &FrameCustomer, contact: &FrameContact) {
        self.note(customer, contact);
        let by = self.plan.settings.sampling.by();
        self.is_known |= by.is_some_and(|by| customer.attributes.contains_key(by));
        let frame_position = u32::try_from(self.frame.len()).unwrap_or(u32::MAX);
        self.frame.push(contact.id);
        match self.screen(customer, contact) {
            Ok(verdict) => {
                let lot = Lot {
                    ticket: ticket(&self.plan.seed, &customer.code, contact.position),
                    contact: contact.id,
                    customer: customer.id,
                    frame_position,
                    is_assessed: verdict.is_assessed,
                    stage: self.stage(verdict.stage),
                };
                self.drawing
                    .offer(&customer.attributes, customer.annual_volume.as_ref(), lot);
            }
            Err((fate, reason)) => self.fates.push(ContactFate {
                customer_id: Some(customer.id),
                fate,
                reason,
                ..ContactFate::not_drawn(contact.id, frame_position)
            }),
        }
    }

    /// The number of a stage among those that were met; there are few.
    fn stage(&mut self, name: String) -> u16 {
        if name.is_empty() {
            return 0;
        }
        let known = self.stages.iter().position(|stage| *stage == name);
        let index = known.unwrap_or_else(|| {
            self.stages.push(name);
            self.stages.len() - 1
        });
        u16::try_from(index + 1).unwrap_or(u16::MAX)
    }

    /// What the rules say of somebody who may be drawn; or what became of them.
    fn screen(
        &mut self,
        customer: &FrameCustomer,
        contact: &FrameContact,
    ) -> Result<Verdict, (Fate, Option<String>)> {
        if contact.opted_out {
            return Err((Fate::OptedOut, None));
        }
        let verdict = match &mut self.judge {
            Some(judge) => judge.verdict(&customer.attributes),
            None => Verdict::without_rules(),
        };
        if !verdict.is_surveyed {
            return Err((Fate::Ineligible, verdict.surveyed_by));
        }
        let excluded = self.exceptions.excluded.get(&contact.id);
        let mut grounds = excluded.into_iter().flatten();
        // An exclusion is for one stage, where stages are known.
        let of_stage =
            |(stage, _): &&(String, Ground)| verdict.stage.is_empty() || *stage == verdict.stage;
        if let Some((_, ground)) = grounds.find(of_stage) {
            return Err((Fate::Excluded, Some(ground.to_string())));
        }
        if let Some(until) = self.exceptions.suspended.get(&customer.id) {
            return Err((Fate::Suspended, Some(until.to_string())));
        }
        if let Some(last) = self.exceptions.resting.get(&contact.id) {
            return Err((Fate::Rested, Some(last.to_string())));
        }
        Ok(verdict)
    }

    /// Adds a line to what the frame is known by: the contact, and whatever of it the draw
    /// looks at. No part can contain a tab or the end of a line.
    fn note(&mut self, customer: &FrameCustomer, contact: &FrameContact) {
        let position = contact.position.to_string();
        self.digest.update(customer.code.as_bytes());
        self.digest.update(b"\t");
        self.digest.update(position.as_bytes());
        for key in &self.keys {
            self.digest.update(b"\t");
            let value = customer.attributes.get(*key);
            self.digest
                .update(value.map_or("", String::as_str).as_bytes());
        }
        if self.plan.settings.sampling.needs_volume() {
            self.digest.update(b"\t");
            let volume = customer.annual_volume.as_ref().map(ToString::to_string);
            self.digest.update(volume.unwrap_or_default().as_bytes());
        }
        self.digest.update(b"\n");
    }

    /// Draws. `draw` has everything about the draw but what is found out here.
    pub fn finish(self, draw: Draw) -> Result<DrawRecord, Vec<Shortfall>> {
        let Drawn {
            contacts,
            quota_full,
            strata,
            quotas,
            eligible,
        } = self.drawing.finish()?;
        if let Some(short) = missing(self.plan, self.frame.len() as u64, self.is_known) {
            return Err(vec![short]);
        }
        let mut fates = self.fates;
        let stages = self.stages;
        let stage_of = |lot: &Lot| {
            let index = usize::from(lot.stage).checked_sub(1);
            let stage = index.and_then(|index| stages.get(index));
            stage.cloned().unwrap_or_default()
        };
        let drawn_count = contacts.len() as u64;
        fates.extend((1..).zip(contacts).map(|(position, drawn)| ContactFate {
            customer_id: Some(drawn.lot.customer),
            fate: Fate::Drawn,
            draw_position: Some(position),
            is_reserve: drawn.is_reserve,
            is_assessed: drawn.lot.is_assessed,
            stage: stage_of(&drawn.lot),
            stratum: drawn.stratum,
            quota_values: drawn.quota_values,
            ..ContactFate::not_drawn(drawn.lot.contact, drawn.lot.frame_position)
        }));
        fates.extend(quota_full.into_iter().map(|full| ContactFate {
            customer_id: Some(full.lot.customer),
            fate: Fate::QuotaFull,
            reason: Some(format!("{}={}", full.key, full.value)),
            stratum: full.stratum,
            ..ContactFate::not_drawn(full.lot.contact, full.lot.frame_position)
        }));
        fates.sort_unstable_by_key(|fate| fate.frame_position);
        Ok(DrawRecord {
            draw: Draw {
                frame_sha256: hex::encode(self.digest.finalize()),
                frame_size: self.frame.len() as u64,
                eligible_count: eligible,
                drawn_count,
                ..draw
            },
            frame: self.frame,
            fates,
            strata,
            quotas,
        })
    }
}

/// What the draw cannot miss, because it counts what there is: somebody to ask, and strata.
/// Both are slips of whoever wrote the plan, and could not be mended once it is drawn.
fn missing(plan: &Plan, frame_size: u64, is_known: bool) -> Option<Shortfall> {
    let constraint = match plan.settings.sampling.by() {
        _ if frame_size == 0 => Constraint::Frame,
        Some(by) if !is_known => Constraint::Attribute { key: by.to_owned() },
        _ => return None,
    };
    Some(Shortfall {
        constraint,
        wanted: frame_size.max(1),
        found: 0,
    })
}
