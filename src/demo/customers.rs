//! The customers of the demo company, and what was done for them in the last two weeks:
//! one department has handed its week in, another one owes it.

use chrono::Days;

use super::stage::Stage;
use crate::access::OpContext;
use crate::customers::{
    self, ConsentBasis, ContactFields, CustomerFields, NewCustomer, NewDuty, NewHandIn,
    NewServiceRecord, Week,
};
use crate::kernel::ids::DepartmentId;
use crate::kernel::text::{Code, Name};
use crate::kernel::{Decimal, Failure, Outcome};
use crate::org;

/// A customer of the demo company.
struct Outside {
    code: &'static str,
    name: &'static str,
    /// Who looks after it.
    department: &'static str,
    /// What it buys in a year.
    volume: i64,
    region: &'static str,
    channel: &'static str,
    /// Name and phone; who is asked first stands first.
    contacts: &'static [(&'static str, &'static str)],
    /// What was done last week, and this week.
    served: [&'static str; 2],
}

const CUSTOMERS: &[Outside] = &[
    Outside {
        code: "C001",
        name: "恒远建材有限公司",
        department: "CSD",
        volume: 4_800_000,
        region: "华南",
        channel: "经销",
        contacts: &[("梁先生", "13800000101"), ("邱女士", "13800000102")],
        served: ["发货", "售后维修"],
    },
    Outside {
        code: "C002",
        name: "启明装饰工程公司",
        department: "CSD",
        volume: 2_150_000,
        region: "华南",
        channel: "工程",
        contacts: &[("钟先生", "13800000201")],
        served: ["技术支持", "发货"],
    },
    Outside {
        code: "C003",
        name: "北岸地产集团",
        department: "MKT",
        volume: 9_600_000,
        region: "华北",
        channel: "工程",
        contacts: &[("金女士", "13800000301"), ("范先生", "13800000302")],
        served: ["招投标", "项目备案"],
    },
    Outside {
        code: "C004",
        name: "四季酒店管理公司",
        department: "MKT",
        volume: 1_320_000,
        region: "华东",
        channel: "直营",
        contacts: &[("石先生", "13800000401")],
        served: ["方案交流", "发货"],
    },
];

/// Those who hand in each week, and whether they have.
const HANDING_IN: [(&str, bool); 2] = [("CSD", true), ("MKT", false)];

/// Enters the customers and the last two weeks.
pub(super) async fn run(stage: &Stage) -> Outcome<()> {
    let hr = stage.somebody("hr1").await?;
    let this_week = Week::of(hr.today());
    for outside in CUSTOMERS {
        serve(&hr, outside, this_week).await?;
    }
    for (code, done) in HANDING_IN {
        let department_id = department(&hr, code).await?;
        let first_week = if done { this_week } else { this_week.plus(-1) };
        let duty = NewDuty {
            department_id,
            first_week,
            last_week: None,
        };
        customers::hand_in_duty_set(&hr, duty).await?;
        if done {
            let head = stage
                .somebody(&format!("{}.head", code.to_lowercase()))
                .await?;
            let hand_in = NewHandIn {
                department_id,
                week: this_week,
                left_out: Vec::new(),
            };
            customers::week_hand_in(&head, hand_in).await?;
        }
    }
    customers::hand_in_tick(&stage.system().await?)
        .await?
        .commit()
        .await
}

/// Makes a customer, and records a service of last week and one of this week.
async fn serve(hr: &OpContext, outside: &Outside, this_week: Week) -> Outcome<()> {
    let department_id = department(hr, outside.department).await?;
    let new = NewCustomer {
        code: Code::parse(outside.code)?,
        fields: CustomerFields {
            name: Name::parse(outside.name)?,
            annual_volume: Some(Decimal::from(outside.volume)),
            department_id: Some(department_id),
            attributes: [("region", outside.region), ("channel", outside.channel)]
                .map(|(key, value)| (key.to_owned(), value.to_owned()))
                .into(),
            active: true,
        },
        contacts: contacts(hr, outside)?,
    };
    let customer = customers::customer_create(hr, new).await?;
    let there = customers::contacts_of(hr, vec![customer.id]).await?;
    for (weeks_ago, item) in [1, 0].into_iter().zip(outside.served) {
        let record = NewServiceRecord {
            department_id,
            customer_id: customer.id,
            contact_id: there.first().map(|contact| contact.id),
            item: Name::parse(item)?,
            served_on: this_week.plus(-weeks_ago).monday(),
        };
        customers::service_record_add(hr, record).await?;
    }
    Ok(())
}

/// The people at the customer, kept for two years.
fn contacts(hr: &OpContext, outside: &Outside) -> Outcome<Vec<ContactFields>> {
    let two_years = Days::new(730);
    let fields = |(name, phone): &(&str, &str)| {
        Ok(ContactFields {
            name: Name::parse(name)?,
            phone: Some(Name::parse(phone)?),
            email: None,
            language: None,
            consent_basis: Some(ConsentBasis::Contract),
            consented_at: None,
            retain_until: hr.today().checked_add_days(two_years),
        })
    };
    outside.contacts.iter().map(fields).collect()
}

async fn department(context: &OpContext, code: &str) -> Outcome<DepartmentId> {
    let found = org::department_by_code(context, code).await?;
    let found = found.ok_or_else(|| Failure::internal("a department of the demo company"))?;
    Ok(found.id)
}
