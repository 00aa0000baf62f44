//! Delphi studies as values, and what becomes of them when a round closes.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::sheet::checked;
use super::{Group, RoundResult, Sheet, StudyState};
use crate::kernel::ids::{DelphiStudyId, EmployeeId, QuestionnaireId};
use crate::kernel::text::Code;
use crate::kernel::{Decimal, Parse, Problem, Typed};
use crate::questionnaires::{QuestionnaireContent, Wording};
use crate::weighting::error;

/// Fewest experts of a study, and fewest weights with which a round closes: of two, each
/// could tell the other's weights from the median.
pub const FEWEST_EXPERTS: usize = 3;
/// Most experts of a study.
pub const MOST_EXPERTS: usize = 100;
/// Most rounds of a study.
pub const MOST_ROUNDS: i32 = 20;

/// A study to be opened, as somebody typed it.
#[derive(Clone, Debug)]
pub struct TypedStudy {
    /// The questionnaire whose weights are looked for.
    pub questionnaire: String,
    /// The employees who are asked.
    pub experts: Vec<String>,
    /// The spread at which the experts agree.
    pub bound: Typed<Decimal>,
    /// The groups that are weighed, each by its dimension, or nothing for the dimensions
    /// themselves; `None`: all.
    pub groups: Option<Vec<Option<String>>>,
}

/// A study to be opened, before it is known what there is to weigh.
#[derive(Clone, Debug)]
pub struct NewStudy {
    /// The questionnaire whose weights are looked for.
    pub questionnaire_id: QuestionnaireId,
    /// The employees who are asked, each once.
    pub experts: Vec<EmployeeId>,
    /// The spread at which the experts agree, percentage points.
    pub bound: Decimal,
    groups: Option<Vec<Option<String>>>,
}

/// What is weighed, frozen when the study opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// What the questionnaire was called.
    pub name: Wording,
    /// At least one.
    pub groups: Vec<Group>,
}

/// A Delphi study.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Study {
    /// Its id.
    pub id: DelphiStudyId,
    /// The questionnaire whose weights are looked for.
    pub questionnaire_id: QuestionnaireId,
    /// What is weighed.
    pub subject: Subject,
    /// The spread at which the experts agree, percentage points.
    pub bound: Decimal,
    /// Where it stands.
    pub state: StudyState,
    /// The round that runs, or the last that closed; 0 where none did.
    pub round: i32,
    /// When the first round began.
    pub opened_at: DateTime<Utc>,
    /// Since when no round runs.
    pub ended_at: Option<DateTime<Utc>>,
}

/// One round of a study.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// The study.
    pub study_id: DelphiStudyId,
    /// 1 for the first.
    pub number: i32,
    /// When it began.
    pub opened_at: DateTime<Utc>,
    /// When it closed, and what it found; `None` while it runs.
    pub closed: Option<(DateTime<Utc>, RoundResult)>,
}

/// Somebody who was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expert {
    /// The study.
    pub study_id: DelphiStudyId,
    /// The person.
    pub employee_id: EmployeeId,
    /// Whether the person gave weights in the round that runs or ran last.
    pub answered: bool,
}

/// How many were asked, and how many gave weights in the round that runs or ran last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Turnout {
    /// How many were asked.
    pub asked: u32,
    /// How many gave weights.
    pub answered: u32,
}

/// The weights of one person in one round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenWeights {
    /// The study.
    pub study_id: DelphiStudyId,
    /// The round.
    pub round: i32,
    /// When they were last given.
    pub given_at: DateTime<Utc>,
    /// The weights.
    pub sheet: Sheet,
}

impl NewStudy {
    /// Reads what was typed, in the argument that `parse` stands at.
    pub fn read(typed: TypedStudy) -> Result<Self, Vec<Problem>> {
        let mut parse = Parse::argument("input");
        let questionnaire_id = parse.id(
            "questionnaireId",
            &typed.questionnaire,
            "questionnaire",
            "问卷",
        );
        let count = typed.experts.len();
        let mut seen: Vec<EmployeeId> = Vec::new();
        let experts = parse.list("expertIds", typed.experts, MOST_EXPERTS, |parse, text| {
            let id: EmployeeId = parse.entry_id(&text, "employee", "员工")?;
            if seen.contains(&id) {
                parse.push_here(error::named_twice());
                return None;
            }
            seen.push(id);
            Some(id)
        });
        if count < FEWEST_EXPERTS {
            parse.push("expertIds", error::too_few_experts());
        }
        let bound = parse.field("bound", typed.bound.and_then(checked));
        let study = (|| {
            Some(Self {
                questionnaire_id: questionnaire_id?,
                experts: experts?,
                bound: bound?,
                groups: typed.groups,
            })
        })();
        parse.finish(study)
    }

    /// What of `content` is weighed.
    pub fn subject(&self, content: &QuestionnaireContent) -> Result<Subject, Vec<Problem>> {
        let mut parse = Parse::argument("input");
        let all = Group::all_of(content);
        let groups = match &self.groups {
            None => Some(all),
            Some(wanted) => chosen(&mut parse, content, wanted),
        };
        if groups.as_ref().is_some_and(Vec::is_empty) {
            parse.push("groups", error::nothing_to_weigh());
        }
        let subject = groups.map(|groups| Subject {
            name: content.name.clone(),
            groups,
        });
        parse.finish(subject)
    }
}

/// The groups that were named, in the order of the questionnaire.
fn chosen(
    parse: &mut Parse,
    content: &QuestionnaireContent,
    wanted: &[Option<String>],
) -> Option<Vec<Group>> {
    let all = Group::all_of(content);
    let mut seen: Vec<usize> = Vec::new();
    let most = all.len() + 1;
    let found = parse.list("groups", wanted.to_vec(), most, |parse, dimension| {
        let named = |it: &Group| it.dimension.as_ref().map(Code::as_str) == dimension.as_deref();
        let Some(position) = all.iter().position(named) else {
            parse.push("dimension", error::nothing_to_weigh());
            return None;
        };
        if seen.contains(&position) {
            parse.push("dimension", error::named_twice());
            return None;
        }
        seen.push(position);
        Some(position)
    });
    let mut positions = found?;
    positions.sort_unstable();
    let groups = positions.into_iter().map(|position| all[position].clone());
    Some(groups.collect())
}

impl Study {
    /// The study after its running round has closed with `result`: agreed, out of rounds,
    /// or in the next round.
    pub fn after_round(&self, result: &RoundResult, now: DateTime<Utc>) -> Self {
        let mut after = self.clone();
        if result.agrees(&self.bound) {
            after.state = StudyState::Agreed;
        } else if self.round >= MOST_ROUNDS {
            after.state = StudyState::Ended;
        } else {
            after.round += 1;
        }
        after.ended_at = (after.state != StudyState::Open).then_some(now);
        after
    }

    /// The study after it was ended: the running round counts no more.
    pub fn after_end(&self, now: DateTime<Utc>) -> Self {
        Self {
            state: StudyState::Ended,
            round: self.round - 1,
            ended_at: Some(now),
            ..self.clone()
        }
    }
}
