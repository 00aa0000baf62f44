//! Checks typed eligibility rules, and tells everything that is wrong with them at once.

use std::collections::BTreeSet;

use super::condition::Condition;
use super::{Document, Question, Rule, Rules, Stage};
use crate::kernel::text::{Code, Sentence, required};
use crate::kernel::{ErrorCode, Parse, Problem};
use crate::surveys::error;

/// The most stages.
const MOST_STAGES: usize = 50;

/// The most rules.
const MOST_RULES: usize = 200;

/// A stage as typed.
#[derive(Clone, Debug)]
pub struct TypedStage {
    /// See [`Stage::code`].
    pub code: String,
    /// See [`Stage::phase`]; the code where left out.
    pub phase: Option<String>,
}

/// A rule as typed.
#[derive(Clone, Debug)]
pub struct TypedRule {
    /// See [`Rule::code`].
    pub code: String,
    /// See [`Rule::decides`].
    pub decides: Question,
    /// See [`Rule::stages`].
    pub stages: Vec<String>,
    /// See [`Rule::when`].
    pub when: String,
    /// See [`Rule::then`].
    pub then: bool,
    /// See [`Rule::reason`].
    pub reason: String,
}

/// Rules as typed.
#[derive(Clone, Debug)]
pub struct TypedRules {
    /// See [`Document::stage_key`].
    pub stage_key: String,
    /// See [`Document::stages`].
    pub stages: Vec<TypedStage>,
    /// See [`Document::rules`].
    pub rules: Vec<TypedRule>,
}

impl From<Document> for TypedRules {
    fn from(document: Document) -> Self {
        let stage = |stage: Stage| TypedStage {
            code: stage.code,
            phase: Some(stage.phase),
        };
        let rule = |rule: Rule| TypedRule {
            code: rule.code,
            decides: rule.decides,
            stages: rule.stages,
            when: rule.when,
            then: rule.then,
            reason: rule.reason,
        };
        Self {
            stage_key: document.stage_key,
            stages: document.stages.into_iter().map(stage).collect(),
            rules: document.rules.into_iter().map(rule).collect(),
        }
    }
}

impl Rules {
    /// Checks typed rules that stand in the argument `argument`, and compiles their
    /// conditions.
    pub fn read(argument: &str, typed: TypedRules) -> Result<Self, Vec<Problem>> {
        let mut parse = Parse::argument(argument);
        let code = |text: &str| Code::parse(text).map(Code::into_string);
        let stage_key = parse.field("stageKey", code(&typed.stage_key));
        let stages = stages(&mut parse, typed.stages);
        let known = stages.clone().unwrap_or_default();
        let mut codes = BTreeSet::new();
        let rules = parse.list("rules", typed.rules, MOST_RULES, |parse, typed| {
            let rule = rule(parse, typed, &known)?;
            if !codes.insert(rule.0.code.clone()) {
                parse.push("code", error::named_twice());
                return None;
            }
            Some(rule)
        });
        let parts = stage_key.zip(stages).zip(rules);
        parse.finish(parts.map(|((stage_key, stages), rules)| {
            let (rules, conditions): (Vec<Rule>, Vec<Condition>) = rules.into_iter().unzip();
            let mentioned = conditions.iter().flat_map(|it| it.mentioned().keys.clone());
            Self {
                keys: mentioned.chain([stage_key.clone()]).collect(),
                conditions,
                document: Document {
                    stage_key,
                    stages,
                    rules,
                },
            }
        }))
    }
}

fn stages(parse: &mut Parse, typed: Vec<TypedStage>) -> Option<Vec<Stage>> {
    let mut codes = BTreeSet::new();
    parse.list("stages", typed, MOST_STAGES, |parse, typed| {
        let code = parse.field("code", Code::parse(&typed.code).map(Code::into_string));
        let phase = typed.phase.unwrap_or(typed.code);
        let phase = parse.field("phase", Code::parse(&phase).map(Code::into_string));
        let (code, phase) = code.zip(phase)?;
        if !codes.insert(code.clone()) {
            parse.push("code", error::named_twice());
            return None;
        }
        Some(Stage { code, phase })
    })
}

fn rule(parse: &mut Parse, typed: TypedRule, known: &[Stage]) -> Option<(Rule, Condition)> {
    let code = parse.field("code", Code::parse(&typed.code).map(Code::into_string));
    let reason = match typed.reason.trim().is_empty() {
        true => Err(required()),
        false => Sentence::parse(&typed.reason).map(Sentence::into_string),
    };
    let reason = parse.field("reason", reason);
    let stages = parse.list("stages", typed.stages, MOST_STAGES, |parse, name| {
        if positions(known, &name).is_empty() {
            parse.push_here(error::no_stage());
            return None;
        }
        Some(name)
    });
    let condition = parse.field("when", Condition::compile(&typed.when));
    if let (Some(stages), Some(condition)) = (&stages, &condition) {
        parse.field("when", asks_backwards(stages, condition, known))?;
    }
    let rule = Rule {
        code: code?,
        decides: typed.decides,
        stages: stages?,
        when: typed.when,
        then: typed.then,
        reason: reason?,
    };
    Some((rule, condition?))
}

/// Refuses a condition that asks for the assessment of a stage that is not before all
/// stages of its rule: the rules would wait for each other.
fn asks_backwards(
    stages: &[String],
    condition: &Condition,
    known: &[Stage],
) -> Result<(), Problem> {
    let own = stages
        .iter()
        .flat_map(|name| positions(known, name))
        .min()
        .unwrap_or(0);
    for name in &condition.mentioned().stages {
        let asked = positions(known, name);
        if asked.is_empty() {
            return Err(error::no_stage());
        }
        if asked.iter().any(|position| *position >= own) {
            return Err(Problem::new(
                ErrorCode::Invalid,
                format!(
                    "assessed({name:?}) is for rules of later stages only; name these in `stages`."
                ),
                format!(
                    "assessed(\"{name}\") 只能用于更后阶段的规则，请在 stages 中列出这些阶段。"
                ),
            ));
        }
    }
    Ok(())
}

/// Where the stages of this code or phase stand.
fn positions(known: &[Stage], name: &str) -> Vec<usize> {
    let named = |(_, stage): &(usize, &Stage)| stage.code == name || stage.phase == name;
    known
        .iter()
        .enumerate()
        .filter(named)
        .map(|(index, _)| index)
        .collect()
}
