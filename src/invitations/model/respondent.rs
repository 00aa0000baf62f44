//! What whoever holds a token sees.

use std::sync::Arc;

use crate::cycles::Confidentiality;
use crate::kernel::Language;
use crate::questionnaires::{LanguageTag, QuestionnaireVersion};
use crate::responses::AnswerSheet;

/// What whoever holds a token sees: the questions and the promise, and nothing of who they
/// are or what others said.
#[derive(Clone, Debug)]
pub struct Respondent {
    /// What is asked, in the language of the contact as far as there are translations.
    pub version: Arc<QuestionnaireVersion>,
    /// The language of the contact.
    pub language: LanguageTag,
    /// What is promised.
    pub confidentiality: Confidentiality,
    /// The fewest people of whom anything is shown as a group.
    pub min_group: u32,
    /// What was answered so far.
    pub draft: Option<AnswerSheet>,
    /// Whether it asks what an earlier answer called for.
    pub is_follow_up: bool,
}

impl Respondent {
    /// The language in which the server itself speaks to the contact.
    pub fn spoken(&self) -> Language {
        spoken(&self.language)
    }

    /// What is promised, in words.
    pub fn promise(&self) -> String {
        let group = self.min_group;
        match (self.confidentiality, self.spoken()) {
            (Confidentiality::Attributed, Language::Chinese) => format!(
                "您的答卷会连同您的姓名由人力资源与审计人员阅读，以便改进服务。被评价部门会看到自己的得分，即使作答的人很少，并可能因某一份答卷的低分被要求整改；文字意见只在至少 {group} 人作答时不具名向其展示。"
            ),
            (Confidentiality::Attributed, Language::English) => format!(
                "Your answers are read together with your name by human resources and auditors, so that the service to you can be mended. The assessed department sees its score even where only few people answered, and may have to mend what a single answer marks low; comments are shown to it without names, and only where at least {group} people answered."
            ),
            (Confidentiality::Confidential, Language::Chinese) => format!(
                "您的答卷仅由调查负责人员查看，不会告知被评价部门；不足 {group} 人作答的结果不予展示。"
            ),
            (Confidentiality::Confidential, Language::English) => format!(
                "Only the people who run the survey read your answers. The assessed department does not learn who said what, and sees nothing of fewer than {group} people."
            ),
            (Confidentiality::Anonymous, Language::Chinese) => format!(
                "本调查匿名：答卷与您的姓名分开保存，无法对应；不足 {group} 人作答的结果不予展示。"
            ),
            (Confidentiality::Anonymous, Language::English) => format!(
                "This survey is anonymous: your answers are kept apart from your name, and nobody can bring them together again. Nothing is shown of fewer than {group} people."
            ),
        }
    }
}

/// The language in which the server speaks to somebody of this language.
pub(in crate::invitations) fn spoken(language: &LanguageTag) -> Language {
    match language.primary() {
        "zh" => Language::Chinese,
        _ => Language::English,
    }
}
