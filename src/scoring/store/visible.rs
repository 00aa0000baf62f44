//! Which scores a viewer finds, and in which order, as parts of a statement.

use entity::{cycle, score};
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait as _};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait as _};

use crate::access::{Scope, SheetScope};
use crate::scoring::model::WITHOUT_INDEX;

/// Which scores a viewer may see at all.
#[derive(Clone, Debug)]
pub(in crate::scoring) struct Visible {
    /// Published scores within this scope.
    pub published: Scope,
    /// Unpublished scores within this scope.
    pub unpublished: Scope,
    /// Current published scores of whatever department, where HR opened the ranking.
    pub opened_rankings: bool,
}

impl Visible {
    pub(super) fn condition(&self) -> Condition {
        let within = |scope: &Scope| match scope.restriction() {
            None => Condition::all(),
            Some(departments) => {
                Condition::all().add(score::Column::DepartmentId.is_in(departments))
            }
        };
        Condition::any()
            .add(within(&self.published).add(score::Column::PublishedAt.is_not_null()))
            .add(within(&self.unpublished).add(score::Column::PublishedAt.is_null()))
            .add_option(self.opened_rankings.then(in_opened_ranking))
    }
}

fn in_opened_ranking() -> Condition {
    let opened = cycle::Entity::find()
        .select_only()
        .column(cycle::Column::Id)
        .filter(cycle::Column::RankingOpened.eq(true));
    Condition::all()
        .add(score::Column::PublishedAt.is_not_null())
        .add(score::Column::SupersededAt.is_null())
        .add(score::Column::CycleId.in_subquery(opened.into_query()))
}

/// From whom withheld figures are kept, for the order of a list.
#[derive(Clone, Debug)]
pub(in crate::scoring) enum Withheld {
    /// From nobody: the viewer may read every sheet, or nothing is withheld.
    FromNobody,
    /// From everybody but those who may read the sheets about a department.
    ButFrom(SheetScope),
    /// From everybody.
    FromAll,
}

impl Withheld {
    /// What a score is sorted by: where its index is kept from the viewer, as if it had
    /// none. Its place in the list would tell between which two it lies.
    pub(super) fn order(&self) -> Expr {
        let order = Expr::col((score::Entity, score::Column::IndexOrder));
        let kept = match self {
            Self::FromNobody => return order,
            Self::FromAll => score::Column::Withheld.eq(true),
            Self::ButFrom(sheets) => score::Column::Withheld.eq(true).and(reads(sheets).not()),
        };
        CaseStatement::new()
            .case(kept, WITHOUT_INDEX)
            .finally(order)
            .into()
    }
}

/// The departments about which `sheets` reaches, as [`SheetScope::covers`] says.
fn reads(sheets: &SheetScope) -> Expr {
    use score::Column as C;
    let granted = sheets.granted.restriction();
    let granted = granted.map_or(Expr::val(true).eq(true), |departments| {
        C::DepartmentId.is_in(departments)
    });
    let own = C::DepartmentId.is_in(sheets.own.iter().copied());
    granted
        .and(C::DepartmentId.is_not_in(sheets.spoken_for.iter().copied()))
        .and(C::PublishedAt.is_not_null().or(own.not()))
}
