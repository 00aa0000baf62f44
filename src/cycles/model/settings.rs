//! What a cycle is set up with, and how that can change.

use chrono::{DateTime, Datelike, NaiveDate, SubsecRound, Utc};

use super::period::YEARS;
use super::{CycleState, Period, PeriodKind, ScoringSettings, Step, TypedScoring};
use crate::closed_set;
use crate::cycles::error;
use crate::kernel::text::{Code, Name};
use crate::kernel::{Parse, Problem, Typed};

closed_set! {
    /// What evaluators are promised about their answers.
    pub enum Confidentiality {
        /// The assessed sees the mean of each assessing department.
        Attributed = "ATTRIBUTED",
        /// The assessed sees an assessing department's mean only where a group
        /// answered; HR sees the person.
        Confidential = "CONFIDENTIAL",
        /// Nobody sees the person.
        Anonymous = "ANONYMOUS",
    }
}

/// What a cycle is set up with, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CycleSettings {
    /// What people call it.
    pub name: Name,
    /// The days that are judged.
    pub period: Period,
    /// When it opens by itself, where it does.
    pub opens_at: DateTime<Utc>,
    /// When it closes by itself; later than `opens_at`.
    pub closes_at: DateTime<Utc>,
    /// Whether it opens by itself.
    pub auto_open: bool,
    /// What evaluators are promised.
    pub confidentiality: Confidentiality,
    /// How it is scored.
    pub scoring: ScoringSettings,
}

/// A cycle to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCycle {
    /// Its short stable name, unique.
    pub code: Code,
    /// Everything else.
    pub settings: CycleSettings,
}

/// A period as typed.
#[derive(Clone, Debug)]
pub struct TypedPeriod {
    /// What it shall be.
    pub kind: PeriodKind,
    /// The first day.
    pub start: Typed<NaiveDate>,
    /// The last day.
    pub end: Typed<NaiveDate>,
}

/// A cycle as typed.
#[derive(Clone, Debug)]
pub struct TypedCycle {
    /// See [`NewCycle::code`].
    pub code: String,
    /// See [`CycleSettings::name`].
    pub name: String,
    /// See [`CycleSettings::period`].
    pub period: TypedPeriod,
    /// See [`CycleSettings::opens_at`].
    pub opens_at: Typed<DateTime<Utc>>,
    /// See [`CycleSettings::closes_at`].
    pub closes_at: Typed<DateTime<Utc>>,
    /// See [`CycleSettings::auto_open`]; false where left out.
    pub auto_open: Option<bool>,
    /// See [`CycleSettings::confidentiality`]; ATTRIBUTED where left out.
    pub confidentiality: Option<Confidentiality>,
    /// See [`CycleSettings::scoring`].
    pub scoring: TypedScoring,
}

/// Changes of a cycle as typed; what is left out stays as it is.
#[derive(Clone, Debug, Default)]
pub struct CycleChanges {
    /// See [`NewCycle::code`].
    pub code: Option<String>,
    /// See [`CycleSettings::name`].
    pub name: Option<String>,
    /// See [`CycleSettings::period`].
    pub period: Option<TypedPeriod>,
    /// See [`CycleSettings::opens_at`].
    pub opens_at: Option<Typed<DateTime<Utc>>>,
    /// See [`CycleSettings::closes_at`].
    pub closes_at: Option<Typed<DateTime<Utc>>>,
    /// See [`CycleSettings::auto_open`].
    pub auto_open: Option<bool>,
    /// See [`CycleSettings::confidentiality`].
    pub confidentiality: Option<Confidentiality>,
    /// See [`CycleSettings::scoring`]; field by field.
    pub scoring: Option<TypedScoring>,
}

impl NewCycle {
    /// Checks a typed cycle that stands in the argument `argument`.
    pub fn read(argument: &str, typed: TypedCycle) -> Result<Self, Vec<Problem>> {
        let mut parse = Parse::argument(argument);
        let cycle = Self::fields(&mut parse, typed);
        parse.finish(cycle)
    }

