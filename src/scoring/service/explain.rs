//! What heads say about their scores.

use serde_json::json;

use super::read::{scores_by_id, visible};
use crate::access::{Action, OpContext};
use crate::audit::Entry;
use crate::kernel::Outcome;
use crate::kernel::ids::ScoreId;
use crate::kernel::text::LongText;
use crate::scoring::model::{Explanation, Score};
use crate::scoring::{error, store};

/// Attaches an explanation to the revision `score`. For a MANAGER of the assessed
/// department, once the score is public.
pub async fn score_explain(context: &OpContext, score: ScoreId, text: LongText) -> Outcome<Score> {
    let scope = context.authorize(Action::ScoreExplain).await?;
    let account_id = context.signed_in()?.account_id;
    let visible = visible(context).await?;
    let transaction = context.begin().await?;
    let found = store::scores_by_id(&transaction, &visible, vec![score])
        .await?
        .pop();
    let found =
        found.filter(|score| scope.covers(score.department_id) && score.published_at.is_some());
    let found = found.ok_or_else(error::score_not_found)?;
    if found.superseded_at.is_some() {
        return Err(error::superseded().into());
    }
    let explanation = Explanation {
        id: context.id(),
        score_id: score,
        account_id,
        text: text.into_string(),
        written_at: context.now(),
    };
    store::insert_explanation(&transaction, &explanation).await?;
    let entry =
        Entry::new("score.explained", score).after(json!({ "explanation": explanation.id }));
    context.record(&transaction, entry).await?;
    transaction.commit().await?;
    // As the actor may see it: the row knows its rank and whatever is withheld.
    let shown = scores_by_id(context, vec![score]).await?.pop();
    Ok(shown.ok_or_else(error::score_not_found)?)
}
