//! What the page itself says, in both languages.

use crate::kernel::Language;

/// The fixed texts.
pub(super) struct Words {
    /// The language, as HTML names it.
    pub(super) tag: &'static str,
    pub(super) required: &'static str,
    pub(super) not_applicable: &'static str,
    pub(super) no_choice: &'static str,
    pub(super) several: &'static str,
    pub(super) number_hint: &'static str,
    pub(super) comment: &'static str,
    pub(super) say_why: &'static str,
    pub(super) answer_this: &'static str,
    pub(super) complaint_title: &'static str,
    pub(super) complaint: &'static str,
    pub(super) complaint_hint: &'static str,
    pub(super) save: &'static str,
    pub(super) send: &'static str,
    pub(super) send_hint: &'static str,
    pub(super) saved: &'static str,
    pub(super) saved_hint: &'static str,
    pub(super) wrong: &'static str,
    pub(super) wrong_hint: &'static str,
    pub(super) wrong_title: &'static str,
    pub(super) opt_out_title: &'static str,
    pub(super) opt_out_hint: &'static str,
    pub(super) opt_out: &'static str,
    pub(super) opt_out_ask: &'static str,
    pub(super) opt_out_means: &'static str,
    pub(super) opt_out_yes: &'static str,
    pub(super) opt_out_no: &'static str,
    pub(super) opted_out: &'static str,
    pub(super) opted_out_hint: &'static str,
    pub(super) thanks: &'static str,
    pub(super) counted: &'static str,
    pub(super) not_counted: &'static str,
    pub(super) follow_up: &'static str,
    pub(super) follow_up_link: &'static str,
    pub(super) close: &'static str,
    pub(super) sent_before: &'static str,
    pub(super) sent_before_hint: &'static str,
}

impl Words {
    /// The texts in `language`.
    pub(super) fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::Chinese => &CHINESE,
        }
    }
}

const ENGLISH: Words = Words {
    tag: "en",
    required: "required",
    not_applicable: "Does not apply to me",
    no_choice: "Please choose",
    several: "You can choose more than one.",
    number_hint: "A number, such as 12 or 3.5.",
    comment: "Comment",
    say_why: "Please say why.",
    answer_this: "Please answer this question.",
    complaint_title: "Is there something to complain about?",
    complaint: "Your complaint",
    complaint_hint: "It goes to the complaint log and is followed up. It is sent with your answers, and not kept if you go on later. Leave it empty if there is nothing.",
    save: "Save and go on later",
    send: "Send",
    send_hint: "You can send your answers once.",
    saved: "Your answers are saved.",
    saved_hint: "You can close this page and go on later by the same link. Nothing is sent yet.",
    wrong: "Nothing is sent yet: something is missing.",
    wrong_hint: "All you typed is still here. Please look at:",
    wrong_title: "Please check",
    opt_out_title: "You would rather not be asked?",
    opt_out_hint: "We will not ask you again, in this or any other survey. You will be asked whether you are sure.",
    opt_out: "Do not ask me again",
    opt_out_ask: "Shall we never ask you again?",
    opt_out_means: "This link ends, what you have typed is not sent, and you get no more invitations to surveys.",
    opt_out_yes: "Yes, do not ask me again",
    opt_out_no: "No, back to the questions",
    opted_out: "We will not ask you again.",
    opted_out_hint: "This link has ended, and nothing was sent. If you change your mind, please tell the people who invited you.",
    thanks: "Thank you",
    counted: "Your answers have arrived.",
    not_counted: "Your answers have arrived and are kept. Enough people like you have answered already, so they are not counted in the result. We are grateful for your time all the same.",
    follow_up: "What you answered leads to a few more questions. We would be glad if you answered them as well.",
    follow_up_link: "Go on to the questions",
    close: "You can close this page now.",
    sent_before: "Your answers were sent before",
    sent_before_hint: "They are kept as they arrived first. Answers can be sent once, so what was changed afterwards is not kept.",
};

const CHINESE: Words = Words {
    tag: "zh-CN",
    required: "必填",
    not_applicable: "不适用",
    no_choice: "请选择",
    several: "可多选。",
    number_hint: "请填写数字，如 12 或 3.5。",
    comment: "意见",
    say_why: "请填写说明原因。",
    answer_this: "请回答此题。",
    complaint_title: "是否有需要投诉的事项？",
    complaint: "投诉内容",
    complaint_hint: "内容将登记到投诉记录并跟进处理，与答卷一并提交；暂存时不会保留。没有请留空。",
    save: "暂存，稍后继续",
    send: "提交",
    send_hint: "答卷只能提交一次。",
    saved: "已暂存您的答案。",
    saved_hint: "您可以关闭此页面，之后通过同一链接继续作答。答卷尚未提交。",
    wrong: "答卷尚未提交，还需补充。",
    wrong_hint: "您填写的内容均已保留，请检查：",
    wrong_title: "请检查",
    opt_out_title: "不希望收到调查邀请？",
    opt_out_hint: "今后我们的任何调查都不再邀请您。点击后还需再次确认。",
    opt_out: "不再邀请我",
    opt_out_ask: "确定今后不再邀请您吗？",
    opt_out_means: "此链接将失效，已填写的内容不会提交，您也不会再收到任何调查邀请。",
    opt_out_yes: "确定，不再邀请我",
    opt_out_no: "取消，返回答卷",
    opted_out: "今后不再邀请您。",
    opted_out_hint: "此链接已失效，没有提交任何内容。如改变主意，请告知邀请您的人员。",
    thanks: "感谢您的参与",
    counted: "您的答卷已收到。",
    not_counted: "您的答卷已收到并保存。由于同类受访者名额已满，本份答卷不计入统计结果。仍然衷心感谢您的时间。",
    follow_up: "根据您的回答，还有几个问题想请教，期待您继续作答。",
    follow_up_link: "继续作答",
    close: "您现在可以关闭此页面。",
    sent_before: "您的答卷此前已提交",
    sent_before_hint: "已按首次提交的内容保存。答卷只能提交一次，之后的修改不会保存。",
};

