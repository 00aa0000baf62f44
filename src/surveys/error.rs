//! What can be wrong with survey plans, draws, rules and requests, in words.

use chrono::NaiveDate;

use super::model::{Channel, Constraint, Method, RequestState, Shortfall};
use crate::kernel::{ErrorCode, Problem};

pub(super) fn out_of_range(least: i32, most: i32) -> Problem {
    Problem::new(
        ErrorCode::OutOfRange,
        format!("This must be from {least} to {most}."),
        format!("取值范围为 {least} 到 {most}。"),
    )
}

pub(super) fn share_out_of_range() -> Problem {
    Problem::new(
        ErrorCode::OutOfRange,
        "A share is greater than 0 and at most 100 per cent.",
        "比例须大于 0 且不超过 100(百分比)。",
    )
}

pub(super) fn negative() -> Problem {
    Problem::new(
        ErrorCode::OutOfRange,
        "This must not be negative.",
        "不能为负数。",
    )
}

pub(super) fn year_out_of_range() -> Problem {
    Problem::new(
        ErrorCode::OutOfRange,
        "The year must be from 1970 to 2999.",
        "年份范围为 1970 到 2999。",
    )
}

pub(super) fn too_many(most: usize) -> Problem {
    Problem::new(
        ErrorCode::TooMany,
        format!("This list has more than {most} entries."),
        format!("列表超过 {most} 项。"),
    )
}

pub(super) fn named_twice() -> Problem {
    Problem::new(
        ErrorCode::Duplicate,
        "This is named twice.",
        "此项被重复列出。",
    )
}

pub(super) fn not_the_sum(sum: i64) -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        format!("The strata have {sum} places together; leave the size out, or give that."),
        format!("各层名额合计为 {sum}；请不填总数，或填写该合计数。"),
    )
}

pub(super) fn not_of_the_method(method: Method) -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        format!("{method} does not use this; leave it out."),
        format!("{method} 不使用此项，请不要填写。"),
    )
}

pub(super) fn quotas_against_volume() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "CUMULATIVE_VOLUME takes the largest customers, whatever their attributes; it has no quotas.",
        "CUMULATIVE_VOLUME 按业务量从大到小抽取，不能设置配额。",
    )
}

pub(super) fn no_ratio() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "At least one ratio must be greater than 0.",
        "至少有一个比值须大于 0。",
    )
}

pub(super) fn ends_before_start() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "This ends before it starts.",
        "结束日期早于开始日期。",
    )
}

pub(super) fn window_backwards() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "The daily window must end after it begins.",
        "每日时间段的结束时刻须晚于开始时刻。",
    )
}

pub(super) fn share_beyond(least: i64, most: i64, closed: bool) -> Problem {
    let (english, chinese) = match closed {
        true => ("from", "不小于"),
        false => ("greater than", "大于"),
    };
    Problem::new(
        ErrorCode::OutOfRange,
        format!("This must be {english} {least} and at most {most} per cent."),
        format!("取值须{chinese} {least} 且不超过 {most}（百分比）。"),
    )
}

pub(super) fn margin_too_small() -> Problem {
    Problem::new(
        ErrorCode::OutOfRange,
        "The margin must be at least 0.01 percentage points.",
        "误差范围不得小于 0.01 个百分点。",
    )
}

pub(super) fn unknown_confidence(known: &str) -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        format!("The table has the confidences {known} per cent."),
        format!("可选的置信水平(百分比)为 {known}。"),
    )
}

pub(super) fn no_stage() -> Problem {
    Problem::not_found("stage of the eligibility rules", "资格规则阶段")
}

pub(super) fn condition_too_long(most: usize) -> Problem {
    Problem::new(
        ErrorCode::TooLong,
        format!("A condition has at most {most} bytes."),
        format!("条件最多 {most} 字节。"),
    )
}

pub(super) fn condition_too_complex(deepest: usize, most: usize) -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        format!("A condition nests brackets at most {deepest} deep and has at most {most} signs."),
        format!("条件的括号最多嵌套 {deepest} 层，运算符号最多 {most} 个。"),
    )
}

pub(super) fn no_condition() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "This is no CEL expression, such as subject.brand == 'own' && stage in ['a', 'b'].",
        "不是有效的 CEL 表达式，例如 subject.brand == 'own' && stage in ['a', 'b']。",
    )
}

pub(super) fn condition_without_truth() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "A condition is true or false; compare the value with something.",
        "条件的结果须为真或假，请将该值与其他值比较。",
    )
}

pub(super) fn number_in_condition() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "Write numbers as texts and compare them exactly: atLeast, atMost, moreThan, lessThan(subject.area, \"12.5\").",
        "数字请写成文本并精确比较：atLeast、atMost、moreThan、lessThan(subject.area, \"12.5\")。",
    )
}

pub(super) fn mixed_types() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "This mixes texts, lists, and true or false; compare like with like.",
        "文本、列表与真假值不能混用，请比较同类的值。",
    )
}

