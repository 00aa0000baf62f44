//! Departments, employees and the company, as values.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::error;
use crate::closed_set;
use crate::kernel::Problem;
use crate::kernel::ids::{DepartmentId, EmployeeId, ExternalIdentityId, LegalEntityId, PostId};
use crate::kernel::text::{Code, Name};

closed_set! {
    /// What kind of unit a department is; matrices select by it.
    pub enum DepartmentKind {
        /// 总部部门。
        Headquarters = "HEADQUARTERS",
        /// 业务中心,如生产中心、营销中心。
        BusinessCenter = "BUSINESS_CENTER",
        /// 分支机构。
        Branch = "BRANCH",
        /// 外部单位。
        ExternalUnit = "EXTERNAL_UNIT",
    }
}

/// A unit of the organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Department {
    /// Its id.
    pub id: DepartmentId,
    /// What people type.
    pub code: String,
    /// What people read.
    pub name: String,
    /// What kind of unit it is.
    pub kind: DepartmentKind,
    /// The department above.
    pub parent_id: Option<DepartmentId>,
    /// The legal entity it belongs to.
    pub legal_entity_id: Option<LegalEntityId>,
    /// Who heads it.
    pub head_id: Option<EmployeeId>,
    /// When it exists.
    pub period: Period,
    /// Counts the changes.
    pub version: i32,
}

/// A department to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDepartment {
    /// What people type; unique for ever.
    pub code: Code,
    /// The fields that may change later.
    pub fields: DepartmentFields,
}

/// What may be changed of a department.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DepartmentFields {
    /// What people read.
    pub name: Name,
    /// What kind of unit it is.
    pub kind: DepartmentKind,
    /// The department above.
    pub parent_id: Option<DepartmentId>,
    /// The legal entity it belongs to.
    pub legal_entity_id: Option<LegalEntityId>,
    /// When it exists.
    pub period: Period,
    /// The departments that it came from by a merger or a split.
    pub predecessor_ids: Vec<DepartmentId>,
}

/// Days from a first to a last one, both inclusive, either open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Period {
    first: Option<NaiveDate>,
    last: Option<NaiveDate>,
}

impl Period {
    /// The period from `first` to `last`, which may not be before it.
    pub fn new(first: Option<NaiveDate>, last: Option<NaiveDate>) -> Result<Self, Problem> {
        match (first, last) {
            (Some(first), Some(last)) if last < first => Err(crate::access::period_backwards()),
            _ => Ok(Self { first, last }),
        }
    }

    /// The first day, or since ever.
    pub fn first(&self) -> Option<NaiveDate> {
        self.first
    }

    /// The last day, or without end.
    pub fn last(&self) -> Option<NaiveDate> {
        self.last
    }

    /// Whether `day` lies within.
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.first.is_none_or(|first| first <= day) && self.last.is_none_or(|last| day <= last)
    }

    /// Whether some day lies within both.
    pub fn overlaps(&self, other: &Self) -> bool {
        let begins_in_time = |first: Option<NaiveDate>, last: Option<NaiveDate>| match (first, last)
        {
            (Some(first), Some(last)) => first <= last,
            _ => true,
        };
        begins_in_time(self.first, other.last) && begins_in_time(other.first, self.last)
    }
}

/// The departments below and including `roots` in a tree of (department, parent),
/// as far as they exist, each once.
pub fn subtrees(
    tree: &[(DepartmentId, Option<DepartmentId>)],
    roots: &[DepartmentId],
) -> Vec<DepartmentId> {
    let mut children: HashMap<DepartmentId, Vec<DepartmentId>> = HashMap::new();
    for (id, parent) in tree {
        if let Some(parent) = parent {
            children.entry(*parent).or_default().push(*id);
        }
    }
    let known: HashSet<DepartmentId> = tree.iter().map(|(id, _)| *id).collect();
    let mut open: Vec<DepartmentId> = roots
        .iter()
        .copied()
        .filter(|root| known.contains(root))
        .collect();
    let mut found = HashSet::new();
    while let Some(id) = open.pop() {
        if found.insert(id) {
            open.extend(children.get(&id).into_iter().flatten());
        }
    }
    found.into_iter().collect()
}

/// Which department lies below which.
#[derive(Clone, Debug, Default)]
pub struct DepartmentTree {
    parents: HashMap<DepartmentId, DepartmentId>,
}

impl DepartmentTree {
    /// The tree of (department, parent).
    pub fn new(tree: &[(DepartmentId, Option<DepartmentId>)]) -> Self {
        let with_parent = tree.iter();
        Self {
            parents: with_parent
                .filter_map(|(id, parent)| parent.map(|parent| (*id, parent)))
                .collect(),
        }
    }

    /// The department, and then those above it, the nearest first.
    pub fn chain(&self, department: DepartmentId) -> Vec<DepartmentId> {
        let mut chain = vec![department];
        let mut last = department;
        while let Some(parent) = self.parents.get(&last).filter(|it| !chain.contains(*it)) {
            chain.push(*parent);
            last = *parent;
        }
        chain
    }
}

