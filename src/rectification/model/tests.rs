//! Whoever does whatever: issues stay within the table, duties stay separate, and the history
//! gives the state.

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use uuid::Uuid;

use super::deciding::{Level, Standing, may_close, may_extend, next_level};
use super::*;
use crate::access::Party;
use crate::complaints::Severity;
use crate::kernel::Decimal;
use crate::kernel::ids::{AccountId, DepartmentId, EmployeeId, IssueEventId, IssueId};

fn id<T: From<Uuid>>(number: u128) -> T {
    T::from(Uuid::from_u128(number))
}

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

fn start() -> DateTime<Utc> {
    DateTime::from_timestamp(1_775_000_000, 0).unwrap()
}

/// The manager of the department, two above, two executives, a worker, and a stranger; then
/// the second account of the manager, and an executive who stands in for the first of the
/// managers above.
fn standing(who: usize) -> Standing {
    let employee = if who == 7 { 0 } else { who };
    let own = Party::default().and(id(who as u128 + 1), Some(id(employee as u128 + 101)));
    Standing {
        party: match who {
            8 => own.and(id(2), Some(id(102))),
            _ => own,
        },
        belongs: matches!(who, 0 | 5),
        is_manager_above: matches!(who, 1 | 2 | 8),
        is_executive: matches!(who, 3 | 4 | 7 | 8),
        gives_time: matches!(who, 1..=4 | 6..=8),
    }
}

fn issue(severity: Severity) -> Issue {
    Issue {
        id: id::<IssueId>(1),
        number: IssueNumber {
            year: 2026,
            position: 1,
        },
        title: "沟通".to_owned(),
        description: "沟通得分下降".to_owned(),
        department_id: id::<DepartmentId>(1),
        severity,
        severity_before: None,
        state: IssueState::Open,
        round: 1,
        due_on: day("2026-05-06"),
        source: Source::Hand,
        evidence: Evidence::default(),
        analysis: None,
        recurrence_of: None,
        opened_at: start(),
        opened_by: None,
        verifying_since: None,
        closed_at: None,
        version: 1,
    }
}

/// What somebody tries.
#[derive(Clone, Debug)]
enum Attempt {
    Analyse,
    Plan { actions: usize },
    Decide { approve: bool },
    Complete { action: usize },
    Ask { action: usize },
    Answer { approve: bool },
    Verify { works: bool },
    Cancel,
}

fn attempts() -> impl Strategy<Value = Vec<(usize, Attempt)>> {
    let attempt = prop_oneof![
        3 => Just(Attempt::Analyse),
        4 => (1_usize..4).prop_map(|actions| Attempt::Plan { actions }),
        6 => (prop::bool::weighted(0.8)).prop_map(|approve| Attempt::Decide { approve }),
        6 => (0_usize..3).prop_map(|action| Attempt::Complete { action }),
        1 => (0_usize..3).prop_map(|action| Attempt::Ask { action }),
        1 => any::<bool>().prop_map(|approve| Attempt::Answer { approve }),
        4 => any::<bool>().prop_map(|works| Attempt::Verify { works }),
        1 => prop::bool::weighted(0.05).prop_filter_map("rarely", |it| it.then_some(Attempt::Cancel)),
    ];
    prop::collection::vec((0_usize..9, attempt), 1..120)
}

/// An issue with what belongs to it, as the services keep it.
struct World {
    issue: Issue,
    events: Vec<Event>,
    planner: Option<Party>,
    endorsed: Option<Party>,
    owners: Vec<EmployeeId>,
    done: Vec<bool>,
    asker: Option<Party>,
    steps: u128,
}

impl World {
    fn of(severity: Severity) -> Self {
        let mut world = Self {
            issue: issue(severity),
            events: Vec::new(),
            planner: None,
            endorsed: None,
            owners: Vec::new(),
            done: Vec::new(),
            asker: None,
            steps: 0,
        };
        world.move_it(0, Happening::Opened).unwrap();
        world
    }

