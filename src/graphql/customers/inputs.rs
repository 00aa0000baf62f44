//! What the mutations and lists of customers take, and how it is read.

use async_graphql::{ID, InputObject};

use super::contact::ConsentBasis;
use super::customer::CustomerState;
use crate::customers::{self, MOST_ATTRIBUTES, MOST_CONTACTS, MOST_IMPORTED};
use crate::graphql::base::{Date, Decimal, Moment};
use crate::kernel::text::{Code, IdempotencyKey, Name};
use crate::kernel::{Failure, Outcome, Parse};
use crate::org::{Company, EmailAddress};

/// One thing that is known of a customer.
#[derive(InputObject)]
pub(crate) struct CustomerAttributeInput {
    /// What it is about: 1 to 64 letters, digits, `.`, `_`, `-`, such as `region`.
    key: String,
    /// What is known: 1 to 200 characters.
    value: String,
}

/// A customer to be made.
#[derive(InputObject)]
pub(crate) struct CustomerCreateInput {
    /// What people type: 1 to 64 letters, digits, `.`, `_`, `-`; unique for ever.
    code: String,
    /// What people read: 1 to 200 characters.
    name: String,
    /// What is known of it, each key once; at most 50.
    #[graphql(default)]
    attributes: Vec<CustomerAttributeInput>,
    /// What it buys in a year, in the company's currency: 0 or more.
    annual_volume: Option<Decimal>,
    /// The department that looks after it: one of those that the writer reaches.
    department_id: Option<ID>,
    /// Whether it is a customer now.
    #[graphql(default = true)]
    active: bool,
    /// The people there, in their order; at most 100.
    #[graphql(default)]
    contacts: Vec<ContactInput>,
}

/// A customer as it shall be: every field is replaced.
#[derive(InputObject)]
pub(crate) struct CustomerUpdateInput {
    /// What people read: 1 to 200 characters.
    name: String,
    /// What is known of it, each key once; at most 50.
    #[graphql(default)]
    attributes: Vec<CustomerAttributeInput>,
    /// What it buys in a year, in the company's currency: 0 or more.
    annual_volume: Option<Decimal>,
    /// The department that looks after it: one of those that the writer reaches.
    department_id: Option<ID>,
    /// Whether it still is a customer.
    #[graphql(default = true)]
    active: bool,
}

/// A person at a customer as they shall be: every field is replaced.
#[derive(InputObject)]
pub(crate) struct ContactInput {
    /// What the person is called: 1 to 200 characters.
    name: String,
    /// Phone: at most 200 characters.
    phone: Option<String>,
    /// E-mail.
    email: Option<String>,
    /// The tag of the language to ask in, such as `zh` or `en-GB`; the company's first one
    /// if left out.
    language: Option<String>,
    /// On what the keeping of the details stands.
    consent_basis: Option<ConsentBasis>,
    /// Since when it does; the present moment if only the basis is given.
    consented_at: Option<Moment>,
    /// The last day on which name, phone and e-mail are kept: today or later. A job erases
    /// them on the day after.
    retain_until: Option<Date>,
}

/// Which customers a list shall have: those that meet every condition given.
#[derive(Default, InputObject)]
pub(crate) struct CustomerFilterInput {
    /// Whose code or name begins so: 1 to 200 characters.
    search: Option<String>,
    /// That this department looks after.
    department_id: Option<ID>,
    /// In this state.
    state: Option<CustomerState>,
    /// Of whom all of this is known, each key once; at most 10.
    #[graphql(default)]
    attributes: Vec<CustomerAttributeInput>,
}

/// Most attributes that a list is filtered by.
const MOST_WANTED: usize = 10;

impl TryFrom<CustomerCreateInput> for customers::NewCustomer {
    type Error = Failure;

    fn try_from(input: CustomerCreateInput) -> Result<Self, Failure> {
        let mut parse = Parse::argument("input");
        let customer = new_customer(&mut parse, input);
        Ok(parse.finish(customer)?)
    }
}

impl TryFrom<CustomerUpdateInput> for customers::CustomerFields {
    type Error = Failure;

    fn try_from(input: CustomerUpdateInput) -> Result<Self, Failure> {
        let mut parse = Parse::argument("input");
        let fields = customer_fields(&mut parse, input);
        Ok(parse.finish(fields)?)
    }
}

impl TryFrom<ContactInput> for customers::ContactFields {
    type Error = Failure;

