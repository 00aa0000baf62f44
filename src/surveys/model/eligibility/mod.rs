//! Eligibility: who is surveyed, and whose answers are assessed, stage by stage.
//!
//! Rules stand in an order. Of those that decide the same question for the stage, the
//! first whose condition holds decides; where none does, the answer is yes. Who is not
//! surveyed is not assessed.

mod condition;
mod read;
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use condition::{Condition, Facts};
pub use read::{TypedRule, TypedRules, TypedStage};

use crate::closed_set;
use crate::customers::Attributes;
use crate::kernel::ids::{AccountId, EligibilityRuleSetId};

closed_set! {
    /// The question that a rule decides.
    pub enum Question {
        /// Whether the subject is surveyed.
        Surveyed = "SURVEYED",
        /// Whether the answer is assessed.
        Assessed = "ASSESSED",
    }
}

/// The rules of a property developer, as a document that [`Rules`] are made of.
pub const PROPERTY_DEVELOPER: &str =
    include_str!("../../../../assets/eligibility/property-developer.json");

/// The name of the reason where the stage itself is not known.
pub const UNKNOWN_STAGE: &str = "stage";

/// A stage in which subjects are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// What plans, requests and rules call it.
    pub code: String,
    /// The phase that it belongs to; its own code where it is one by itself.
    pub phase: String,
}

/// One rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// What it is called where it has decided.
    pub code: String,
    /// Which question it decides.
    pub decides: Question,
    /// For which stages or phases; for all where empty.
    pub stages: Vec<String>,
    /// Under which condition, in CEL.
    pub when: String,
    /// How it decides.
    pub then: bool,
    /// Why, for people.
    pub reason: String,
}

/// Rules as they are kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Document {
    /// The attribute that tells the stage.
    pub stage_key: String,
    /// The stages, in the order in which subjects go through them.
    pub stages: Vec<Stage>,
    /// The rules, in the order in which they are asked.
    pub rules: Vec<Rule>,
}

/// A version of the rules.
#[derive(Clone, Debug)]
pub struct RuleSet {
    /// Its id.
    pub id: EligibilityRuleSetId,
    /// What people call it: 1, 2, 3, …
    pub number: i32,
    /// The rules.
    pub rules: Rules,
    /// SHA-256 over the document, in hexadecimal.
    pub content_sha256: String,
    /// When it came to hold.
    pub recorded_at: DateTime<Utc>,
    /// Who wrote it.
    pub recorded_by: Option<AccountId>,
}

/// Rules, checked and compiled.
#[derive(Clone, Debug)]
pub struct Rules {
    document: Document,
    conditions: Vec<Condition>,
    /// The keys of the attributes that decide, the stage's among them.
    keys: BTreeSet<String>,
}

/// What the rules say about a subject in a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The stage; empty for a subject without one.
    pub stage: String,
    /// Whether the subject is surveyed.
    pub is_surveyed: bool,
    /// Whether the answer is assessed.
    pub is_assessed: bool,
    /// The rule that decided about surveying, where one did.
    pub surveyed_by: Option<String>,
    /// The rule that decided about assessing, where one did.
    pub assessed_by: Option<String>,
}

impl Verdict {
    /// Without rules everyone is surveyed and assessed.
    pub fn without_rules() -> Self {
        Self {
            stage: String::new(),
            is_surveyed: true,
            is_assessed: true,
            surveyed_by: None,
            assessed_by: None,
        }
    }
}

impl Rules {
    /// The rules as they are kept.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// Whether they say nothing: then everyone is surveyed and assessed, as without rules.
    pub fn is_empty(&self) -> bool {
        self.document.stages.is_empty() && self.document.rules.is_empty()
    }

    /// Whether there is such a stage.
    pub fn has_stage(&self, code: &str) -> bool {
        self.document.stages.iter().any(|stage| stage.code == code)
    }

    /// Whether subjects go through stages at all.
    pub fn has_stages(&self) -> bool {
        !self.document.stages.is_empty()
    }

