//! What service records, hand-ins and monthly tables take, and how it is read.

use async_graphql::{ID, InputObject};

use super::table::TableSource;
use super::weekly_hand_in::HandInState;
use crate::customers::{self, MOST_LEFT_OUT, MOST_ROWS_AT_ONCE, Month, Week};
use crate::graphql::base::Date;
use crate::kernel::ids::ContactId;
use crate::kernel::text::{Code, Name};
use crate::kernel::{Failure, Outcome, Parse, Problem};

/// A service to be recorded.
#[derive(InputObject)]
pub(crate) struct ServiceRecordInput {
    /// Who served.
    department_id: ID,
    /// Who was served.
    customer_id: ID,
    /// Whom it was done for there, and who can be asked about it.
    contact_id: Option<ID>,
    /// What was done, 1 to 200 characters: a delivery, a tender, technical support …
    item: String,
    /// The day, at most a year ahead.
    served_on: Date,
}

/// Which service records a list shall have: those that meet every condition given.
#[derive(Default, InputObject)]
pub(crate) struct ServiceRecordFilterInput {
    /// Of this department.
    department_id: Option<ID>,
    /// For this customer.
    customer_id: Option<ID>,
    /// Of the week with this Monday.
    week: Option<Date>,
    /// Only those that were handed in, or only those that were not.
    handed_in: Option<bool>,
}

/// A week to be handed in.
#[derive(InputObject)]
pub(crate) struct WeekHandInInput {
    /// Whose week.
    department_id: ID,
    /// Its Monday. A week can be handed in from then on.
    week: Date,
    /// The records of the week that are not handed in, at most 500. They stay, and show
    /// that they were left out.
    #[graphql(default)]
    left_out_ids: Vec<ID>,
}

/// Who hands in each week, and since when.
#[derive(InputObject)]
pub(crate) struct HandInDutySetInput {
    /// Which department.
    department_id: ID,
    /// The Monday of the first week, at most 53 weeks ago.
    first_week: Date,
    /// The Monday of the last week; without end if left out.
    last_week: Option<Date>,
}

/// Which weeks a list shall have: those that meet every condition given.
#[derive(Default, InputObject)]
pub(crate) struct WeeklyHandInFilterInput {
    /// Of this department.
    department_id: Option<ID>,
    /// That stand so.
    state: Option<HandInState>,
    /// With this Monday.
    week: Option<Date>,
}

/// A monthly table to be made.
#[derive(InputObject)]
pub(crate) struct CustomerTableCreateInput {
    /// What people type: 1 to 64 letters, digits, `.`, `_`, `-`; unique for ever.
    code: String,
    /// What people read: 1 to 200 characters.
    name: String,
    /// The first day of the month.
    month: Date,
    /// What it is filled with.
    #[graphql(default_with = "TableSource::ServiceRecords")]
    source: TableSource,
}

impl TryFrom<ServiceRecordInput> for customers::NewServiceRecord {
    type Error = Failure;

    fn try_from(input: ServiceRecordInput) -> Result<Self, Failure> {
        let mut parse = Parse::argument("input");
        let department_id = parse.id("departmentId", &input.department_id, "department", "部门");
        let customer_id = parse.id("customerId", &input.customer_id, "customer", "客户");
        let contact = input.contact_id.as_deref().map(String::as_str);
        let contact_id = parse.optional_id("contactId", contact, "contact", "联系人");
        let item = parse.field("item", Name::parse(&input.item));
        let served_on = parse.field("servedOn", input.served_on.parse());
        let record = (|| {
            Some(Self {
                department_id: department_id?,
                customer_id: customer_id?,
                contact_id: contact_id?,
                item: item?,
                served_on: served_on?,
            })
        })();
        Ok(parse.finish(record)?)
    }
}

impl TryFrom<ServiceRecordFilterInput> for customers::ServiceRecordFilter {
    type Error = Failure;