    fn try_from(input: ContactInput) -> Result<Self, Failure> {
        let mut parse = Parse::argument("input");
        let fields = contact_fields(&mut parse, &input);
        Ok(parse.finish(fields)?)
    }
}

impl TryFrom<CustomerFilterInput> for customers::CustomerFilter {
    type Error = Failure;

    fn try_from(input: CustomerFilterInput) -> Result<Self, Failure> {
        let mut parse = Parse::argument("filter");
        let search = parse.optional("search", input.search.as_deref().map(Name::parse));
        let department = input.department_id.as_deref().map(String::as_str);
        let department = parse.optional_id("departmentId", department, "department", "部门");
        let attributes = attributes(&mut parse, input.attributes, MOST_WANTED);
        let filter = (|| {
            Some(Self {
                search: search?,
                department_id: department?,
                state: input.state.map(Into::into),
                attributes: attributes?,
            })
        })();
        Ok(parse.finish(filter)?)
    }
}

/// Reads the arguments of `customersImport`.
pub(super) fn import(rows: Vec<CustomerCreateInput>, key: &str) -> Outcome<customers::NewImport> {
    let mut parse = Parse::arguments();
    let customers = parse.list("rows", rows, MOST_IMPORTED, new_customer);
    let key = parse.field("idempotencyKey", IdempotencyKey::parse(key));
    let import = customers
        .zip(key)
        .map(|(customers, key)| customers::NewImport { customers, key });
    Ok(parse.finish(import)?)
}

fn new_customer(parse: &mut Parse, input: CustomerCreateInput) -> Option<customers::NewCustomer> {
    let code = parse.field("code", Code::parse(&input.code));
    let fields = CustomerUpdateInput {
        name: input.name,
        attributes: input.attributes,
        annual_volume: input.annual_volume,
        department_id: input.department_id,
        active: input.active,
    };
    let fields = customer_fields(parse, fields);
    let contacts = parse.list(
        "contacts",
        input.contacts,
        MOST_CONTACTS,
        |parse, contact| contact_fields(parse, &contact),
    );
    Some(customers::NewCustomer {
        code: code?,
        fields: fields?,
        contacts: contacts?,
    })
}

fn customer_fields(
    parse: &mut Parse,
    input: CustomerUpdateInput,
) -> Option<customers::CustomerFields> {
    let name = parse.field("name", Name::parse(&input.name));
    let attributes = attributes(parse, input.attributes, MOST_ATTRIBUTES);
    let volume = input.annual_volume.map(|volume| {
        let volume = volume.parse()?;
        customers::CustomerFields::parse_volume(volume)
    });
    let volume = parse.optional("annualVolume", volume);
    let department = input.department_id.as_deref().map(String::as_str);
    let department = parse.optional_id("departmentId", department, "department", "部门");
    Some(customers::CustomerFields {
        name: name?,
        annual_volume: volume?,
        department_id: department?,
        attributes: attributes?,
        active: input.active,
    })
}

fn attributes(
    parse: &mut Parse,
    pairs: Vec<CustomerAttributeInput>,
    most: usize,
) -> Option<customers::Attributes> {
    let pairs = parse.list("attributes", pairs, most, |parse, pair| {
        let key = parse.field("key", Code::parse(&pair.key));
        let value = parse.field("value", Name::parse(&pair.value));
        key.zip(value)
    })?;
    let attributes = customers::CustomerFields::parse_attributes(pairs);
    parse.field("attributes", attributes)
}

fn contact_fields(parse: &mut Parse, input: &ContactInput) -> Option<customers::ContactFields> {
    let name = parse.field("name", Name::parse(&input.name));
    // A form sends an empty text for what was left empty.
    let given = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    let phone = given(&input.phone).map(|text| Name::parse(&text));
    let phone = parse.optional("phone", phone);
    let email = given(&input.email).map(|text| EmailAddress::parse(&text));
    let email = parse.optional("email", email);
    let language = given(&input.language).map(|tag| Company::parse_language(tag.trim()));
    let language = parse.optional("language", language);
    let consented_at = input.consented_at.as_ref().map(Moment::parse);
    let consented_at = parse.optional("consentedAt", consented_at);
    let retain_until = parse.optional("retainUntil", input.retain_until.as_ref().map(Date::parse));
    Some(customers::ContactFields {
        name: name?,
        phone: phone?,
        email: email?,
        language: language?,
        consent_basis: input.consent_basis.map(Into::into),
        consented_at: consented_at?,
        retain_until: retain_until?,
    })
}