/// A person of the company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Employee {
    /// Their id.
    pub id: EmployeeId,
    /// What people type; unique for ever.
    pub number: String,
    /// What they are called.
    pub name: String,
    /// E-mail, for those who may see contact details.
    pub email: Option<String>,
    /// Phone, for those who may see contact details.
    pub phone: Option<String>,
    /// The last day in the company.
    pub left_on: Option<NaiveDate>,
    /// Since when only the number is left of the person.
    pub erased_at: Option<DateTime<Utc>>,
    /// Counts the changes.
    pub version: i32,
}

/// An employee to be made, with their main post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEmployee {
    /// What people type; unique for ever.
    pub number: Code,
    /// The fields that may change later.
    pub fields: EmployeeFields,
    /// Where the main post is.
    pub department_id: DepartmentId,
    /// What the main post is called.
    pub title: Option<Name>,
    /// The first day of the main post, or today.
    pub starts_on: Option<NaiveDate>,
}

/// What may be changed of an employee.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmployeeFields {
    /// What they are called.
    pub name: Name,
    /// E-mail.
    pub email: Option<EmailAddress>,
    /// Phone.
    pub phone: Option<Name>,
    /// The last day in the company.
    pub left_on: Option<NaiveDate>,
}

/// Where an employee works, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// Its id.
    pub id: PostId,
    /// Who holds it.
    pub employee_id: EmployeeId,
    /// Where.
    pub department_id: DepartmentId,
    /// What it is called.
    pub title: String,
    /// Whether it is the main post; the others are concurrent (兼岗).
    pub is_main: bool,
    /// When it is held.
    pub period: Period,
}

/// A post to be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPost {
    /// Who will hold it.
    pub employee_id: EmployeeId,
    /// Where.
    pub department_id: DepartmentId,
    /// What it is called.
    pub title: Option<Name>,
    /// Whether it is the main post: the present one then ends the day before.
    pub is_main: bool,
    /// The first day.
    pub starts_on: NaiveDate,
    /// The last day, or without end.
    pub ends_on: Option<NaiveDate>,
}

/// Who an employee is at an outside provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExternalIdentity {
    /// Its id.
    pub id: ExternalIdentityId,
    /// Whose identity.
    pub employee_id: EmployeeId,
    /// The provider, such as `wecom`.
    pub provider: String,
    /// The name there.
    pub subject: String,
}

/// An address with one `@` and something around it; whether it works is known
/// only when something is sent there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailAddress(Name);

impl EmailAddress {
    /// Checks `text`.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let name = Name::parse(text)?;
        let plausible = name
            .as_str()
            .split_once('@')
            .is_some_and(|(local, domain)| {
                !local.is_empty()
                    && domain.contains('.')
                    && !domain.starts_with('.')
                    && !domain.contains('@')
            });
        if plausible && !name.as_str().contains(char::is_whitespace) {
            Ok(Self(name))
        } else {
            Err(error::invalid_email())
        }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

/// The company as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Company {
    /// What it is called.
    pub name: String,
    /// Where its days begin.
    pub time_zone: Tz,
    /// Its languages as BCP 47 tags, the first one is that of texts without translation.
    pub languages: Vec<String>,
    /// The month, 1 to 12, in which its fiscal year begins.
    pub fiscal_year_start_month: i32,
    /// Counts the changes.
    pub version: i32,
}

impl Default for Company {
    fn default() -> Self {
        Self {
            name: "我的公司".to_owned(),
            time_zone: chrono_tz::Asia::Shanghai,
            languages: vec!["zh".to_owned(), "en".to_owned()],
            fiscal_year_start_month: 1,
            version: 0,
        }
    }
}

/// A legal entity of the company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegalEntity {
    /// Its id.
    pub id: LegalEntityId,
    /// What people type.
    pub code: String,
    /// What it is called.
    pub name: String,
}

/// A day that differs from the pattern of the week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarDay {
    /// The day.
    pub day: NaiveDate,
    /// Worked although a weekend (调休), or free although a weekday.
    pub working: bool,
    /// Why, such as 国庆节.
    pub name: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(first: u32, last: u32) -> Period {
        let day = |day| NaiveDate::from_ymd_opt(2026, 3, day);
        Period {
            first: day(first),
            last: day(last),
        }
    }

    #[test]
    fn periods_overlap_when_they_share_a_day() {
        assert!(period(1, 5).overlaps(&period(5, 9)));
        assert!(!period(1, 4).overlaps(&period(5, 9)));
        assert!(Period::default().overlaps(&period(1, 1)));
    }

    #[test]
    fn an_email_address_is_plausible_or_refused() {
        assert!(EmailAddress::parse("li.na@example.com").is_ok());
        for wrong in [
            "li.na",
            "@example.com",
            "a@b",
            "a b@example.com",
            "a@b@c.com",
        ] {
            assert!(EmailAddress::parse(wrong).is_err(), "{wrong}");
        }
    }
}