    fn fields(parse: &mut Parse, typed: TypedCycle) -> Option<Self> {
        let confidentiality = typed.confidentiality.unwrap_or(Confidentiality::Attributed);
        let code = parse.field("code", Code::parse(&typed.code));
        let name = parse.field("name", Name::parse(&typed.name));
        let TypedPeriod { kind, start, end } = typed.period;
        let period = parse.object("period", |parse| {
            let (start, end) = (parse.field("start", start), parse.field("end", end));
            Period::read(parse, kind, start?, end?)
        });
        let opens_at = parse.field("opensAt", typed.opens_at.and_then(moment));
        let closes_at = parse.field("closesAt", typed.closes_at.and_then(moment));
        let scoring = parse.object("scoring", |parse| {
            ScoringSettings::read(parse, typed.scoring, confidentiality)
        });
        if opens_at
            .zip(closes_at)
            .is_some_and(|(opens_at, closes_at)| closes_at <= opens_at)
        {
            parse.push("closesAt", error::closes_before_opening());
        }
        Some(Self {
            code: code?,
            settings: CycleSettings {
                name: name?,
                period: period?,
                opens_at: opens_at?,
                closes_at: closes_at?,
                auto_open: typed.auto_open.unwrap_or(false),
                confidentiality,
                scoring: scoring?,
            },
        })
    }

    /// The cycle after `changes`, which stand in the argument `argument`.
    ///
    /// A draft can change in everything. An open cycle can only close later: what
    /// its evaluators were promised and how they are counted stands still.
    pub fn changed(
        self,
        argument: &str,
        state: CycleState,
        changes: CycleChanges,
        now: DateTime<Utc>,
    ) -> Result<Self, Vec<Problem>> {
        match state.after(Step::Change) {
            Ok(_) => Self::read(argument, changes.over(self)),
            Err(refused) => {
                let Some(later) = changes.only_closing() else {
                    return Err(vec![refused.at(["id"])]);
                };
                let extended = state.after(Step::Extend);
                extended.map_err(|refused| vec![refused.at(["id"])])?;
                let mut parse = Parse::argument(argument);
                let closes_at = parse.field("closesAt", later.and_then(moment));
                if closes_at.is_some_and(|at| at <= self.settings.closes_at || at <= now) {
                    parse.push("closesAt", error::only_later(self.settings.closes_at));
                }
                let changed = closes_at.map(|closes_at| Self {
                    settings: CycleSettings {
                        closes_at,
                        ..self.settings
                    },
                    ..self
                });
                parse.finish(changed)
            }
        }
    }
}

impl CycleChanges {
    /// The closing time, if nothing else is to be changed.
    fn only_closing(&self) -> Option<Typed<DateTime<Utc>>> {
        let other = self.code.is_some()
            || self.name.is_some()
            || self.period.is_some()
            || self.opens_at.is_some()
            || self.auto_open.is_some()
            || self.confidentiality.is_some()
            || self.scoring.is_some();
        self.closes_at.clone().filter(|_| !other)
    }

    /// The whole cycle as if it had been typed with these changes.
    fn over(self, current: NewCycle) -> TypedCycle {
        let NewCycle { code, settings } = current;
        let period = TypedPeriod {
            kind: settings.period.kind,
            start: Ok(settings.period.start),
            end: Ok(settings.period.end),
        };
        let confidentiality = self.confidentiality.unwrap_or(settings.confidentiality);
        TypedCycle {
            code: self.code.unwrap_or_else(|| code.into_string()),
            name: self.name.unwrap_or_else(|| settings.name.into_string()),
            period: self.period.unwrap_or(period),
            opens_at: self.opens_at.unwrap_or(Ok(settings.opens_at)),
            closes_at: self.closes_at.unwrap_or(Ok(settings.closes_at)),
            auto_open: Some(self.auto_open.unwrap_or(settings.auto_open)),
            confidentiality: Some(confidentiality),
            scoring: self.scoring.unwrap_or_default().over(settings.scoring),
        }
    }
}

