//! Reads versions.

use std::sync::Arc;

use entity::{questionnaire, questionnaire_version};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::{QuestionnaireVersion, VersionHead};
use crate::access::OpContext;
use crate::database::{Database, Handle};
use crate::kernel::Outcome;
use crate::kernel::ids::{QuestionnaireId, QuestionnaireVersionId};

pub(super) async fn versions_by_id(
    database: &Database,
    ids: Vec<QuestionnaireVersionId>,
) -> Outcome<Vec<Arc<QuestionnaireVersion>>> {
    let rows = questionnaire_version::Entity::find()
        .filter(questionnaire_version::Column::Id.is_in(ids))
        .all(database.connection())
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let head = VersionHead {
                id: row.id,
                published_at: row.published_at,
            };
            Arc::new(QuestionnaireVersion { head })
        })
        .collect())
}

pub(super) async fn insert_version(
    context: &OpContext,
    code: &str,
    published: bool,
) -> Outcome<QuestionnaireVersionId> {
    let id = QuestionnaireVersionId(context.platform.ids.next());
    let questionnaire_id = QuestionnaireId(context.platform.ids.next());
    let transaction = context.begin().await?;
    questionnaire::Entity::insert(questionnaire::ActiveModel {
        id: Set(questionnaire_id),
        code: Set(code.to_owned()),
        version: Set(1),
    })
    .exec_without_returning(transaction.connection())
    .await?;
    questionnaire_version::Entity::insert(questionnaire_version::ActiveModel {
        id: Set(id),
        questionnaire_id: Set(questionnaire_id),
        number: Set(1),
        name: Set(code.to_owned()),
        content: Set("{}".to_owned()),
        content_sha256: Set("0".repeat(64)),
        published_at: Set(published.then(|| context.now())),
    })
    .exec_without_returning(transaction.connection())
    .await?;
    transaction.commit().await?;
    Ok(id)
}