    /// What is said about a subject in the stage that its attributes tell. A subject
    /// without a stage is judged by the rules that are for all stages; one with a stage
    /// that is not known is not surveyed.
    pub fn verdict(&self, attributes: &Attributes) -> Verdict {
        match attributes.get(&self.document.stage_key) {
            None => self.judge(attributes, "", ""),
            Some(code) => self
                .verdict_in(attributes, code)
                .unwrap_or_else(|| Verdict {
                    stage: code.clone(),
                    is_surveyed: false,
                    is_assessed: false,
                    surveyed_by: Some(UNKNOWN_STAGE.to_owned()),
                    assessed_by: None,
                }),
        }
    }

    /// What is said about a subject if it were in this stage; `None` without such a stage.
    pub fn verdict_in(&self, attributes: &Attributes, code: &str) -> Option<Verdict> {
        let stage = self
            .document
            .stages
            .iter()
            .find(|stage| stage.code == code)?;
        Some(self.judge(attributes, &stage.code, &stage.phase))
    }

    /// A judge who remembers.
    pub fn judge_of_many(&self) -> Judge<'_> {
        Judge {
            rules: self,
            known: HashMap::new(),
        }
    }

    fn judge(&self, attributes: &Attributes, stage: &str, phase: &str) -> Verdict {
        let facts = Facts {
            attributes,
            stage,
            phase,
            assessed: Arc::new(self.assessed_elsewhere(attributes, stage, phase)),
        };
        let (is_surveyed, surveyed_by) = self.decide(Question::Surveyed, &facts);
        let (is_assessed, assessed_by) = self.decide(Question::Assessed, &facts);
        Verdict {
            stage: stage.to_owned(),
            is_surveyed,
            is_assessed: is_surveyed && is_assessed,
            surveyed_by,
            assessed_by,
        }
    }

    /// The first rule for the stage whose condition holds.
    fn decide(&self, question: Question, facts: &Facts<'_>) -> (bool, Option<String>) {
        let rules = self.document.rules.iter().zip(&self.conditions);
        let mut asked = rules
            .filter(|(rule, _)| rule.decides == question && rule.is_for(facts.stage, facts.phase));
        match asked.find(|(_, condition)| condition.holds(facts)) {
            Some((rule, _)) => (rule.then, Some(rule.code.clone())),
            None => (true, None),
        }
    }

    /// The stages and phases, of those that the rules for the stage ask about, in which
    /// the subject is assessed. Rules ask about stages before their own only, so this
    /// comes to an end.
    fn assessed_elsewhere(
        &self,
        attributes: &Attributes,
        stage: &str,
        phase: &str,
    ) -> BTreeSet<String> {
        let rules = self.document.rules.iter().zip(&self.conditions);
        let asked: BTreeSet<&String> = rules
            .filter(|(rule, _)| rule.is_for(stage, phase))
            .flat_map(|(_, condition)| &condition.mentioned().stages)
            .collect();
        let is_assessed = |name: &&String| {
            let mut stages = self.document.stages.iter();
            stages.any(|it| {
                (it.code == **name || it.phase == **name)
                    && self.judge(attributes, &it.code, &it.phase).is_assessed
            })
        };
        asked.into_iter().filter(is_assessed).cloned().collect()
    }
}

impl Rule {
    fn is_for(&self, stage: &str, phase: &str) -> bool {
        self.stages.is_empty()
            || self
                .stages
                .iter()
                .any(|name| name == stage || name == phase)
    }
}

/// Judges many subjects; those who are alike in what the rules look at only once.
pub struct Judge<'a> {
    rules: &'a Rules,
    known: HashMap<Vec<Option<String>>, Verdict>,
}

/// How many verdicts a judge remembers.
const MOST_KNOWN: usize = 10_000;

impl Judge<'_> {
    /// See [`Rules::verdict`].
    pub fn verdict(&mut self, attributes: &Attributes) -> Verdict {
        let keys = self.rules.keys.iter();
        let seen: Vec<Option<String>> = keys.map(|key| attributes.get(key).cloned()).collect();
        if let Some(verdict) = self.known.get(&seen) {
            return verdict.clone();
        }
        let verdict = self.rules.verdict(attributes);
        if self.known.len() < MOST_KNOWN {
            self.known.insert(seen, verdict.clone());
        }
        verdict
    }
}
