//! Rules by which issues are opened by themselves.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::issue::{Evidence, Source};
use crate::closed_set;
use crate::complaints::{Complaint, Severity};
use crate::deadlines::working_days;
use crate::formula::{Condition, Names};
use crate::kernel::ids::{
    AccountId, CycleId, DepartmentId, ScoreId, SurveyPlanId, SurveySheetId, TriggerRuleId,
};
use crate::kernel::text::{Name, required};
use crate::kernel::{Decimal, Exact, Parse, Problem, Typed};

/// What a condition may speak of: the figure, and that of the assessment before.
const FIGURES: Names = &["index", "previous"];

closed_set! {
    /// What a rule looks for.
    pub enum RuleKind {
        /// An index, or that of a dimension, below a threshold.
        ScoreBelow = "SCORE_BELOW",
        /// An index of a dimension that fell by more than a threshold since the last
        /// assessment.
        DimensionDrop = "DIMENSION_DROP",
        /// An index below the threshold twice running.
        BelowTargetTwice = "BELOW_TARGET_TWICE",
        /// Answers at a level or worse.
        AnswerAtOrBelow = "ANSWER_AT_OR_BELOW",
        /// A complaint about a department.
        Complaint = "COMPLAINT",
        /// A score of which a condition holds.
        Expression = "EXPRESSION",
    }
}

/// What a rule looks for, with all that it needs and nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum LooksFor {
    /// See [`RuleKind::ScoreBelow`].
    #[serde(rename = "SCORE_BELOW")]
    ScoreBelow {
        /// Issues are opened below it.
        threshold: Decimal,
        /// The dimension; the department's index where left out.
        dimension: Option<String>,
    },
    /// See [`RuleKind::DimensionDrop`].
    #[serde(rename = "DIMENSION_DROP")]
    DimensionDrop {
        /// Issues are opened for more than it.
        threshold: Decimal,
        /// The dimension; each where left out.
        dimension: Option<String>,
    },
    /// See [`RuleKind::BelowTargetTwice`].
    #[serde(rename = "BELOW_TARGET_TWICE")]
    BelowTargetTwice {
        /// The target; that of the cycle where there is none.
        #[serde(default)]
        threshold: Option<Decimal>,
    },
    /// See [`RuleKind::AnswerAtOrBelow`].
    #[serde(rename = "ANSWER_AT_OR_BELOW")]
    AnswerAtOrBelow {
        /// The best level that is bad enough.
        level: i32,
    },
    /// See [`RuleKind::Complaint`].
    #[serde(rename = "COMPLAINT")]
    Complaint,
    /// See [`RuleKind::Expression`].
    #[serde(rename = "EXPRESSION")]
    Expression {
        /// The condition, over `index` and `previous`.
        expression: String,
        /// The dimension; the department's index where left out.
        dimension: Option<String>,
    },
}

/// A rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TriggerRule {
    /// Its id.
    pub id: TriggerRuleId,
    /// What it is called.
    pub name: String,
    /// What it looks for.
    pub looks_for: LooksFor,
    /// The severity of its issues.
    pub severity: Severity,
    /// The working days that its issues give.
    pub due_working_days: u32,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// By whom.
    pub created_by: AccountId,
    /// Since when it looks no more.
    pub retired_at: Option<DateTime<Utc>>,
    /// Counts the changes.
    pub version: i32,
}

/// A rule to be made.
#[derive(Clone, Debug)]
pub struct NewRule {
    /// What it is called.
    pub name: String,
    /// What it looks for.
    pub looks_for: LooksFor,
    /// The severity of its issues.
    pub severity: Severity,
    /// The working days that its issues give.
    pub due_working_days: u32,
}

/// A rule as typed: of the figures those that its kind needs.
#[derive(Clone, Debug)]
pub struct TypedRule {
    /// What it is called.
    pub name: String,
    /// What it looks for.
    pub kind: RuleKind,
    /// See [`LooksFor`].
    pub threshold: Option<Typed<Decimal>>,
    /// See [`LooksFor`].
    pub dimension: Option<String>,
    /// See [`LooksFor`].
    pub level: Option<i32>,
    /// See [`LooksFor`].
    pub expression: Option<String>,
    /// The severity of its issues.
    pub severity: Severity,
    /// The working days that its issues give.
    pub due_working_days: i32,
}

