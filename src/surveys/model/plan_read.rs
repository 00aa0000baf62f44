//! Checks a typed survey plan, and tells everything that is wrong with it at once.

use chrono::{Datelike, NaiveDate};

use super::sampling::{MOST_DRAWN, number};
use super::{
    Channel, FollowUp, Frame, PlanSettings, Quota, Sampling, TypedFrame, TypedQuota, TypedSampling,
    Window,
};
use crate::cycles::Confidentiality;
use crate::kernel::ids::{CustomerTableId, DepartmentId, QuestionnaireVersionId};
use crate::kernel::text::{Code, Name};
use crate::kernel::{ErrorCode, Parse, Problem, Typed};
use crate::surveys::error;

/// The years in which a plan can lie.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=2999;

/// The longest rest, in days: ten years.
const LONGEST_REST: i32 = 3_660;

/// The minutes of a day.
const DAY: u32 = 24 * 60;

/// A plan as typed.
#[derive(Clone, Debug)]
pub struct TypedPlan {
    /// See [`PlanSettings::code`].
    pub code: String,
    /// See [`PlanSettings::name`].
    pub name: String,
    /// See [`PlanSettings::questionnaire_version_id`].
    pub questionnaire_version_id: String,
    /// See [`PlanSettings::assessed_department_id`].
    pub assessed_department_id: String,
    /// See [`PlanSettings::channel`]; LINK where left out.
    pub channel: Option<Channel>,
    /// See [`PlanSettings::confidentiality`]; ATTRIBUTED where left out.
    pub confidentiality: Option<Confidentiality>,
    /// See [`PlanSettings::frame`]; everybody where left out.
    pub frame: Option<TypedFrame>,
    /// See [`PlanSettings::sampling`]; everybody where left out.
    pub sampling: Option<TypedSampling>,
    /// See [`PlanSettings::seed`].
    pub seed: Option<String>,
    /// See [`PlanSettings::quotas`].
    pub quotas: Vec<TypedQuota>,
    /// See [`PlanSettings::reserve`]; 0 where left out.
    pub reserve: Option<i32>,
    /// See [`PlanSettings::starts_on`]; the day on which the cycle opens where left out.
    pub start: Option<Typed<NaiveDate>>,
    /// See [`PlanSettings::ends_on`]; the day on which the cycle closes where left out.
    pub end: Option<Typed<NaiveDate>>,
    /// The time of [`Window::from`]; midnight where left out.
    pub daily_from: Option<String>,
    /// The time of [`Window::until`]; 24:00 where left out.
    pub daily_until: Option<String>,
    /// See [`PlanSettings::daily_quota`].
    pub daily_quota: Option<i32>,
    /// See [`PlanSettings::validity_seconds`]; 0 where left out.
    pub validity_seconds: Option<i32>,
    /// See [`PlanSettings::may_repeat`]; false where left out.
    pub repeat: Option<bool>,
    /// See [`PlanSettings::rest_days`]; 0 where left out.
    pub rest_days: Option<i32>,
    /// See [`PlanSettings::follow_up`].
    pub follow_up: Option<TypedFollowUp>,
    /// See [`PlanSettings::monthly_table_id`].
    pub monthly_table_id: Option<String>,
}

/// A follow-up as typed.
#[derive(Clone, Debug)]
pub struct TypedFollowUp {
    /// See [`FollowUp::questionnaire_version_id`].
    pub questionnaire_version_id: String,
    /// See [`FollowUp::item`].
    pub item: String,
    /// See [`FollowUp::at_or_below`].
    pub at_or_below: i32,
}