pub(super) fn not_a_literal() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "A key or stage stands here as a text in quotes.",
        "此处的键或阶段须为带引号的文本。",
    )
}

pub(super) fn unknown_in_condition(name: &str) -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        format!(
            "A condition knows no {name:?}. It has subject.key, stage, phase, texts, lists, ==, !=, in, !, &&, ||, contains, startsWith, endsWith, atLeast, atMost, moreThan, lessThan and assessed."
        ),
        format!(
            "条件中不能使用“{name}”。可用 subject.键、stage、phase、文本、列表、==、!=、in、!、&&、||、contains、startsWith、endsWith、atLeast、atMost、moreThan、lessThan、assessed。"
        ),
    )
}

pub(super) fn no_plan() -> Problem {
    Problem::not_found("survey plan", "调查方案")
}

pub(super) fn no_cycle() -> Problem {
    Problem::not_found("cycle", "考核周期")
}

pub(super) fn no_department() -> Problem {
    Problem::not_found("department", "部门")
}

pub(super) fn no_version() -> Problem {
    Problem::not_found("questionnaire version", "问卷版本")
}

pub(super) fn version_unpublished() -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        "This questionnaire version is a draft; publish it first.",
        "该问卷版本尚未发布，请先发布。",
    )
}

pub(super) fn cycle_is_past() -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        "Plans belong to a cycle that is a draft or open.",
        "调查方案须属于草稿或进行中的考核周期。",
    )
}

pub(super) fn no_such_rating(item: &str) -> Problem {
    Problem::new(
        ErrorCode::UnknownItem,
        format!("The questionnaire has no rating item {item:?}."),
        format!("问卷中没有评分项“{item}”。"),
    )
}

pub(super) fn level_out_of_scale(least: i32, most: i32) -> Problem {
    Problem::new(
        ErrorCode::OutOfRange,
        format!("The scale of the item has the levels {least} to {most}."),
        format!("该项标度的等级为 {least} 到 {most}。"),
    )
}

pub(super) fn code_taken() -> Problem {
    Problem::new(
        ErrorCode::Taken,
        "This plan code is taken.",
        "调查方案编码已被使用。",
    )
    .at(["input", "code"])
}

pub(super) fn drawn_already() -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        "This plan was drawn and does not change any more.",
        "该方案已抽样，不能再修改。",
    )
}

pub(super) fn not_drawn() -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        "This plan was not drawn yet: draw it first, then invite.",
        "该方案尚未抽样：请先抽样，再邀请。",
    )
}

pub(super) fn not_begun(first: NaiveDate) -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        format!("This plan begins on {first}; nobody is invited before."),
        format!("该方案自 {first} 开始，在此之前不能邀请。"),
    )
}

pub(super) fn asked_by_hand() -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        "Links, paper and conversations are handed over by people: invite with surveyPlanInvite. Plans by e-mail, text message and phone go out by themselves.",
        "链接、纸质和当面调查需由人员发出：请使用 surveyPlanInvite。邮件、短信和电话方案可自动发出。",
    )
}

/// An answer that calls for more would tell who gave it.
pub(super) fn follow_up_against_anonymity() -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        "An anonymous plan has no follow-up: being asked more would tell what somebody answered. Leave it out, or promise CONFIDENTIAL.",
        "匿名方案不能设置再次问卷：被追问会暴露其答案。请去掉再次问卷，或改为 CONFIDENTIAL。",
    )
}

pub(super) fn no_courier(channel: Channel) -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        format!(
            "The server has no courier for {channel}, so nothing can go out by itself. Set one up, or invite by hand and send the links."
        ),
        format!(
            "服务器未配置 {channel} 的发送方式，无法自动发送。请先配置，或手动邀请并自行发送链接。"
        ),
    )
}

pub(super) fn not_a_number(text: &str) -> Problem {
    Problem::new(
        ErrorCode::Invalid,
        format!("{text:?} is not a number: write one in quotes, such as \"9\" or \"0.5\"."),
        format!("“{text}”不是数字：请写成带引号的数字，如 \"9\" 或 \"0.5\"。"),
    )
}

pub(super) fn suspended_too_long(last: NaiveDate) -> Problem {
    Problem::new(
        ErrorCode::OutOfRange,
        format!("A suspension lasts three years at most: until {last}. Ask anew to go on."),
        format!("暂停调查最长三年，即到 {last}；需要继续时请重新申请。"),
    )
}

pub(super) fn stratum_too_small(value: &str, drawn: u64, least: u32) -> Problem {
    Problem::new(
        ErrorCode::Infeasible,
        format!(
            "Only {drawn} contacts are drawn from stratum \"{value}\"; an anonymous plan needs {least} in each, so that nobody is known by the stratum."
        ),
        format!("分层“{value}”仅抽取 {drawn} 人；匿名方案每层至少需要 {least} 人，以免被认出。"),
    )
}

pub(super) fn batch_is_over(last: NaiveDate) -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        format!("The batch was over on {last}; ask anew for the next one."),
        format!("该批次已于 {last} 结束，请为下一批次重新申请。"),
    )
}