impl NewRule {
    /// Reads a rule.
    pub fn read(typed: TypedRule) -> Result<Self, Vec<Problem>> {
        let mut parse = Parse::argument("input");
        let name = parse.field("name", Name::parse(&typed.name));
        let days = parse.field("dueWorkingDays", working_days(typed.due_working_days));
        let (severity, kind) = (typed.severity, typed.kind);
        let looks_for = parse.object("when", |parse| read_when(parse, kind, typed));
        let read = name.zip(looks_for).zip(days);
        parse.finish(read.map(|((name, looks_for), due_working_days)| Self {
            name: name.into_string(),
            looks_for,
            severity,
            due_working_days,
        }))
    }
}

fn read_when(parse: &mut Parse, kind: RuleKind, typed: TypedRule) -> Option<LooksFor> {
    let dimension = typed.dimension.as_deref().map(Name::parse);
    let dimension = parse.optional("dimension", dimension);
    let dimension = dimension.map(|name| name.map(Name::into_string));
    let given = typed.threshold.clone();
    let needed = |parse: &mut Parse| match given {
        Some(threshold) => parse.field("threshold", threshold),
        None => {
            parse.push("threshold", required());
            None
        }
    };
    match kind {
        RuleKind::ScoreBelow => {
            let threshold = needed(parse);
            Some(LooksFor::ScoreBelow {
                threshold: threshold?,
                dimension: dimension?,
            })
        }
        RuleKind::DimensionDrop => {
            let threshold = needed(parse);
            Some(LooksFor::DimensionDrop {
                threshold: threshold?,
                dimension: dimension?,
            })
        }
        RuleKind::BelowTargetTwice => {
            let threshold = parse.optional("threshold", typed.threshold);
            threshold.map(|threshold| LooksFor::BelowTargetTwice { threshold })
        }
        RuleKind::AnswerAtOrBelow => match typed.level {
            Some(level) => Some(LooksFor::AnswerAtOrBelow { level }),
            None => {
                parse.push("level", required());
                None
            }
        },
        RuleKind::Complaint => Some(LooksFor::Complaint),
        RuleKind::Expression => {
            let source = typed.expression.unwrap_or_default();
            let source = source.trim().to_owned();
            let compiled = match source.is_empty() {
                true => Err(required()),
                false => Condition::compile(&source, FIGURES).map(drop),
            };
            parse.field("expression", compiled)?;
            Some(LooksFor::Expression {
                expression: source,
                dimension: dimension?,
            })
        }
    }
}

/// A published figure, as a rule sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureSeen {
    /// The code of the dimension; `None` for the department's index.
    pub dimension: Option<String>,
    /// The figure; `None` where it is withheld.
    pub index: Option<Exact>,
    /// That of the assessment before.
    pub previous: Option<Exact>,
    /// The target of the cycle, where it has one that speaks of the index.
    pub target: Option<Decimal>,
}

/// A published score, as a rule sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreSeen {
    /// Its revision.
    pub score_id: ScoreId,
    /// Whose it is.
    pub department_id: DepartmentId,
    /// Of which cycle.
    pub cycle_id: CycleId,
    /// What the cycle is called.
    pub cycle: String,
    /// The department's index, and each dimension.
    pub figures: Vec<FigureSeen>,
}

/// Bad answers about one item, as a rule sees them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswersSeen {
    /// About whom.
    pub department_id: DepartmentId,
    /// Of which cycle.
    pub cycle_id: CycleId,
    /// About which item.
    pub item: String,
    /// What it asks.
    pub text: String,
    /// The sheet, of a customer who is known; `None` for a group of people who stay unknown.
    pub sheet: Option<(SurveySheetId, SurveyPlanId)>,
    /// How many answers.
    pub count: u64,
}

/// What a rule has found: it makes one issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Whose it is to put right.
    pub department_id: DepartmentId,
    /// In a few words.
    pub title: String,
    /// In more.
    pub description: String,
    /// What it came from.
    pub source: Source,
    /// What shows it; with the name by which the finding is known.
    pub evidence: Evidence,
}

impl TriggerRule {
    /// What the rule finds in a published score.
    pub fn in_score(&self, seen: &ScoreSeen) -> Vec<Finding> {
        let figures = seen.figures.iter();
        let found = figures.filter_map(|figure| {
            let against = self.looks_for.finds(figure)?;
            let index = figure.index.as_ref()?.rounded(2);
            let about = figure.dimension.as_deref();
            let shown = [Some(seen.cycle.as_str()), about, Some(index.as_str())];
            let shown: Vec<&str> = shown.into_iter().flatten().collect();
            let key = format!(
                "{}/{}/{}",
                seen.cycle_id,
                seen.department_id,
                about.unwrap_or("-")
            );
            Some(Finding {
                department_id: seen.department_id,
                title: titled(&self.name, about),
                description: format!("{} ({against})", shown.join(" · ")),
                source: Source::Score,
                evidence: Evidence {
                    found_by: Some((self.id, self.named(&key))),
                    score_id: Some(seen.score_id),
                    cycle_id: Some(seen.cycle_id),
                    dimension: figure.dimension.clone(),
                    ..Evidence::default()
                },
            })
        });
        found.collect()
    }