    fn move_it(&mut self, who: usize, happening: Happening) -> Result<(), ()> {
        self.steps += 1;
        let at = start() + TimeDelta::minutes(i64::try_from(self.steps).unwrap());
        let stamp = (
            id::<IssueEventId>(self.steps),
            at,
            Some(id::<AccountId>(who as u128 + 1)),
        );
        let event = self.issue.happen(happening, stamp, None).map_err(|_| ())?;
        self.events.push(event);
        Ok(())
    }

    /// Does what is tried, if it may be done; what has happened then is checked by itself.
    fn attempt(&mut self, who: usize, attempt: &Attempt) -> Result<(), ()> {
        let standing = standing(who);
        let plans = matches!(who, 0);
        match attempt {
            Attempt::Analyse => plans
                .then_some(())
                .ok_or(())
                .and_then(|()| self.move_it(who, Happening::Analysed)),
            Attempt::Plan { actions } => {
                plans.then_some(()).ok_or(())?;
                self.move_it(who, Happening::PlanSubmitted)?;
                self.planner = Some(standing.party);
                self.endorsed = None;
                self.owners = (0..*actions).map(|it| id(105 + it as u128)).collect();
                self.done = vec![false; *actions];
                self.asker = None;
                Ok(())
            }
            Attempt::Decide { approve } => self.decide(who, *approve),
            Attempt::Complete { action } => self.complete(who, *action),
            Attempt::Ask { action } => {
                self.owns(who, *action)?;
                self.move_it(who, Happening::ExtensionRequested)?;
                self.asker = Some(standing.party);
                Ok(())
            }
            Attempt::Answer { approve } => {
                let asker = self.asker.clone().ok_or(())?;
                may_extend(&standing, &asker).map_err(|_| ())?;
                assert!(!standing.party.meets(&asker) && !standing.belongs);
                self.move_it(
                    who,
                    match approve {
                        true => Happening::ExtensionApproved,
                        false => Happening::ExtensionRejected,
                    },
                )?;
                self.asker = None;
                Ok(())
            }
            Attempt::Verify { works } => {
                may_close(&standing, &self.owners).map_err(|_| ())?;
                self.move_it(
                    who,
                    match works {
                        true => Happening::Closed,
                        false => Happening::Reopened,
                    },
                )?;
                let owner = self.owners.iter().any(|it| standing.party.includes(*it));
                assert!(
                    !owner && !standing.belongs,
                    "an owner or the department verified"
                );
                Ok(())
            }
            Attempt::Cancel => {
                may_close(&standing, &[]).map_err(|_| ())?;
                self.move_it(who, Happening::Cancelled)
            }
        }
    }

    fn decide(&mut self, who: usize, approve: bool) -> Result<(), ()> {
        let standing = standing(who);
        let planner = self.planner.clone().ok_or(())?;
        let severity = self.issue.severity;
        let decided = next_level(&standing, &planner, severity, true, self.endorsed.as_ref());
        let (level, is_last) = decided.map_err(|_| ())?;
        self.move_it(
            who,
            match (approve, is_last) {
                (false, _) => Happening::PlanRejected,
                (true, true) => Happening::PlanApproved,
                (true, false) => Happening::PlanEndorsed,
            },
        )?;
        assert!(!standing.party.meets(&planner), "the planner decided");
        assert!(!standing.belongs, "the own department decided");
        if let Some(first) = &self.endorsed {
            assert!(!standing.party.meets(first), "one person decided twice");
            assert_eq!(level, Level::Executive);
        } else {
            assert_eq!(level, Level::Manager, "the manager comes first");
            assert_eq!(is_last, severity != Severity::High, "severe takes two");
        }
        self.endorsed = (approve && !is_last).then_some(standing.party);
        Ok(())
    }

    fn complete(&mut self, who: usize, action: usize) -> Result<(), ()> {
        self.owns(who, action)?;
        let done = self.done.get(action).copied().ok_or(())?;
        (!done).then_some(()).ok_or(())?;
        let first = self.issue.state == IssueState::Approved;
        self.move_it(
            who,
            match first {
                true => Happening::Started,
                false => Happening::ActionCompleted,
            },
        )?;
        self.done[action] = true;
        if self.done.iter().all(|done| *done) {
            self.move_it(who, Happening::Finished)?;
        }
        Ok(())
    }

