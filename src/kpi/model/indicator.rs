//! Indicators: what is measured, and how a figure becomes a score.

use serde::{Deserialize, Serialize};

use super::exact_text::exact;
use crate::closed_set;
use crate::formula::{Formula, Names, Unanswered};
use crate::kernel::{Decimal, Exact, Problem};

closed_set! {
    /// What becomes of a line without a score.
    pub enum Missing {
        /// Its siblings share its weight; where none has a score, the group's siblings do.
        Renormalise = "RENORMALISE",
        /// It counts as zero.
        Zero = "ZERO",
        /// There is no total before it has a score.
        Block = "BLOCK",
    }
}

closed_set! {
    /// Whether a line has a score, or why not.
    pub enum LineState {
        /// It has a score.
        Ok = "OK",
        /// Nobody entered the actual figure yet.
        MissingActual = "MISSING_ACTUAL",
        /// The target, or another divisor, is zero, negative or not set.
        ZeroTarget = "ZERO_TARGET",
        /// The actual lies in no band of the step table.
        BandGap = "BAND_GAP",
        /// The assessment's score is not published yet.
        PendingScore = "PENDING_SCORE",
    }
}

/// One indicator of a scheme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Indicator {
    /// How the figure becomes a score.
    pub rule: Rule,
    /// The target that sheets begin with.
    pub target: Option<Decimal>,
    /// The highest score.
    pub cap: Option<Decimal>,
    /// The lowest score.
    pub floor: Decimal,
    /// What becomes of a line without a score.
    pub missing: Missing,
}

/// How a figure becomes a score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Rule {
    /// `actual / target · 100`.
    AttainmentHigher,
    /// `(2 − actual / target) · 100`.
    AttainmentLower,
    /// `actual / full · 100`.
    RatioToFull {
        /// Full marks.
        full: Decimal,
    },
    /// The score of the highest step that the actual reaches.
    Steps {
        /// The steps, the lowest first.
        steps: Vec<ScoreStep>,
    },
    /// `(full − actual · unit) / full · 100`, the actual being a count.
    Deduction {
        /// Full marks.
        full: Decimal,
        /// What each case costs.
        unit: Decimal,
    },
    /// The satisfaction index of the department in the assessment of the same period.
    Satisfaction {
        /// The dimension; the whole index without one.
        dimension: Option<String>,
    },
    /// A rating by somebody, for a reason, as `actual / full · 100`.
    Manual {
        /// Full marks.
        full: Decimal,
    },
    /// What an expression over `actual`, `target`, `full` and `unit` gives.
    Expression {
        /// The expression, in CEL.
        source: String,
        /// Full marks.
        full: Decimal,
        /// A unit.
        unit: Decimal,
    },
}

/// From which figure on which score is given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScoreStep {
    /// The lowest figure of the step.
    pub from: Decimal,
    /// Its score.
    pub score: Decimal,
}

/// What is known of a line.
#[derive(Clone, Copy, Debug, Default)]
pub struct Facts<'a> {
    /// The target that counts.
    pub target: Option<&'a Decimal>,
    /// The actual figure.
    pub actual: Option<&'a Decimal>,
    /// A score that comes from elsewhere: an assessment, or sheets of shorter periods.
    pub given: Option<&'a Exact>,
}

/// What came of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineResult {
    /// Whether there is a score.
    pub state: LineState,
    /// The score, before anything is rounded.
    pub score: Option<Exact>,
}

/// What a formula of an indicator may speak of.
pub(super) const FIGURES: Names = &["actual", "target", "full", "unit"];

/// An indicator that is ready to compute.
#[derive(Clone, Debug)]
pub(super) struct Gauge {
    indicator: Indicator,
    expression: Option<Formula>,
}

impl Indicator {
    /// Whether its figure is pulled from an assessment and never typed.
    pub fn is_pulled(&self) -> bool {
        matches!(self.rule, Rule::Satisfaction { .. })
    }
}

impl Gauge {
    pub(super) fn of(indicator: &Indicator) -> Result<Self, Problem> {
        let expression = match &indicator.rule {
            Rule::Expression { source, .. } => Some(Formula::compile(source, FIGURES)?),
            _ => None,
        };
        Ok(Self {
            indicator: indicator.clone(),
            expression,
        })
    }

    pub(super) fn missing(&self) -> Missing {
        self.indicator.missing
    }

    /// The score within cap and floor, or why there is none.
    pub(super) fn result(&self, facts: Facts<'_>) -> LineResult {
        match self.raw(facts) {
            Ok(score) => LineResult {
                state: LineState::Ok,
                score: Some(self.within_limits(score)),
            },
            Err(state) => LineResult { state, score: None },
        }
    }

    fn within_limits(&self, score: Exact) -> Exact {
        let score = score.max(exact(&self.indicator.floor));
        match &self.indicator.cap {
            Some(cap) => score.min(exact(cap)),
            None => score,
        }
    }

    fn raw(&self, facts: Facts<'_>) -> Result<Exact, LineState> {
        if let Some(given) = facts.given {
            return Ok(given.clone());
        }
        if self.indicator.is_pulled() {
            return Err(LineState::PendingScore);
        }
        let actual = facts.actual.map(exact);
        let target = facts.target.map(exact);
        if let (Rule::Expression { full, unit, .. }, Some(expression)) =
            (&self.indicator.rule, &self.expression)
        {
            let (full, unit) = (exact(full), exact(unit));
            let figures = [actual.as_ref(), target.as_ref(), Some(&full), Some(&unit)];
            return expression.evaluate(&figures).map_err(|why| match why {
                Unanswered::Missing("actual") => LineState::MissingActual,
                _ => LineState::ZeroTarget,
            });
        }
        let actual = actual.ok_or(LineState::MissingActual)?;
        let hundred = Exact::hundred();
        let of = |part: &Exact, whole: &Exact| {
            part.divided_by(whole)
                .map(|share| share * &hundred)
                .ok_or(LineState::ZeroTarget)
        };
        match &self.indicator.rule {
            Rule::AttainmentHigher => of(&actual, &positive(target)?),
            Rule::AttainmentLower => Ok(Exact::from(200) - of(&actual, &positive(target)?)?),
            Rule::RatioToFull { full } | Rule::Manual { full } => of(&actual, &exact(full)),
            Rule::Deduction { full, unit } => {
                let full = exact(full);
                let left = &full - actual * exact(unit);
                of(&left, &full)
            }
            Rule::Steps { steps } => steps
                .iter()
                .rev()
                .find(|step| exact(&step.from) <= actual)
                .map(|step| exact(&step.score))
                .ok_or(LineState::BandGap),
            // Both are answered above.
            Rule::Satisfaction { .. } => Err(LineState::PendingScore),
            Rule::Expression { .. } => Err(LineState::MissingActual),
        }
    }
}

/// A share of something that is not more than nothing means nothing.
fn positive(target: Option<Exact>) -> Result<Exact, LineState> {
    target
        .filter(|target| !target.is_zero() && !target.is_negative())
        .ok_or(LineState::ZeroTarget)
}