/// A low mark needs a comment: `label` names the highest such level, `alone` says that it
/// is the lowest of all.
pub(super) fn comment_rule(language: Language, label: &str, alone: bool) -> String {
    match (language, alone) {
        (Language::English, true) => format!("If you choose “{label}”, please say why."),
        (Language::English, false) => format!("If you choose “{label}” or lower, please say why."),
        (Language::Chinese, true) => format!("选择“{label}”时，请说明原因。"),
        (Language::Chinese, false) => format!("选择“{label}”或更低时，请说明原因。"),
    }
}

/// Which answers to an earlier question an item is asked after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum After<'a> {
    /// This level or a lower one.
    AtOrBelow(&'a str),
    /// This level or a higher one.
    AtOrAbove(&'a str),
    /// This option.
    Chosen(&'a str),
}

/// When a question is to be answered; otherwise its answer is not kept.
pub(super) fn condition(language: Language, number: usize, after: After<'_>) -> String {
    match (language, after) {
        (Language::English, After::AtOrBelow(label)) => {
            format!("Only if you chose “{label}” or lower in question {number}.")
        }
        (Language::English, After::AtOrAbove(label)) => {
            format!("Only if you chose “{label}” or higher in question {number}.")
        }
        (Language::English, After::Chosen(label)) => {
            format!("Only if you chose “{label}” in question {number}.")
        }
        (Language::Chinese, After::AtOrBelow(label)) => {
            format!("仅当第 {number} 题选择“{label}”或更低时回答。")
        }
        (Language::Chinese, After::AtOrAbove(label)) => {
            format!("仅当第 {number} 题选择“{label}”或更高时回答。")
        }
        (Language::Chinese, After::Chosen(label)) => {
            format!("仅当第 {number} 题选择“{label}”时回答。")
        }
    }
}

/// What is wrong at a question, in the list of everything that is.
pub(super) fn at_question(language: Language, number: usize, message: &str) -> String {
    match language {
        Language::English => format!("Question {number}: {message}"),
        Language::Chinese => format!("第 {number} 题：{message}"),
    }
}

/// A page that says one thing to whoever gets it, in both languages, because nobody is
/// known there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Notice {
    pub(super) english: (&'static str, &'static str),
    pub(super) chinese: (&'static str, &'static str),
}

pub(super) const NO_TOKEN: Notice = Notice {
    english: (
        "This link cannot be answered",
        "It is unknown, was used, has expired or was taken back. If you have answered already: thank you. Otherwise please ask the people who invited you for a new link.",
    ),
    chinese: (
        "该链接无法作答",
        "链接不存在、已使用、已过期或已撤回。如您已作答，感谢您的参与；否则请向邀请您的人员索取新的链接。",
    ),
};

pub(super) const UNAVAILABLE: Notice = Notice {
    english: (
        "Please try again in a moment",
        "The server cannot answer right now. Load this page again shortly: nothing is sent twice.",
    ),
    chinese: (
        "请稍后再试",
        "服务暂时不可用，请稍后刷新此页面，答卷不会重复提交。",
    ),
};

pub(super) const INTERNAL: Notice = Notice {
    english: (
        "Something went wrong on our side",
        "Please go back and try again later. If it happens again, tell the people who invited you.",
    ),
    chinese: (
        "服务器出错了",
        "请返回并稍后重试。如仍有问题，请告知邀请您的人员。",
    ),
};

pub(super) const NOT_A_FORM: Notice = Notice {
    english: (
        "This form cannot be read",
        "Please go back, load the page again and send it once more.",
    ),
    chinese: ("无法读取该表单", "请返回，重新打开页面后再次提交。"),
};

pub(super) const TOO_LONG: Notice = Notice {
    english: (
        "That is too long",
        "Please go back and shorten your comments.",
    ),
    chinese: ("内容过长", "请返回并精简您填写的意见。"),
};

pub(super) const TOO_SLOW: Notice = Notice {
    english: (
        "The connection was too slow",
        "Please go back and try again.",
    ),
    chinese: ("网络过慢", "请返回后重试。"),
};

pub(super) const OTHER_METHOD: Notice = Notice {
    english: (
        "This is a page to be read and filled in",
        "Open the link in a browser.",
    ),
    chinese: ("此页面用于阅读和填写", "请在浏览器中打开链接。"),
};
