//! The external survey of the demo company: the customers of one department are asked by
//! phone; one has answered, one wants to be called again, the others wait.

use chrono::TimeDelta;

use super::answers::ITEMS;
use super::stage::Stage;
use crate::access::OpContext;
use crate::cycles::{self, SideWeights};
use crate::invitations::{self, Disposition, NotedCall};
use crate::kernel::{Decimal, Failure, Outcome};
use crate::org;
use crate::questionnaires;
use crate::responses::AnswerForm;
use crate::surveys::{self, Channel, TypedCondition, TypedFrame, TypedPlan};

/// Whose customers are asked.
const ASSESSED: &str = "CSD";

/// How other departments and customers weigh there.
const WEIGHTS: (i64, i64) = (60, 40);

/// Asks customers for the cycle with this code.
pub(super) async fn run(stage: &Stage, cycle: &str) -> Outcome<()> {
    let hr = stage.somebody("hr1").await?;
    let missing = || Failure::internal("the demo company lacks what its survey asks about");
    let department = org::department_by_code(&hr, ASSESSED).await?;
    let department = department.ok_or_else(missing)?.id;
    let cycle = cycles::cycle_by_code(&hr, cycle).await?;
    let cycle = cycle.ok_or_else(missing)?.id;
    let weights = SideWeights {
        department_id: department,
        internal: Decimal::from(WEIGHTS.0),
        external: Decimal::from(WEIGHTS.1),
    };
    cycles::cycle_set_side_weights(&hr, cycle, vec![weights]).await?;
    let typed = plan(&hr, department.to_string()).await?;
    let plan = surveys::survey_plan_create(&hr, &cycle.to_string(), typed).await?;
    surveys::survey_plan_draw(&hr, plan.id).await?;
    let invited = invitations::survey_plan_invite(&hr, plan.id, 10).await?;
    let calls = [
        (Disposition::Reached, None, Some(answers([5, 4, 4]))),
        (
            Disposition::CallBack,
            Some(hr.now() + TimeDelta::days(1)),
            None,
        ),
    ];
    for (issued, (disposition, call_back_at, answers)) in invited.invitations.iter().zip(calls) {
        let noted = NotedCall {
            disposition,
            call_back_at,
            answers,
            complaint: None,
        };
        invitations::call_record(&hr, issued.invitation.id, noted).await?;
    }
    Ok(())
}

/// Everybody in the south is asked by phone with the questionnaire of the departments.
async fn plan(hr: &OpContext, assessed: String) -> Outcome<TypedPlan> {
    let missing = || Failure::internal("the demo company lacks its questionnaire");
    let questionnaire = questionnaires::questionnaire_by_code(hr, "INTERNAL").await?;
    let id = questionnaire.ok_or_else(missing)?.id;
    let heads = questionnaires::version_heads_of(hr, vec![id]).await?;
    let published = heads.iter().find(|head| head.published_at.is_some());
    let south = TypedCondition {
        key: "region".to_owned(),
        operator: surveys::Operator::Eq,
        values: vec!["华南".to_owned()],
    };
    Ok(TypedPlan {
        code: "SOUTH".to_owned(),
        name: "华南客户电话回访".to_owned(),
        questionnaire_version_id: published.ok_or_else(missing)?.id.to_string(),
        assessed_department_id: assessed,
        channel: Some(Channel::Phone),
        confidentiality: None,
        frame: Some(TypedFrame {
            join: Some(surveys::Join::And),
            conditions: vec![south],
        }),
        sampling: None,
        seed: Some("south".to_owned()),
        quotas: Vec::new(),
        reserve: None,
        start: Some(Ok(hr.today())),
        end: None,
        daily_from: None,
        daily_until: None,
        daily_quota: None,
        validity_seconds: None,
        repeat: None,
        rest_days: None,
        follow_up: None,
        monthly_table_id: None,
    })
}

fn answers(levels: [i32; 3]) -> Vec<AnswerForm> {
    let answer = |(item, level): (&str, i32)| AnswerForm {
        item: item.to_owned(),
        level: Some(level),
        ..AnswerForm::default()
    };
    ITEMS.into_iter().zip(levels).map(answer).collect()
}
