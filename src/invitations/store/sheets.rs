//! What customers answered.

use std::collections::{HashMap, HashSet};

use entity::invitation;
use entity::survey_sheet::{ActiveModel, Column, Entity, Model};
use futures_util::{Stream, TryStreamExt as _};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, FromQueryResult, JoinType, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, RelationTrait as _,
};

use super::invitations::invitations_by_id;
use super::{ROWS_PER_INSERT, value, whole};
use crate::database::{Database, Handle, Transaction};
use crate::invitations::model::{KeptSheet, NewSheet, Part, SheetKey, Standing, SurveySheet};
use crate::kernel::ids::{ContactId, InvitationId, SurveyPlanId, SurveySheetId};
use crate::kernel::{Failure, Outcome, Page, PageRequest};
use crate::responses::AnswerSheet;

pub(in crate::invitations) async fn insert_sheet(
    transaction: &Transaction,
    sheet: NewSheet,
) -> Outcome<()> {
    let row = ActiveModel {
        id: Set(sheet.id),
        plan_id: Set(sheet.plan_id),
        part: Set(sheet.part.to_string()),
        questionnaire_version_id: Set(sheet.questionnaire_version_id),
        stratum: Set(sheet.stratum),
        standing: Set(sheet.standing.to_string()),
        sheet: Set(sheet.document),
        invitation_id: Set(sheet.author.map(|(invitation, _)| invitation)),
        channel: Set(sheet.channel.to_string()),
        submitted_at: Set(sheet.author.map(|(_, at)| at)),
        entered_by: Set(sheet.entered_by),
        shuffled: Set(sheet.author.is_some()),
    };
    Entity::insert(row)
        .exec_without_returning(transaction.connection())
        .await?;
    Ok(())
}

/// The sheets of these plans, a few in memory at a time, for scoring; answers to
/// follow-ups are not among them. `excluded` has the contacts whose sheets are left out.
pub(in crate::invitations) async fn stream_sheets<'a, H: Handle>(
    handle: &'a H,
    plans: Vec<SurveyPlanId>,
    excluded: &'a HashSet<(SurveyPlanId, ContactId)>,
) -> Outcome<impl Stream<Item = Outcome<SurveySheet>> + 'a> {
    #[derive(FromQueryResult)]
    struct Row {
        id: SurveySheetId,
        plan_id: SurveyPlanId,
        stratum: String,
        standing: String,
        sheet: String,
        contact_id: Option<ContactId>,
    }
    use entity::survey_sheet::Relation;
    let rows = Entity::find()
        .select_only()
        .column(Column::Id)
        .column(Column::PlanId)
        .column(Column::Stratum)
        .column(Column::Standing)
        .column(Column::Sheet)
        .column(invitation::Column::ContactId)
        .join(JoinType::LeftJoin, Relation::Invitation.def())
        .filter(Column::PlanId.is_in(plans))
        .filter(Column::Part.eq(Part::Main.as_str()))
        .into_model::<Row>()
        .stream(handle.connection())
        .await?;
    Ok(rows.map_err(Failure::from).and_then(move |row| async move {
        let standing: Standing = value(&row.standing)?;
        let is_excluded = row
            .contact_id
            .is_some_and(|contact| excluded.contains(&(row.plan_id, contact)));
        let left_out = match standing {
            Standing::Counted if is_excluded => Some("EXCLUDED".to_owned()),
            Standing::Counted => None,
            other => Some(other.to_string()),
        };
        Ok(SurveySheet {
            id: row.id,
            plan_id: row.plan_id,
            stratum: row.stratum,
            left_out,
            document: row.sheet,
        })
    }))
}

/// How many sheets these plans have.
pub(in crate::invitations) async fn count_of_plans(
    handle: &impl Handle,
    plans: Vec<SurveyPlanId>,
) -> Outcome<u64> {
    let found = Entity::find().filter(Column::PlanId.is_in(plans));
    Ok(found.count(handle.connection()).await?)
}

/// The sheets of a plan; of one that promised anonymity those alone that were shuffled.
pub(in crate::invitations) async fn list_sheets(
    database: &Database,
    plan: SurveyPlanId,
    page: &PageRequest<SheetKey>,
) -> Outcome<Page<KeptSheet>> {
    let mut query = Entity::find()
        .filter(Column::PlanId.eq(plan))
        .filter(Column::Shuffled.eq(true))
        .order_by_asc(Column::Id)
        .limit(page.limit());
    if let Some(after) = page.after {
        query = query.filter(Column::Id.gt(after.0));
    }
    let rows = query.all(database.connection()).await?;
    Ok(page.page(kept(database, rows).await?))
}

