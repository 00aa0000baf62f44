//! Rules by which issues are opened, as the API shows them.

use async_graphql::{Context, ID, Object, Result};

use super::enums::TriggerKind;
use crate::graphql::access::{Actor, actor};
use crate::graphql::base::{Decimal, Moment};
use crate::graphql::complaints::Severity;
use crate::rectification::{self, LooksFor};

/// A rule by which issues are opened by themselves (触发规则). For HR, executives and auditors.
#[derive(Clone)]
pub(crate) struct TriggerRule(pub(crate) rectification::TriggerRule);

impl From<rectification::TriggerRule> for TriggerRule {
    fn from(rule: rectification::TriggerRule) -> Self {
        Self(rule)
    }
}

/// A rule by which issues are opened by themselves (触发规则). For HR, executives and auditors.
#[Object]
impl TriggerRule {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// What it is called; its issues are titled so.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What it looks for.
    async fn kind(&self) -> TriggerKind {
        self.0.looks_for.kind().into()
    }

    /// The figure that is compared with, where there is one.
    async fn threshold(&self) -> Option<Decimal> {
        match &self.0.looks_for {
            LooksFor::ScoreBelow { threshold, .. } | LooksFor::DimensionDrop { threshold, .. } => {
                Some(threshold.into())
            }
            LooksFor::BelowTargetTwice { threshold } => threshold.as_ref().map(Into::into),
            _ => None,
        }
    }

    /// The code of the dimension, where it looks at one.
    async fn dimension(&self) -> Option<&str> {
        match &self.0.looks_for {
            LooksFor::ScoreBelow { dimension, .. }
            | LooksFor::DimensionDrop { dimension, .. }
            | LooksFor::Expression { dimension, .. } => dimension.as_deref(),
            _ => None,
        }
    }

    /// The best level that is bad enough, for ANSWER_AT_OR_BELOW.
    async fn level(&self) -> Option<i32> {
        match self.0.looks_for {
            LooksFor::AnswerAtOrBelow { level } => Some(level),
            _ => None,
        }
    }

    /// The condition, for EXPRESSION.
    async fn expression(&self) -> Option<&str> {
        match &self.0.looks_for {
            LooksFor::Expression { expression, .. } => Some(expression),
            _ => None,
        }
    }

    /// The severity of its issues.
    async fn severity(&self) -> Severity {
        self.0.severity.into()
    }

    /// The working days that its issues give.
    async fn due_working_days(&self) -> u32 {
        self.0.due_working_days
    }

    /// When it was made.
    async fn created_at(&self) -> Moment {
        self.0.created_at.into()
    }

    /// By whom.
    async fn created_by(&self, context: &Context<'_>) -> Result<Option<Actor>> {
        actor(context, Some(self.0.created_by)).await
    }

    /// Since when it looks no more; null while it does.
    async fn retired_at(&self) -> Option<Moment> {
        self.0.retired_at.map(Into::into)
    }
}