    fn owns(&self, who: usize, action: usize) -> Result<(), ()> {
        let owner = self.owners.get(action).ok_or(())?;
        let owns = standing(who).party.includes(*owner) || who == 0;
        owns.then_some(()).ok_or(())
    }
}

proptest! {
    #[test]
    fn whoever_tries_whatever_stays_within_the_table(
        attempts in attempts(),
        severity in prop::sample::select(Severity::ALL),
    ) {
        let mut world = World::of(severity);
        for (who, attempt) in &attempts {
            let before = (world.issue.clone(), world.events.len());
            if world.attempt(*who, attempt).is_err() {
                prop_assert_eq!(&world.issue, &before.0, "a refusal changes nothing");
                prop_assert_eq!(world.events.len(), before.1);
            }
            prop_assert_eq!(replay(&world.events), Some(world.issue.state));
            let reopened = world.events.iter().filter(|it| it.happening == Happening::Reopened);
            prop_assert_eq!(world.issue.round, 1 + i32::try_from(reopened.count()).unwrap());
            prop_assert_eq!(
                world.issue.closed_at.is_some(),
                !world.issue.state.is_open()
            );
        }
    }

    #[test]
    fn shares_of_causes_grow_to_a_hundred(counts in prop::collection::vec(0_usize..40, 7)) {
        let causes = Cause::ALL.iter().zip(&counts);
        let issues: Vec<Settled> = causes
            .flat_map(|(cause, count)| std::iter::repeat_n(settled(Some(*cause)), *count))
            .collect();
        let period = (day("2026-04-01"), day("2026-06-30"));
        let found = statistics(period, &issues, &[]);
        prop_assert!(found.causes.windows(2).all(|it| it[0].count >= it[1].count));
        if let Some(last) = found.causes.last() {
            prop_assert_eq!(last.cumulative.rounded(2), "100.00");
        }
        let total: u64 = found.causes.iter().map(|it| it.count).sum();
        prop_assert_eq!(total, found.opened);
    }
}

fn settled(cause: Option<Cause>) -> Settled {
    Settled {
        department_id: id(1),
        opened_on: day("2026-04-02"),
        closed_on: Some(day("2026-04-12")),
        done_on: Some(day("2026-04-10")),
        due_on: day("2026-04-09"),
        cause,
        is_open: false,
        is_overdue: false,
    }
}

#[test]
fn the_whole_way_is_in_the_table_and_no_state_is_out_of_reach() {
    let mut reached = vec![IssueState::Open];
    while let Some((_, _, to)) = MOVES
        .iter()
        .find(|(from, _, to)| reached.contains(from) && !reached.contains(to))
    {
        reached.push(*to);
    }
    assert!(IssueState::ALL.iter().all(|state| reached.contains(state)));
    for state in [IssueState::Closed, IssueState::Cancelled] {
        assert!(possible(state).is_empty(), "{state} is the end");
    }
    for (position, (from, by, _)) in MOVES.iter().enumerate() {
        let again = MOVES.iter().skip(position + 1);
        assert!(
            again.clone().all(|it| (it.0, it.1) != (*from, *by)),
            "{from} {by} leads one way"
        );
    }
}

#[test]
fn a_step_that_is_not_possible_says_where_the_issue_stands_and_what_is() {
    let refused = after(IssueState::Open, Happening::PlanApproved).unwrap_err();
    assert_eq!(
        refused.message.english,
        "The issue is OPEN; possible now: analyse it, cancel it."
    );
    assert_eq!(
        refused.message.chinese,
        "整改事项的状态为 OPEN；当前可以：分析、取消。"
    );
    let over = after(IssueState::Closed, Happening::Cancelled).unwrap_err();
    assert!(over.message.english.ends_with("nothing any more."));
}

