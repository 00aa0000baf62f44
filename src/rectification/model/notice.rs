//! What is written to people because an issue is late.

use chrono::NaiveDate;

use super::{EscalationStep, IssueNumber};
use crate::kernel::{Bilingual, Language};

/// Stands between the languages of one mail.
const RULE: &str = "\n\n--\n\n";

/// What is written to somebody because an issue is late: no more of it than its number and
/// title, for mail is read on the way and passed on.
#[derive(Clone, Debug)]
pub struct Notice<'a> {
    /// Why it is written to them.
    pub step: EscalationStep,
    /// The number of the issue.
    pub number: IssueNumber,
    /// What it is called.
    pub title: &'a str,
    /// The last day for putting it right.
    pub due_on: NaiveDate,
}

impl Notice<'_> {
    /// What the mail is about.
    pub fn subject(&self, languages: &[Language]) -> String {
        let (number, title) = (self.number, self.title);
        let subject = Bilingual::new(
            format!("Overdue: {number} {title}"),
            format!("整改逾期：{number} {title}"),
        );
        let first = languages.first().copied().unwrap_or_default();
        subject.in_language(first).to_owned()
    }

    /// What it says, in each of the languages.
    pub fn text(&self, languages: &[Language]) -> String {
        let (number, title, due) = (self.number, self.title, self.due_on);
        let asked = self.asked();
        let text = Bilingual::new(
            format!(
                "{number} \"{title}\" was due on {due} and is not done.\n\n{}",
                asked.english
            ),
            format!(
                "整改事项 {number}“{title}”应于 {due} 前完成，目前已逾期。\n\n{}",
                asked.chinese
            ),
        );
        let written = languages.iter().map(|language| text.in_language(*language));
        written.collect::<Vec<_>>().join(RULE)
    }

    fn asked(&self) -> Bilingual {
        match self.step {
            EscalationStep::Owner => Bilingual::new(
                "Please complete your actions or ask for more time; where there is no plan \
                 yet, please analyse the issue and submit one.",
                "请完成您负责的措施，或申请延期；尚无方案的，请分析原因并提交方案。",
            ),
            EscalationStep::Head => Bilingual::new(
                "It is your department's to put right. Please see to it.",
                "该事项由您的部门负责整改，请督促落实。",
            ),
            EscalationStep::Manager => Bilingual::new(
                "A department below yours is to put it right. Please see to it.",
                "该事项由您的下级部门负责整改，请跟进处理。",
            ),
            EscalationStep::Executive => Bilingual::new(
                "Neither the department nor the managers above it have put it right. Please \
                 see to it.",
                "责任部门及其上级均未按期完成整改，请您关注并推动解决。",
            ),
        }
    }
}

/// The languages of these tags in which the server writes, in their order; English where
/// there is none.
pub fn written_languages(tags: &[String]) -> Vec<Language> {
    let mut languages = Vec::new();
    for tag in tags {
        let language = match tag.split('-').next() {
            Some("zh") => Language::Chinese,
            Some("en") => Language::English,
            _ => continue,
        };
        if !languages.contains(&language) {
            languages.push(language);
        }
    }
    if languages.is_empty() {
        languages.push(Language::English);
    }
    languages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_company_s_languages_are_written_in_their_order() {
        let tags = |tags: &[&str]| tags.iter().map(|tag| (*tag).to_owned()).collect::<Vec<_>>();
        let (zh, en) = (Language::Chinese, Language::English);
        for (given, expected) in [
            (tags(&["zh-CN", "en", "zh-TW"]), vec![zh, en]),
            (tags(&["fr", "en-GB"]), vec![en]),
            (tags(&["fr"]), vec![en]),
        ] {
            assert_eq!(written_languages(&given), expected);
        }
    }

    #[test]
    fn a_notice_says_what_is_late_and_what_is_asked() {
        let notice = Notice {
            step: EscalationStep::Head,
            number: IssueNumber {
                year: 2026,
                position: 12,
            },
            title: "付款延迟",
            due_on: NaiveDate::from_ymd_opt(2026, 4, 30).unwrap(),
        };
        let both = [Language::Chinese, Language::English];
        assert_eq!(notice.subject(&both), "整改逾期：R2026-000012 付款延迟");
        let text = notice.text(&both);
        let (chinese, english) = text.split_once(RULE).unwrap();
        assert!(chinese.contains("2026-04-30") && chinese.ends_with("请督促落实。"));
        assert!(english.contains("2026-04-30") && english.ends_with("Please see to it."));
    }
}