    fn try_from(input: ServiceRecordFilterInput) -> Result<Self, Failure> {
        let mut parse = Parse::argument("filter");
        let department = input.department_id.as_deref().map(String::as_str);
        let department = parse.optional_id("departmentId", department, "department", "部门");
        let customer = input.customer_id.as_deref().map(String::as_str);
        let customer = parse.optional_id("customerId", customer, "customer", "客户");
        let week = parse.optional("week", input.week.as_ref().map(week));
        let filter = (|| {
            Some(Self {
                department_id: department?,
                customer_id: customer?,
                week: week?,
                handed_in: input.handed_in,
            })
        })();
        Ok(parse.finish(filter)?)
    }
}

impl TryFrom<WeekHandInInput> for customers::NewHandIn {
    type Error = Failure;

    fn try_from(input: WeekHandInInput) -> Result<Self, Failure> {
        let mut parse = Parse::argument("input");
        let department_id = parse.id("departmentId", &input.department_id, "department", "部门");
        let week = parse.field("week", week(&input.week));
        let ids = input.left_out_ids;
        let left_out = parse.list("leftOutIds", ids, MOST_LEFT_OUT, |parse, id| {
            parse.entry_id(&id, "service record", "服务记录")
        });
        let hand_in = (|| {
            Some(Self {
                department_id: department_id?,
                week: week?,
                left_out: left_out?,
            })
        })();
        Ok(parse.finish(hand_in)?)
    }
}

impl TryFrom<HandInDutySetInput> for customers::NewDuty {
    type Error = Failure;

    fn try_from(input: HandInDutySetInput) -> Result<Self, Failure> {
        let mut parse = Parse::argument("input");
        let department_id = parse.id("departmentId", &input.department_id, "department", "部门");
        let first_week = parse.field("firstWeek", week(&input.first_week));
        let last_week = parse.optional("lastWeek", input.last_week.as_ref().map(week));
        let duty = (|| {
            Some(Self {
                department_id: department_id?,
                first_week: first_week?,
                last_week: last_week?,
            })
        })();
        Ok(parse.finish(duty)?)
    }
}

impl TryFrom<WeeklyHandInFilterInput> for customers::HandInFilter {
    type Error = Failure;

    fn try_from(input: WeeklyHandInFilterInput) -> Result<Self, Failure> {
        let mut parse = Parse::argument("filter");
        let department = input.department_id.as_deref().map(String::as_str);
        let department = parse.optional_id("departmentId", department, "department", "部门");
        let week = parse.optional("week", input.week.as_ref().map(week));
        let filter = department.zip(week).map(|(department_id, week)| Self {
            department_id,
            state: input.state.map(Into::into),
            week,
        });
        Ok(parse.finish(filter)?)
    }
}

impl TryFrom<CustomerTableCreateInput> for customers::NewTable {
    type Error = Failure;

    fn try_from(input: CustomerTableCreateInput) -> Result<Self, Failure> {
        let mut parse = Parse::argument("input");
        let code = parse.field("code", Code::parse(&input.code));
        let name = parse.field("name", Name::parse(&input.name));
        let month = parse.field("month", input.month.parse().and_then(Month::parse));
        let table = (|| {
            Some(Self {
                code: code?,
                name: name?,
                month: month?,
                source: input.source.into(),
            })
        })();
        Ok(parse.finish(table)?)
    }
}

/// Reads the arguments `id` and `contactIds` of a table and its rows.
pub(super) fn table_rows<T: std::str::FromStr>(
    id: &ID,
    contact_ids: Vec<ID>,
) -> Outcome<(T, Vec<ContactId>)> {
    let mut parse = Parse::arguments();
    let id = parse.id("id", id, "customer table", "客户表");
    let contacts = parse.list("contactIds", contact_ids, MOST_ROWS_AT_ONCE, |parse, id| {
        parse.entry_id(&id, "contact", "联系人")
    });
    Ok(parse.finish(id.zip(contacts))?)
}

fn week(day: &Date) -> Result<Week, Problem> {
    day.parse().and_then(Week::parse)
}
