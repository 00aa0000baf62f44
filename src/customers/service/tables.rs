//! Monthly tables: making, filling, completing, checking, opening again, reading.

use serde_json::{Value, json};

use super::must_be_at;
use crate::access::{Action, OpContext, Parties};
use crate::audit::Entry;
use crate::customers::model::{CustomerTable, FrameKey, NewTable, TableKey, TableRow, TableState};
use crate::customers::{error, store};
use crate::database::{Handle, Transaction};
use crate::kernel::ids::{ContactId, CustomerTableId};
use crate::kernel::text::LongText;
use crate::kernel::{Outcome, Page, PageRequest, Problem};

/// Makes a table for a month and fills it.
pub async fn customer_table_create(context: &OpContext, new: NewTable) -> Outcome<CustomerTable> {
    context
        .authorize_company(Action::CustomerTableWrite)
        .await?;
    let table = CustomerTable {
        id: context.id(),
        month: new.month,
        code: new.code.into_string(),
        name: new.name.into_string(),
        state: TableState::Draft,
        operator_id: None,
        operated_at: None,
        checker_id: None,
        checked_at: None,
        version: 1,
    };
    let transaction = context.begin().await?;
    store::insert_table(&transaction, &table).await?;
    let rows = store::fill_table(&transaction, &table, new.source).await?;
    let mut described = describe(&table);
    described["source"] = json!(new.source);
    described["rows"] = json!(rows);
    let entry = Entry::new("customer_table.created", table.id).after(described);
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(table)
}

/// Adds contacts to a draft; those who are in it already stay, and those who may not be
/// asked are refused.
pub async fn customer_table_add(
    context: &OpContext,
    id: CustomerTableId,
    contacts: Vec<ContactId>,
    expected_version: i32,
) -> Outcome<CustomerTable> {
    let (transaction, table) = draft(context, id, expected_version).await?;
    let problems = wrongly_added(&transaction, &contacts).await?;
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let added = store::add_rows(&transaction, id, &contacts).await?;
    let entry = Entry::new("customer_table.rows_added", id).after(json!({ "added": added }));
    changed(context, transaction, table, entry).await
}

/// Takes contacts out of a draft; those who are not in it do not matter.
pub async fn customer_table_remove(
    context: &OpContext,
    id: CustomerTableId,
    contacts: Vec<ContactId>,
    expected_version: i32,
) -> Outcome<CustomerTable> {
    let (transaction, table) = draft(context, id, expected_version).await?;
    let removed = store::remove_rows(&transaction, id, &contacts).await?;
    let entry = Entry::new("customer_table.rows_removed", id).after(json!({ "removed": removed }));
    changed(context, transaction, table, entry).await
}

/// Completes a table: whoever does is its operator.
pub async fn customer_table_complete(
    context: &OpContext,
    id: CustomerTableId,
) -> Outcome<CustomerTable> {
    context
        .authorize_company(Action::CustomerTableWrite)
        .await?;
    let operator = context.signed_in()?.account_id;
    let transaction = context.begin().await?;
    let before = locked(&transaction, id).await?;
    let rows = store::count_rows(&transaction, id).await?;
    let after = before.clone().completed(operator, context.now());
    let after = after.map_err(|refused| refused.at(["id"]))?;
    if rows == 0 {
        return Err(error::table_empty().at(["id"]).into());
    }
    step(
        context,
        transaction,
        "customer_table.completed",
        &before,
        after,
        None,
    )
    .await
}

/// Checks a table that somebody else has completed.
pub async fn customer_table_check(
    context: &OpContext,
    id: CustomerTableId,
) -> Outcome<CustomerTable> {
    context
        .authorize_company(Action::CustomerTableCheck)
        .await?;
    let checker = context.signed_in()?.account_id;
    let transaction = context.begin().await?;
    let before = locked(&transaction, id).await?;
    let completed = before.operator_id.zip(before.operated_at);
    let operator = before.operator_id.into_iter().collect();
    let actions = [Action::CustomerTableWrite];
    let parties = Parties::of(context, &transaction, &actions, operator).await?;
    let party = context.party().await?;
    let is_operator = completed.is_some_and(|(by, at)| parties.at(by, at, &[]).meets(&party));
    let after = before.clone().checked(checker, is_operator, context.now());
    let after = after.map_err(|refused| refused.at(["id"]))?;
    step(
        context,
        transaction,
        "customer_table.checked",
        &before,
        after,
        None,
    )
    .await
}

