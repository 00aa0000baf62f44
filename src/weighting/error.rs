//! What can be wrong with Delphi studies.

use bigdecimal::BigDecimal;

use super::model::{FEWEST_EXPERTS, Group, Member, Step};
use crate::kernel::text::Code;
use crate::kernel::{Bilingual, Decimal, ErrorCode, Problem};

/// There is no such study that the actor may see.
pub(super) fn study_not_found() -> Problem {
    Problem::not_found("Delphi study", "德尔菲研究").at(["id"])
}

/// The step is not possible where the study stands.
pub(super) fn not_in_this_state(step: Step) -> Problem {
    let text = match step {
        Step::Give | Step::CloseRound | Step::End => {
            Bilingual::new("No round is running any more.", "已没有正在进行的轮次。")
        }
        Step::Apply => Bilingual::new(
            "Weights are put into the questionnaire once, after the study has ended.",
            "研究结束后方可将权重写入问卷，且只能写入一次。",
        ),
    };
    Problem::new(ErrorCode::InvalidState, text.english, text.chinese).at(["id"])
}

/// The weights were meant for another round.
pub(super) fn another_round(running: i32) -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        format!("Round {running} is running. Look at what the round before it found first."),
        format!("当前为第 {running} 轮，请先查看上一轮的结果。"),
    )
    .at(["round"])
}

/// Too few experts have given weights for the round to be closed.
pub(super) fn too_few_answers(answered: usize) -> Problem {
    Problem::new(
        ErrorCode::Incomplete,
        format!(
            "{answered} experts have given weights; a round closes with {FEWEST_EXPERTS} at least."
        ),
        format!("已有 {answered} 位专家给出权重，至少 {FEWEST_EXPERTS} 位才能结束本轮。"),
    )
    .at(["id"])
}

/// No round closed, so nothing was found.
pub(super) fn nothing_found() -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        "The study ended before a round closed, so it found no weights.",
        "研究在任何一轮结束之前已终止，没有得出权重。",
    )
    .at(["id"])
}

/// The questionnaire is not what was weighed.
pub(super) fn questionnaire_has_changed() -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        "The questionnaire has other dimensions or items now than those that were weighed.",
        "问卷的维度或测评项与研究时不一致。",
    )
    .at(["id"])
}

/// Another study of the questionnaire is running.
pub(super) fn one_at_a_time() -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        "A study of this questionnaire is running already.",
        "该问卷已有正在进行的研究。",
    )
    .at(["input", "questionnaireId"])
}

/// The person does not exist or has left.
pub(super) fn no_such_expert(position: usize) -> Problem {
    let position = position.to_string();
    Problem::not_found("employee", "员工").at(["input", "expertIds", position.as_str()])
}

/// Fewer experts than can be told apart.
pub(super) fn too_few_experts() -> Problem {
    Problem::new(
        ErrorCode::OutOfRange,
        format!("A study has {FEWEST_EXPERTS} experts at least."),
        format!("至少需要 {FEWEST_EXPERTS} 位专家。"),
    )
}

/// Nothing in the questionnaire, or in the group, has siblings to be weighed against.
pub(super) fn nothing_to_weigh() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "There are no two siblings here to be weighed against each other.",
        "此处没有两个以上可相互比较权重的同级项。",
    )
}

/// The study does not weigh that group.
pub(super) fn unknown_group() -> Problem {
    Problem::new(
        ErrorCode::UnknownItem,
        "The study does not weigh this group.",
        "该研究不包含此组。",
    )
}

/// The group has no such member.
pub(super) fn unknown_member() -> Problem {
    Problem::new(
        ErrorCode::UnknownItem,
        "The group has no member of this code.",
        "该组没有此编码的成员。",
    )
}

/// Something is named for the second time.
pub(super) fn named_twice() -> Problem {
    Problem::new(
        ErrorCode::Duplicate,
        "This is named twice.",
        "此项重复指定。",
    )
}

/// A group without weights.
pub(super) fn group_missing(group: &Group) -> Problem {
    let (english, chinese) = called(group);
    Problem::new(
        ErrorCode::Incomplete,
        format!("The weights of {english} are missing."),
        format!("缺少{chinese}的权重。"),
    )
}

/// A member without a weight.
pub(super) fn member_missing(member: &Member) -> Problem {
    let code = member.code.as_str();
    Problem::new(
        ErrorCode::Incomplete,
        format!("The weight of \"{code}\" is missing."),
        format!("缺少“{code}”的权重。"),
    )
}

/// A weight or bound that is no percentage of two places.
pub(super) fn no_percentage() -> Problem {
    Problem::new(
        ErrorCode::OutOfRange,
        "This is 0 to 100 with at most two decimal places.",
        "应为 0 至 100，最多两位小数。",
    )
}

/// What is wrong with the total of a group's weights.
pub(super) fn total_is_wrong(group: &Group, weights: &[Decimal]) -> Option<Problem> {
    let total: BigDecimal = weights.iter().map(Decimal::as_big).sum();
    (total != 100).then(|| {
        let (english, chinese) = called(group);
        let total = total.normalized().to_plain_string();
        Problem::new(
            ErrorCode::WeightsDoNotTotal100,
            format!("The weights of {english} total {total}, not 100."),
            format!("{chinese}的权重合计为 {total}，应为 100。"),
        )
    })
}

fn called(group: &Group) -> (String, String) {
    match group.dimension.as_ref().map(Code::as_str) {
        None => ("the dimensions".to_owned(), "各维度".to_owned()),
        Some(code) => (
            format!("the items of the dimension \"{code}\""),
            format!("维度“{code}”各测评项"),
        ),
    }
}
