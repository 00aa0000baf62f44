//! As whom somebody acts, for the separation of duties: whoever stands in for somebody
//! counts as both. So nobody decides, through or as a stand-in, about what is their own.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::context::OpContext;
use super::policy::Action;
use super::{Holder, accounts_named, holders, store};
use crate::database::Handle;
use crate::kernel::Outcome;
use crate::kernel::ids::{AccountId, DepartmentId, EmployeeId};

/// Somebody with everybody for whom they stand in, by account and by person: two accounts of
/// one person are one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Party {
    accounts: BTreeSet<AccountId>,
    people: BTreeSet<EmployeeId>,
}

impl Party {
    /// With this account of this person in it too.
    #[must_use]
    pub fn and(mut self, account: AccountId, person: Option<EmployeeId>) -> Self {
        self.accounts.insert(account);
        self.people.extend(person);
        self
    }

    /// Whether somebody is in both.
    pub fn meets(&self, other: &Self) -> bool {
        !self.accounts.is_disjoint(&other.accounts) || !self.people.is_disjoint(&other.people)
    }

    /// The people in it.
    pub fn people(&self) -> impl Iterator<Item = EmployeeId> {
        self.people.iter().copied()
    }

    /// Whether the account is in it.
    pub fn acts_as(&self, account: AccountId) -> bool {
        self.accounts.contains(&account)
    }

    /// Whether the person is in it.
    pub fn includes(&self, person: EmployeeId) -> bool {
        self.people.contains(&person)
    }
}

/// A grant that was lent.
#[derive(Clone, Debug)]
pub(super) struct Loan {
    /// Who stands in.
    pub(super) stand_in: AccountId,
    /// For whom.
    pub(super) lender: AccountId,
    /// The first and the last day.
    pub(super) days: (NaiveDate, NaiveDate),
    /// When it was ended before its time.
    pub(super) ended_at: Option<DateTime<Utc>>,
}

impl Loan {
    fn holds(&self, at: DateTime<Utc>, time_zone: Tz) -> bool {
        let day = at.with_timezone(&time_zone).date_naive();
        let (first, last) = self.days;
        (first..=last).contains(&day) && self.ended_at.is_none_or(|ended| at < ended)
    }
}

/// As whom some accounts did something, whenever that was.
#[derive(Clone, Debug)]
pub struct Parties {
    people: HashMap<AccountId, EmployeeId>,
    loans: Vec<Loan>,
    own_rights: Vec<Holder>,
    time_zone: Tz,
}

impl Parties {
    /// Those of `accounts`, which did something that one of `actions` allows.
    pub async fn of(
        context: &OpContext,
        handle: &impl Handle,
        actions: &[Action],
        mut accounts: Vec<AccountId>,
    ) -> Outcome<Self> {
        accounts.sort_unstable();
        accounts.dedup();
        let loans = match accounts.is_empty() {
            true => Vec::new(),
            false => store::loans_to(handle, accounts.clone()).await?,
        };
        let mut own_rights = Vec::new();
        if !loans.is_empty() {
            for action in actions {
                let holders = holders(handle, *action, context.today()).await?;
                own_rights.extend(holders.into_iter().filter(|it| it.lent_from.is_none()));
            }
        }
        accounts.extend(loans.iter().map(|loan| loan.lender));
        let known = match accounts.is_empty() {
            true => Vec::new(),
            false => accounts_named(handle, accounts).await?,
        };
        let person = |account: &super::Account| Some((account.id, account.employee_id?));
        Ok(Self {
            people: known.iter().filter_map(person).collect(),
            loans,
            own_rights,
            time_zone: context.time_zone,
        })
    }

    /// As whom the person did something that needs no right, such as work of their own.
    pub fn alone(&self, account: AccountId) -> Party {
        self.with(Party::default(), account)
    }

    /// Whether the account is that of the person.
    pub fn is(&self, account: AccountId, person: EmployeeId) -> bool {
        self.people.get(&account) == Some(&person)
    }