pub(in crate::invitations) async fn count_sheets(
    database: &Database,
    plan: SurveyPlanId,
) -> Outcome<u64> {
    let found = Entity::find()
        .filter(Column::PlanId.eq(plan))
        .filter(Column::Shuffled.eq(true));
    Ok(found.count(database.connection()).await?)
}

/// The sheets of these invitations.
pub(in crate::invitations) async fn sheets_of(
    handle: &impl Handle,
    invitations: Vec<InvitationId>,
) -> Outcome<Vec<KeptSheet>> {
    let rows = Entity::find()
        .filter(Column::InvitationId.is_in(invitations))
        .order_by_asc(Column::Id)
        .all(handle.connection())
        .await?;
    kept(handle, rows).await
}

/// These sheets.
pub(in crate::invitations) async fn sheets_by_id(
    handle: &impl Handle,
    ids: Vec<SurveySheetId>,
) -> Outcome<Vec<KeptSheet>> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids))
        .all(handle.connection())
        .await?;
    kept(handle, rows).await
}

/// Plans with anonymous sheets that were not shuffled yet, and how many each has.
pub(in crate::invitations) async fn waiting_for_shuffling(
    database: &Database,
) -> Outcome<Vec<(SurveyPlanId, u64)>> {
    let rows: Vec<(SurveyPlanId, i64)> = Entity::find()
        .select_only()
        .column(Column::PlanId)
        .column_as(Column::Id.count(), "sheets")
        .filter(Column::Shuffled.eq(false))
        .group_by(Column::PlanId)
        .order_by_asc(Column::PlanId)
        .into_tuple()
        .all(database.connection())
        .await?;
    let counted = rows.into_iter();
    counted
        .map(|(plan, sheets)| Ok((plan, whole(sheets)?)))
        .collect()
}

/// Writes all anonymous sheets of a plan again, under new ids and in their order, so that
/// nothing tells any more when each came.
pub(in crate::invitations) async fn rewrite(
    transaction: &Transaction,
    plan: SurveyPlanId,
    new_id: impl Fn() -> SurveySheetId,
) -> Outcome<()> {
    let connection = transaction.connection();
    let anonymous = || {
        sea_orm::Condition::all()
            .add(Column::PlanId.eq(plan))
            .add(Column::InvitationId.is_null())
    };
    let rows = Entity::find().filter(anonymous()).all(connection).await?;
    Entity::delete_many()
        .filter(anonymous())
        .exec(connection)
        .await?;
    let fresh = rows.into_iter().map(|row| Model {
        id: new_id(),
        shuffled: true,
        ..row
    });
    let mut fresh: Vec<Model> = fresh.collect();
    fresh.sort_unstable_by_key(|row| row.id);
    for some in fresh.chunks(ROWS_PER_INSERT) {
        let rows = some.iter().cloned().map(|row| {
            use sea_orm::{ActiveModelTrait as _, IntoActiveModel as _};
            row.into_active_model().reset_all()
        });
        Entity::insert_many(rows)
            .exec_without_returning(connection)
            .await?;
    }
    Ok(())
}

async fn kept(handle: &impl Handle, rows: Vec<Model>) -> Outcome<Vec<KeptSheet>> {
    let named = rows.iter().filter_map(|row| row.invitation_id).collect();
    let invitations: HashMap<_, _> = invitations_by_id(handle, named)
        .await?
        .into_iter()
        .map(|invitation| (invitation.id, invitation))
        .collect();
    rows.into_iter()
        .map(|row| {
            let invitation = row.invitation_id.and_then(|id| invitations.get(&id));
            let is_left_out = invitation.is_some_and(|it| it.left_out_at.is_some());
            let standing = match value(&row.standing)? {
                Standing::Counted if is_left_out => Standing::Excluded,
                standing => standing,
            };
            Ok(KeptSheet {
                id: row.id,
                part: value(&row.part)?,
                questionnaire_version_id: row.questionnaire_version_id,
                standing,
                sheet: AnswerSheet::of_document(&row.sheet)?,
                channel: value(&row.channel)?,
                author: invitation.cloned().zip(row.submitted_at),
                entered_by: row.entered_by,
            })
        })
        .collect()
}