#[test]
fn where_only_executives_stand_above_one_suffices() {
    let planner = standing(0).party;
    for severity in Severity::ALL {
        let executive = next_level(&standing(3), &planner, *severity, false, None);
        assert_eq!(executive, Ok((Level::Executive, true)), "{severity}");
    }
    // While a manager stands above, an executive does not come first.
    assert!(next_level(&standing(3), &planner, Severity::High, true, None).is_err());
    // A second account of the planner is the planner.
    assert!(next_level(&standing(7), &planner, Severity::Low, false, None).is_err());
}

#[test]
fn a_plan_worked_by_its_minimum_gain_and_fewer_complaints_are_better() {
    let number = |text: &str| text.parse::<Decimal>().unwrap();
    let measure = |metric| Measure {
        metric,
        dimension: None,
        indicator: None,
        baseline: Some(number("70.10")),
        known: None,
        minimum_gain: number("0.20"),
        window_days: 30,
    };
    let index = measure(Metric::DepartmentIndex);
    for (observed, outcome, gain) in [
        ("70.30", VerificationOutcome::Effective, "0.2"),
        ("70.29", VerificationOutcome::NotEffective, "0.19"),
        ("60", VerificationOutcome::NotEffective, "-10.1"),
    ] {
        assert_eq!(
            judge(&index, Some(&number(observed))),
            (outcome, Some(number(gain)))
        );
    }
    let complaints = measure(Metric::ComplaintCount);
    let fewer = judge(&complaints, Some(&number("3")));
    assert_eq!(
        fewer,
        (VerificationOutcome::Effective, Some(number("67.1")))
    );
    assert_eq!(
        judge(&index, None),
        (VerificationOutcome::InsufficientData, None)
    );
    let unknown = Measure {
        baseline: None,
        ..index
    };
    assert_eq!(
        judge(&unknown, Some(&number("99"))).0,
        VerificationOutcome::InsufficientData
    );
}

#[test]
fn steps_are_due_on_working_days_and_stay_due() {
    let days = crate::org::calendar_of(2026).unwrap();
    let calendar = crate::org::WorkingCalendar::new(&days);
    let given = crate::deadlines::Escalation {
        owner: 1,
        head: 3,
        manager: 5,
        executive: 10,
    };
    // Due on the Thursday before the holiday of May; the next working day is the 6th.
    let due = day("2026-04-30");
    for (today, steps) in [
        ("2026-04-30", 0),
        ("2026-05-01", 0),
        ("2026-05-05", 0),
        ("2026-05-06", 1),
        ("2026-05-08", 2),
        ("2026-05-09", 2),
        ("2026-05-10", 0),
        ("2026-05-11", 3),
        ("2026-05-18", 4),
        ("2026-07-01", 4),
    ] {
        assert_eq!(
            steps_due(&calendar, &given, due, day(today)).len(),
            steps,
            "{today}"
        );
    }
}

#[test]
fn figures_of_a_period_count_what_happened_in_it() {
    let late = Settled {
        closed_on: None,
        done_on: None,
        is_open: true,
        is_overdue: true,
        cause: None,
        ..settled(None)
    };
    let before = Settled {
        opened_on: day("2026-01-05"),
        ..settled(Some(Cause::People))
    };
    let issues = [settled(Some(Cause::Method)), late, before];
    let found = [
        VerificationOutcome::Effective,
        VerificationOutcome::NotEffective,
        VerificationOutcome::InsufficientData,
    ];
    let statistics = statistics((day("2026-04-01"), day("2026-04-30")), &issues, &found);
    assert_eq!(
        (statistics.opened, statistics.closed, statistics.overdue),
        (2, 2, 1)
    );
    let rounded = |figure: Option<crate::kernel::Exact>| figure.map(|it| it.rounded(2));
    assert_eq!(
        rounded(statistics.mean_days_to_close).as_deref(),
        Some("53.50")
    );
    assert_eq!(rounded(statistics.on_time_rate).as_deref(), Some("0.00"));
    assert_eq!(
        rounded(statistics.effectiveness_rate).as_deref(),
        Some("50.00")
    );
    assert_eq!(statistics.causes.len(), 1);
    assert_eq!(statistics.departments.len(), 1);
}