    /// As whom the account did it at a moment, for the department at the beginning of
    /// `chain`, behind which stand those above it. Whoever has the right themselves did it
    /// for nobody else, whatever was lent to them.
    pub fn at(&self, account: AccountId, moment: DateTime<Utc>, chain: &[DepartmentId]) -> Party {
        let mut own = self.own_rights.iter().filter(|it| it.account_id == account);
        if own.any(|it| it.distance(chain).is_some()) {
            return self.alone(account);
        }
        let loans = self.loans.iter();
        let held = loans
            .filter(|loan| loan.stand_in == account && loan.holds(moment, self.time_zone))
            .map(|loan| loan.lender);
        std::iter::once(account)
            .chain(held)
            .fold(Party::default(), |party, account| self.with(party, account))
    }

    fn with(&self, party: Party, account: AccountId) -> Party {
        party.and(account, self.people.get(&account).copied())
    }
}

impl OpContext {
    /// As whom the actor acts; nobody, where the clock does.
    pub async fn party(&self) -> Outcome<Party> {
        let Ok(actor) = self.signed_in() else {
            return Ok(Party::default());
        };
        let own = Party::default().and(actor.account_id, actor.employee_id);
        if actor.lenders.is_empty() {
            return Ok(own);
        }
        let lenders = actor.lenders.values().copied().collect();
        let lenders = accounts_named(self.database(), lenders).await?;
        Ok(lenders.iter().fold(own, |party, lender| {
            party.and(lender.id, lender.employee_id)
        }))
    }

    /// The departments in which somebody of `party` holds a post today.
    pub async fn posts(&self, party: &Party) -> Outcome<Vec<DepartmentId>> {
        let organisation = &self.platform.organisation;
        let mut posts = Vec::new();
        for person in party.people() {
            let held = organisation.posts_of(self.database(), person, self.today());
            posts.extend(held.await?);
        }
        Ok(posts)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn account(number: u128) -> AccountId {
        AccountId(Uuid::from_u128(number))
    }

    fn person(number: u128) -> EmployeeId {
        EmployeeId(Uuid::from_u128(number))
    }

    fn moment(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    /// Account 2 stands in for account 1 from the 6th to the 8th of April, where the company
    /// is, and gave it back at noon of the 8th, UTC.
    fn parties() -> Parties {
        let day = |text: &str| text.parse().unwrap();
        Parties {
            people: [(account(1), person(11)), (account(2), person(12))].into(),
            loans: vec![Loan {
                stand_in: account(2),
                lender: account(1),
                days: (day("2026-04-06"), day("2026-04-08")),
                ended_at: Some(moment("2026-04-08T12:00:00Z")),
            }],
            own_rights: Vec::new(),
            time_zone: chrono_tz::Asia::Shanghai,
        }
    }

    #[test]
    fn a_stand_in_counts_as_both_for_as_long_as_it_lasts() {
        let parties = parties();
        let lender = Party::default().and(account(1), None);
        for (at, both) in [
            ("2026-04-05T15:59:59Z", false),
            ("2026-04-05T16:00:00Z", true),
            ("2026-04-08T11:59:59Z", true),
            ("2026-04-08T12:00:00Z", false),
        ] {
            assert_eq!(
                parties.at(account(2), moment(at), &[]).meets(&lender),
                both,
                "{at}"
            );
        }
        let lender = parties.at(account(1), moment("2026-04-07T00:00:00Z"), &[]);
        assert!(
            !lender.includes(person(12)),
            "the lender is not the stand-in"
        );
    }

    #[test]
    fn two_accounts_of_one_person_are_one() {
        let one = Party::default().and(account(1), Some(person(1)));
        let other = Party::default().and(account(2), Some(person(1)));
        assert!(one.meets(&other));
        let nobody = Party::default().and(account(3), None);
        assert!(!one.meets(&nobody) && !nobody.meets(&Party::default().and(account(4), None)));
    }
}