impl PlanSettings {
    /// Reads the fields of a plan from the object that `parse` stands at. `cycle` has the
    /// days on which the cycle opens and closes; without them something has been said
    /// against the cycle already.
    pub fn read(
        parse: &mut Parse,
        typed: TypedPlan,
        cycle: Option<(NaiveDate, NaiveDate)>,
    ) -> Option<Self> {
        let code = parse.field("code", Code::parse(&typed.code));
        let name = parse.field("name", Name::parse(&typed.name));
        let version = version(parse, &typed.questionnaire_version_id);
        let assessed: Option<DepartmentId> = parse.id(
            "assessedDepartmentId",
            &typed.assessed_department_id,
            "department",
            "部门",
        );
        let frame = match typed.frame {
            None => Some(Frame::default()),
            Some(frame) => parse.object("frame", |parse| Frame::read(parse, frame)),
        };
        let seed = parse.object("sampling", |parse| {
            let seed = typed
                .seed
                .map(|seed| Name::parse(&seed).map(Name::into_string));
            parse.optional("seed", seed)
        });
        let sampling = match typed.sampling {
            None => Some(Sampling::Census),
            Some(sampling) => parse.object("sampling", |parse| Sampling::read(parse, sampling)),
        };
        let quotas = Quota::read_all(parse, "quotas", typed.quotas, sampling.as_ref());
        let mut count = |field: &str, value: Option<i32>, least: i32, most: i32| {
            parse.field(field, number(value.unwrap_or(least), least, most))
        };
        let reserve = count("reserve", typed.reserve, 0, MOST_DRAWN);
        let validity = count("validitySeconds", typed.validity_seconds, 0, i32::MAX);
        let rest_days = count("restDays", typed.rest_days, 0, LONGEST_REST);
        let daily_quota = typed.daily_quota.map(|quota| number(quota, 1, MOST_DRAWN));
        let daily_quota = parse.optional("dailyQuota", daily_quota);
        let start = typed.start.or(cycle.map(|(opens, _)| Ok(opens)));
        let end = typed.end.or(cycle.map(|(_, closes)| Ok(closes)));
        let days = start
            .zip(end)
            .and_then(|(start, end)| days(parse, start, end));
        let window = window(
            parse,
            typed.daily_from.as_deref(),
            typed.daily_until.as_deref(),
        );
        let follow_up = follow_up(parse, typed.follow_up);
        let table: Option<Option<CustomerTableId>> = parse.optional_id(
            "monthlyTableId",
            typed.monthly_table_id.as_deref(),
            "monthly customer table",
            "月度客户表",
        );
        let (starts_on, ends_on) = days?;
        Some(Self {
            code: code?,
            name: name?,
            questionnaire_version_id: version?,
            assessed_department_id: assessed?,
            channel: typed.channel.unwrap_or(Channel::Link),
            confidentiality: typed.confidentiality.unwrap_or(Confidentiality::Attributed),
            frame: frame?,
            sampling: sampling?,
            quotas: quotas?,
            seed: seed?,
            reserve: reserve?,
            starts_on,
            ends_on,
            window: window?,
            daily_quota: daily_quota?,
            validity_seconds: validity?,
            may_repeat: typed.repeat.unwrap_or(false),
            rest_days: rest_days?,
            follow_up: follow_up?,
            monthly_table_id: table?,
        })
    }
}

fn version(parse: &mut Parse, text: &str) -> Option<QuestionnaireVersionId> {
    parse.id(
        "questionnaireVersionId",
        text,
        "questionnaire version",
        "问卷版本",
    )
}

fn days(
    parse: &mut Parse,
    start: Typed<NaiveDate>,
    end: Typed<NaiveDate>,
) -> Option<(NaiveDate, NaiveDate)> {
    let within = |day: NaiveDate| {
        let possible = YEARS.contains(&day.year());
        possible.then_some(day).ok_or_else(error::year_out_of_range)
    };
    let start = parse.field("start", start.and_then(within));
    let end = parse.field("end", end.and_then(within));
    let (start, end) = start.zip(end)?;
    if end < start {
        parse.push("end", error::ends_before_start());
        return None;
    }
    Some((start, end))
}

fn window(parse: &mut Parse, from: Option<&str>, until: Option<&str>) -> Option<Window> {
    let from = parse.field("dailyFrom", from.map_or(Ok(0), minute));
    let until = parse.field("dailyUntil", until.map_or(Ok(DAY), minute));
    let (from, until) = from.zip(until)?;
    if until <= from {
        parse.push("dailyUntil", error::window_backwards());
        return None;
    }
    Some(Window { from, until })
}

/// The minute of a day that `HH:MM` names, 00:00 to 24:00.
fn minute(text: &str) -> Result<u32, Problem> {
    let two = |part: &str| match part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()) {
        true => part.parse::<u32>().ok(),
        false => None,
    };
    let minute = text.split_once(':').and_then(|(hour, minute)| {
        let (hour, minute) = (two(hour)?, two(minute)?);
        (minute < 60).then_some(hour * 60 + minute)
    });
    minute.filter(|minute| *minute <= DAY).ok_or_else(|| {
        Problem::new(
            ErrorCode::Invalid,
            "A time of day is written HH:MM, from 00:00 to 24:00.",
            "时刻的格式为 HH:MM，从 00:00 到 24:00。",
        )
    })
}

fn follow_up(parse: &mut Parse, typed: Option<TypedFollowUp>) -> Option<Option<FollowUp>> {
    let Some(typed) = typed else {
        return Some(None);
    };
    parse.object("followUp", |parse| {
        let version = version(parse, &typed.questionnaire_version_id);
        let item = parse.field("item", Code::parse(&typed.item));
        Some(Some(FollowUp {
            questionnaire_version_id: version?,
            item: item?,
            at_or_below: typed.at_or_below,
        }))
    })
}
