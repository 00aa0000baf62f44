//! The working-day calendar, for whoever counts deadlines.

use chrono::{Datelike as _, Days, NaiveDate};
use serde_json::json;

use crate::access::{Action, OpContext};
use crate::audit::Entry;
use crate::database::Handle;
use crate::kernel::{Outcome, Problem};
use crate::org::calendar::{WorkingCalendar, calendar_of};
use crate::org::model::CalendarDay;
use crate::org::store;

/// How far behind a day a deadline may lie: sixty working days with every holiday between.
const HORIZON: Days = Days::new(200);

/// The calendar from `from` for as long as a deadline that begins then may last. The
/// caller has authorised.
pub async fn working_calendar(handle: &impl Handle, from: NaiveDate) -> Outcome<WorkingCalendar> {
    let last = from.checked_add_days(HORIZON).unwrap_or(NaiveDate::MAX);
    let days = store::calendar_days(handle, from, last).await?;
    Ok(WorkingCalendar::new(&days))
}

/// Puts the public holidays and made-up days of a year that come with the program into
/// the calendar. Days of the year that were set before and differ are replaced; others stay.
pub async fn calendar_install(context: &OpContext, year: i32) -> Outcome<Vec<CalendarDay>> {
    context.authorize_company(Action::SettingsWrite).await?;
    let days = calendar_of(year)
        .ok_or_else(|| Problem::not_found("calendar of this year", "该年的日历").at(["year"]))?;
    let transaction = context.begin().await?;
    for day in &days {
        store::put_calendar_day(&transaction, day).await?;
    }
    let worked = days.iter().filter(|day| day.working).count();
    let entry = Entry::new("calendar.installed", year.to_string())
        .after(json!({ "days": days.len(), "worked": worked, "year": days.first().map(|it| it.day.year()) }));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    Ok(days)
}