/// A moment as both databases keep it.
fn moment(at: DateTime<Utc>) -> Result<DateTime<Utc>, Problem> {
    if YEARS.contains(&at.year()) {
        Ok(at.trunc_subsecs(6))
    } else {
        Err(error::year_out_of_range())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::ErrorCode;

    fn typed() -> TypedCycle {
        TypedCycle {
            code: "2026Q1".to_owned(),
            name: "一季度".to_owned(),
            period: TypedPeriod {
                kind: PeriodKind::Quarter,
                start: Ok("2026-01-01".parse().unwrap()),
                end: Ok("2026-03-31".parse().unwrap()),
            },
            opens_at: Ok(at("2026-04-01T00:00:00Z")),
            closes_at: Ok(at("2026-04-10T10:00:00Z")),
            auto_open: None,
            confidentiality: None,
            scoring: TypedScoring::default(),
        }
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn told(problems: Vec<Problem>) -> Vec<(ErrorCode, String)> {
        problems
            .into_iter()
            .map(|problem| (problem.code, problem.field.join(".")))
            .collect()
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let mut wrong = typed();
        wrong.code = "a b".to_owned();
        wrong.name = " ".to_owned();
        wrong.period.end = Ok("2026-03-30".parse().unwrap());
        wrong.closes_at = wrong.opens_at.clone();
        wrong.scoring.min_group = Some(0);
        assert_eq!(
            told(NewCycle::read("input", wrong).unwrap_err()),
            [
                (ErrorCode::Invalid, "input.code".to_owned()),
                (ErrorCode::Required, "input.name".to_owned()),
                (ErrorCode::Invalid, "input.period.end".to_owned()),
                (ErrorCode::OutOfRange, "input.scoring.minGroup".to_owned()),
                (ErrorCode::Invalid, "input.closesAt".to_owned()),
            ]
        );
    }

    #[test]
    fn a_draft_changes_in_what_is_given_and_keeps_the_rest() {
        let cycle = NewCycle::read("input", typed()).unwrap();
        let changes = CycleChanges {
            name: Some("第一季度".to_owned()),
            scoring: Some(TypedScoring {
                target: Some(Some(Ok("85".parse().unwrap()))),
                ..TypedScoring::default()
            }),
            ..CycleChanges::default()
        };
        let now = at("2026-03-01T00:00:00Z");
        let changed = cycle
            .clone()
            .changed("input", CycleState::Draft, changes, now)
            .unwrap();
        assert_eq!(changed.settings.name.as_str(), "第一季度");
        assert_eq!(changed.settings.scoring.target, Some("85".parse().unwrap()));
        assert_eq!(changed.settings.period, cycle.settings.period);
        let cleared = CycleChanges {
            scoring: Some(TypedScoring {
                target: Some(None),
                ..TypedScoring::default()
            }),
            ..CycleChanges::default()
        };
        let cleared = changed
            .changed("input", CycleState::Draft, cleared, now)
            .unwrap();
        assert_eq!(cleared.settings.scoring.target, None);
    }

    #[test]
    fn an_open_cycle_can_only_close_later() {
        let cycle = NewCycle::read("input", typed()).unwrap();
        let now = at("2026-04-05T00:00:00Z");
        let change = |state, closes_at: &str, name: Option<&str>| {
            let changes = CycleChanges {
                closes_at: Some(Ok(at(closes_at))),
                name: name.map(str::to_owned),
                ..CycleChanges::default()
            };
            cycle
                .clone()
                .changed("input", state, changes, now)
                .map_err(told)
        };
        let later = change(CycleState::Open, "2026-04-12T00:00:00Z", None).unwrap();
        assert_eq!(later.settings.closes_at, at("2026-04-12T00:00:00Z"));
        assert_eq!(
            change(CycleState::Open, "2026-04-09T00:00:00Z", None),
            Err(vec![(ErrorCode::Invalid, "input.closesAt".to_owned())])
        );
        let refused = Err(vec![(ErrorCode::InvalidState, "id".to_owned())]);
        assert_eq!(
            change(CycleState::Open, "2026-04-12T00:00:00Z", Some("x")),
            refused
        );
        assert_eq!(
            change(CycleState::Closed, "2026-04-12T00:00:00Z", None),
            refused
        );
    }
}
