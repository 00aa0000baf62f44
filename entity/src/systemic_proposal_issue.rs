//! The issues that show a pattern.

use sea_orm::entity::prelude::*;

use crate::id::{IssueId, SystemicProposalId};

/// A row of `systemic_proposal_issues`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "systemic_proposal_issues")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub proposal_id: SystemicProposalId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub issue_id: IssueId,
}

/// How the table relates to others.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::systemic_proposal::Entity",
        from = "Column::ProposalId",
        to = "super::systemic_proposal::Column::Id"
    )]
    Proposal,
    #[sea_orm(
        belongs_to = "super::issue::Entity",
        from = "Column::IssueId",
        to = "super::issue::Column::Id"
    )]
    Issue,
}

impl Related<super::systemic_proposal::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Proposal.def()
    }
}

impl Related<super::issue::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Issue.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