/// Opens a completed or checked table again. What was drawn from it stays drawn.
pub async fn customer_table_reopen(
    context: &OpContext,
    id: CustomerTableId,
    reason: LongText,
) -> Outcome<CustomerTable> {
    context
        .authorize_company(Action::CustomerTableWrite)
        .await?;
    let transaction = context.begin().await?;
    let before = locked(&transaction, id).await?;
    let after = before.clone().reopened();
    let after = after.map_err(|refused| refused.at(["id"]))?;
    let reason = Some(reason.into_string());
    step(
        context,
        transaction,
        "customer_table.reopened",
        &before,
        after,
        reason,
    )
    .await
}

/// Tables, the newest month first.
pub async fn customer_tables(
    context: &OpContext,
    page: PageRequest<TableKey>,
) -> Outcome<Page<CustomerTable>> {
    context.authorize_company(Action::CustomerRead).await?;
    store::list_tables(context.database(), &page).await
}

/// How many tables there are.
pub async fn customer_table_count(context: &OpContext) -> Outcome<u64> {
    context.authorize_company(Action::CustomerRead).await?;
    store::count_tables(context.database()).await
}

/// The tables with these ids, in any order, for those who may see the whole register.
pub async fn customer_tables_by_id(
    context: &OpContext,
    ids: Vec<CustomerTableId>,
) -> Outcome<Vec<CustomerTable>> {
    if !context.scope(Action::CustomerRead).await?.company {
        return Ok(Vec::new());
    }
    store::tables_by_id(context.database(), ids).await
}

/// The rows of a table with their keys, by the code of the customer.
pub async fn customer_table_rows(
    context: &OpContext,
    id: CustomerTableId,
    page: PageRequest<FrameKey>,
) -> Outcome<Page<(FrameKey, TableRow)>> {
    context.authorize_company(Action::CustomerRead).await?;
    store::list_rows(context.database(), id, &page).await
}

/// How many rows a table has.
pub async fn customer_table_row_count(context: &OpContext, id: CustomerTableId) -> Outcome<u64> {
    context.authorize_company(Action::CustomerRead).await?;
    store::count_rows(context.database(), id).await
}

/// The table, if it was checked: only then a survey may draw from it. The problem names
/// no field. The caller has authorised.
pub async fn checked_table(
    handle: &impl Handle,
    id: CustomerTableId,
) -> Outcome<Result<CustomerTable, Problem>> {
    let found = store::tables_by_id(handle, vec![id]).await?;
    let Some(table) = found.into_iter().next() else {
        return Ok(Err(error::no_table()));
    };
    Ok(table.must_be_checked().map(|()| table))
}

/// A draft at `expected_version`, kept from others until the end of the transaction.
async fn draft(
    context: &OpContext,
    id: CustomerTableId,
    expected_version: i32,
) -> Outcome<(Transaction, CustomerTable)> {
    context
        .authorize_company(Action::CustomerTableWrite)
        .await?;
    let transaction = context.begin().await?;
    let table = locked(&transaction, id).await?;
    must_be_at(table.version, expected_version)?;
    table
        .must_be_draft()
        .map_err(|refused| refused.at(["id"]))?;
    Ok((transaction, table))
}

/// The draft with other rows.
async fn changed(
    context: &OpContext,
    transaction: Transaction,
    table: CustomerTable,
    entry: Entry,
) -> Outcome<CustomerTable> {
    let after = CustomerTable {
        version: table.version + 1,
        ..table
    };
    store::update_table(&transaction, &after).await?;
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(after)
}

/// The table one step further.
async fn step(
    context: &OpContext,
    transaction: Transaction,
    action: &'static str,
    before: &CustomerTable,
    after: CustomerTable,
    reason: Option<String>,
) -> Outcome<CustomerTable> {
    store::update_table(&transaction, &after).await?;
    let mut entry = Entry::new(action, after.id)
        .before(describe(before))
        .after(describe(&after));
    entry.reason = reason;
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(after)
}

/// Each contact exists, may be asked, and is named once.
async fn wrongly_added(transaction: &Transaction, contacts: &[ContactId]) -> Outcome<Vec<Problem>> {
    let known = store::askable(transaction, contacts).await?;
    let mut problems = Vec::new();
    for (index, id) in contacts.iter().enumerate() {
        let at = |problem: Problem| problem.at(["contactIds", &index.to_string()]);
        if contacts[..index].contains(id) {
            problems.push(at(error::named_twice()));
        } else if !known.contains(id) {
            problems.push(at(error::no_contact()));
        }
    }
    Ok(problems)
}

/// The table named by the argument `id`, kept from others until the end of the
/// transaction.
async fn locked(transaction: &Transaction, id: CustomerTableId) -> Outcome<CustomerTable> {
    let found = store::lock_table(transaction, id).await?;
    Ok(found.ok_or_else(|| error::no_table().at(["id"]))?)
}

fn describe(table: &CustomerTable) -> Value {
    json!({
        "month": table.month.first(),
        "code": table.code,
        "state": table.state,
        "operator": table.operator_id,
        "checker": table.checker_id,
    })
}
