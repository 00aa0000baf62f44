//! Eligibility rules as the API shows them.

use async_graphql::{Context, ID, Object, Result, SimpleObject};

use super::enums::EligibilityQuestion;
use crate::graphql::access::{Account, account};
use crate::graphql::base::Moment;
use crate::surveys;

/// A version of the rules of who is surveyed and whose answers are assessed (资格规则). For
/// those who may read the settings.
#[derive(Clone)]
pub(crate) struct EligibilityRuleSet(pub(crate) surveys::RuleSet);

impl From<surveys::RuleSet> for EligibilityRuleSet {
    fn from(set: surveys::RuleSet) -> Self {
        Self(set)
    }
}

/// A version of the rules of who is surveyed and whose answers are assessed (资格规则). For
/// those who may read the settings.
#[Object]
impl EligibilityRuleSet {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// What people call it: 1, 2, 3, …
    async fn number(&self) -> i32 {
        self.0.number
    }

    /// The key of the attribute that tells a subject's stage.
    async fn stage_key(&self) -> &str {
        &self.0.rules.document().stage_key
    }

    /// The stages in the order in which subjects go through them.
    async fn stages(&self) -> Vec<EligibilityStage> {
        let stages = self.0.rules.document().stages.iter();
        stages
            .map(|stage| EligibilityStage {
                code: stage.code.clone(),
                phase: stage.phase.clone(),
            })
            .collect()
    }

    /// The rules in the order in which they are asked.
    async fn rules(&self) -> Vec<EligibilityRule> {
        self.0
            .rules
            .document()
            .rules
            .iter()
            .map(Into::into)
            .collect()
    }

    /// SHA-256 over the rules, in hexadecimal.
    async fn sha256(&self) -> &str {
        &self.0.content_sha256
    }

    /// When they came to hold.
    async fn recorded_at(&self) -> Moment {
        self.0.recorded_at.into()
    }

    /// Who wrote them, for those who may see accounts.
    async fn recorded_by(&self, context: &Context<'_>) -> Result<Option<Account>> {
        account(context, self.0.recorded_by).await
    }
}

/// A stage in which subjects are.
#[derive(SimpleObject)]
pub(crate) struct EligibilityStage {
    /// What plans, requests and rules call it.
    code: String,
    /// The phase that it belongs to.
    phase: String,
}

/// One rule.
#[derive(SimpleObject)]
pub(crate) struct EligibilityRule {
    /// What it is called where it has decided.
    code: String,
    /// Which question it decides.
    decides: EligibilityQuestion,
    /// For which stages or phases; for all where empty.
    stages: Vec<String>,
    /// The condition, in CEL.
    when: String,
    /// How it decides.
    then: bool,
    /// Why, for people.
    reason: String,
}

impl From<&surveys::Rule> for EligibilityRule {
    fn from(rule: &surveys::Rule) -> Self {
        Self {
            code: rule.code.clone(),
            decides: rule.decides.into(),
            stages: rule.stages.clone(),
            when: rule.when.clone(),
            then: rule.then,
            reason: rule.reason.clone(),
        }
    }
}

/// What the rules say about a subject in a stage.
#[derive(SimpleObject)]
pub(crate) struct EligibilityVerdict {
    /// The stage; empty without rules.
    stage: String,
    /// Whether the subject is surveyed.
    surveyed: bool,
    /// Whether the answer is assessed.
    assessed: bool,
    /// The code of the rule that decided about surveying, where one did.
    surveyed_by: Option<String>,
    /// The code of the rule that decided about assessing, where one did.
    assessed_by: Option<String>,
}

impl From<surveys::Verdict> for EligibilityVerdict {
    fn from(verdict: surveys::Verdict) -> Self {
        Self {
            stage: verdict.stage,
            surveyed: verdict.is_surveyed,
            assessed: verdict.is_assessed,
            surveyed_by: verdict.surveyed_by,
            assessed_by: verdict.assessed_by,
        }
    }
}