/// One constraint of a plan that the frame cannot meet, and by how much.
pub(super) fn answers_are_in() -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        "The cycle takes no answers any more, so nobody can be left out of it; ask for the next batch.",
        "该考核周期已不再接受答卷，不能再剔除联系人；请为下一批次申请。",
    )
}

pub(super) fn infeasible(short: &Shortfall) -> Problem {
    let (wanted, found) = (short.wanted, short.found);
    let missing = wanted.saturating_sub(found);
    let (english, chinese) = match &short.constraint {
        Constraint::Volume => {
            return Problem::new(
                ErrorCode::Infeasible,
                "No customer of the frame has an annual volume, so there is no share of it to reach.",
                "抽样框中的客户均无年业务量，无法按业务量占比抽取。",
            )
            .at(["id"]);
        }
        Constraint::Frame => {
            return Problem::new(
                ErrorCode::Infeasible,
                "Frame: there is nobody in it to ask. Change its conditions, or what the plan draws from.",
                "抽样框中没有任何联系人，无人可调查。请修改抽样框条件或抽样来源。",
            )
            .at(["id"]);
        }
        Constraint::Attribute { key } => {
            return Problem::new(
                ErrorCode::Infeasible,
                format!("Strata by {key}: none of the {wanted} contacts of the frame has this attribute, so there are no strata."),
                format!("按 {key} 分层：抽样框的 {wanted} 个联系人均无此属性，无法分层。"),
            )
            .at(["id"]);
        }
        Constraint::Days => {
            return Problem::new(
                ErrorCode::Infeasible,
                format!("Days: {wanted} are to be asked, the days of the plan at their daily number ask {found}, {missing} short. Let it end later, or raise the daily number."),
                format!("调查天数：需要邀请 {wanted}，按每日数量在起止日期内只能邀请 {found}，缺 {missing}。请延后结束日期或提高每日数量。"),
            )
            .at(["id"]);
        }
        Constraint::Size => ("Size".to_owned(), "样本量".to_owned()),
        Constraint::Stratum { key, value } => (
            format!("Stratum {key} = {value}"),
            format!("分层 {key} = {value}"),
        ),
        Constraint::Quota { key, value } => (
            format!("Quota {key} = {value}"),
            format!("配额 {key} = {value}"),
        ),
        Constraint::Together => (
            "All strata and quotas together".to_owned(),
            "全部分层和配额合计".to_owned(),
        ),
    };
    Problem::new(
        ErrorCode::Infeasible,
        format!("{english}: {wanted} are wanted, {found} can be drawn, {missing} short."),
        format!("{chinese}：需要 {wanted}，可抽 {found}，缺 {missing}。"),
    )
    .at(["id"])
}

pub(super) fn no_contact() -> Problem {
    Problem::not_found("contact", "联系人")
}

pub(super) fn no_customer() -> Problem {
    Problem::not_found("customer", "客户")
}

pub(super) fn no_table() -> Problem {
    Problem::not_found("monthly customer table", "月度客户表")
}

pub(super) fn no_request() -> Problem {
    Problem::not_found("request", "申请")
}

pub(super) fn other_needs_note() -> Problem {
    Problem::new(
        ErrorCode::Required,
        "The ground OTHER needs a note that says what it is.",
        "理由为 OTHER 时须填写说明。",
    )
}

pub(super) fn past_already() -> Problem {
    Problem::new(
        ErrorCode::OutOfRange,
        "This day is past; a suspension lasts until today at least.",
        "该日期已过，暂停须至少持续到今天。",
    )
}

pub(super) fn excluded_already() -> Problem {
    Problem::new(
        ErrorCode::Taken,
        "For this contact, batch and stage there is a request already.",
        "该联系人在此批次此阶段已有申请。",
    )
    .at(["input", "contactId"])
}

pub(super) fn asker_attaches() -> Problem {
    Problem::new(
        ErrorCode::SeparationOfDuties,
        "Whoever asked adds files to the request.",
        "只能由申请人补充文件。",
    )
}

pub(super) fn own_request() -> Problem {
    Problem::new(
        ErrorCode::SeparationOfDuties,
        "Whoever asked does not decide; somebody else has to.",
        "申请人不能审批自己的申请，须由他人审批。",
    )
}

pub(super) fn own_department() -> Problem {
    Problem::new(
        ErrorCode::SeparationOfDuties,
        "This is a request of your own department; somebody above it has to decide.",
        "这是您本部门的申请，须由上级审批。",
    )
}

pub(super) fn decided_before() -> Problem {
    Problem::new(
        ErrorCode::SeparationOfDuties,
        "You have taken a step of this chain; the next one is for somebody else.",
        "您已审批过此申请的前一步，下一步须由他人审批。",
    )
}

pub(super) fn not_pending(state: RequestState) -> Problem {
    Problem::new(
        ErrorCode::InvalidState,
        format!("The request is {state}; only a PENDING one can be decided."),
        format!("申请状态为 {state}，只有 PENDING 状态可以审批。"),
    )
}