    /// What the rule finds in answers that are as bad as it looks for.
    pub fn in_answers(&self, seen: &AnswersSeen) -> Finding {
        let whose = match seen.sheet {
            Some((sheet, _)) => sheet.to_string(),
            None => format!("{}/{}", seen.cycle_id, seen.department_id),
        };
        Finding {
            department_id: seen.department_id,
            title: titled(&self.name, Some(&seen.text)),
            description: format!("{} × {}", seen.text, seen.count),
            source: Source::Answer,
            evidence: Evidence {
                found_by: Some((self.id, self.named(&format!("{whose}/{}", seen.item)))),
                sheet_id: seen.sheet.map(|(sheet, _)| sheet),
                cycle_id: Some(seen.cycle_id),
                item: Some(seen.item.clone()),
                ..Evidence::default()
            },
        }
    }

    /// What the rule finds in a complaint: nothing as long as nobody knows whom it is about.
    pub fn in_complaint(&self, complaint: &Complaint) -> Option<Finding> {
        (self.looks_for == LooksFor::Complaint).then_some(())?;
        Some(Finding {
            department_id: complaint.department_id?,
            title: titled(&self.name, Some(&complaint.number.to_string())),
            description: complaint.summary.clone(),
            source: Source::Complaint,
            evidence: Evidence {
                found_by: Some((self.id, self.named(&complaint.id.to_string()))),
                complaint_id: Some(complaint.id),
                ..Evidence::default()
            },
        })
    }

    fn named(&self, finding: &str) -> String {
        format!("{}/{finding}", self.id)
    }
}

/// The longest title, in characters.
const LONGEST_TITLE: usize = 200;

fn titled(name: &str, about: Option<&str>) -> String {
    let title = match about {
        Some(about) => format!("{name} · {about}"),
        None => name.to_owned(),
    };
    title.chars().take(LONGEST_TITLE).collect()
}

impl LooksFor {
    /// The kind, as people choose it.
    pub fn kind(&self) -> RuleKind {
        match self {
            Self::ScoreBelow { .. } => RuleKind::ScoreBelow,
            Self::DimensionDrop { .. } => RuleKind::DimensionDrop,
            Self::BelowTargetTwice { .. } => RuleKind::BelowTargetTwice,
            Self::AnswerAtOrBelow { .. } => RuleKind::AnswerAtOrBelow,
            Self::Complaint => RuleKind::Complaint,
            Self::Expression { .. } => RuleKind::Expression,
        }
    }

    /// Against what a figure is found wrong; `None` where it is not.
    fn finds(&self, figure: &FigureSeen) -> Option<String> {
        let index = figure.index.as_ref()?;
        let previous = figure.previous.as_ref();
        let exact = |decimal: &Decimal| Exact::try_from(decimal.as_big()).unwrap_or_default();
        let below = |threshold: &Decimal| *index < exact(threshold);
        match self {
            Self::ScoreBelow {
                threshold,
                dimension,
            } => {
                let wrong = figure.dimension == *dimension && below(threshold);
                wrong.then(|| format!("< {threshold}"))
            }
            Self::DimensionDrop {
                threshold,
                dimension,
            } => {
                let about = figure.dimension.is_some()
                    && (dimension.is_none() || figure.dimension == *dimension);
                let previous = previous.filter(|_| about)?;
                let fell = previous - index > exact(threshold);
                fell.then(|| format!("{} − {threshold}", previous.rounded(2)))
            }
            Self::BelowTargetTwice { threshold } => {
                let threshold = threshold.as_ref().or(figure.target.as_ref())?;
                let before = previous.filter(|_| figure.dimension.is_none())?;
                let twice = below(threshold) && *before < exact(threshold);
                twice.then(|| format!("{}, < {threshold}", before.rounded(2)))
            }
            Self::Expression {
                expression,
                dimension,
            } => {
                let compiled = Condition::compile(expression, FIGURES).ok()?;
                let about = figure.dimension == *dimension;
                let holds = compiled.holds(&[Some(index), previous]);
                (about && holds == Ok(true)).then(|| expression.clone())
            }
            Self::AnswerAtOrBelow { .. } | Self::Complaint => None,
        }
    }
}
