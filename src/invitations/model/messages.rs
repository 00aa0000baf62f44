//! What messages to contacts say.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::respondent::spoken;
use crate::kernel::Language;
use crate::questionnaires::LanguageTag;

/// Why a message is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// The contact is invited.
    Invitation,
    /// The contact has not answered yet.
    Reminder,
}

/// What a message is made of.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    /// Why.
    pub occasion: Occasion,
    /// What the questionnaire is called.
    pub title: &'a str,
    /// Where to answer.
    pub url: &'a str,
    /// Until when.
    pub until: Option<DateTime<Utc>>,
    /// Where the company's clocks stand.
    pub time_zone: Tz,
    /// The language of the contact.
    pub language: &'a LanguageTag,
}

impl Words<'_> {
    /// What a mail is about.
    pub fn subject(&self) -> String {
        let title = self.title;
        match (self.occasion, spoken(self.language)) {
            (Occasion::Invitation, Language::Chinese) => format!("邀请您参加：{title}"),
            (Occasion::Invitation, Language::English) => format!("Your opinion counts: {title}"),
            (Occasion::Reminder, Language::Chinese) => format!("提醒：{title}"),
            (Occasion::Reminder, Language::English) => format!("Reminder: {title}"),
        }
    }

    /// What a mail says.
    pub fn mail(&self) -> String {
        let (title, url) = (self.title, self.url);
        let until = self.until();
        match spoken(self.language) {
            Language::Chinese => format!(
                "您好：\n\n请用几分钟回答“{title}”。点击您专属的链接即可作答，请勿转发：\n\n{url}\n\n{until}如不希望再收到此类调查，可在该页面底部选择退出。\n"
            ),
            Language::English => format!(
                "Hello,\n\nplease take a few minutes to answer \"{title}\". This link is yours alone, so do not pass it on:\n\n{url}\n\n{until}If you do not want to be asked again, say so at the bottom of that page.\n"
            ),
        }
    }

    /// What a text message says.
    pub fn text(&self) -> String {
        let (title, url) = (self.title, self.url);
        match spoken(self.language) {
            Language::Chinese => format!("邀请您回答“{title}”：{url} 退出请见页面底部。"),
            Language::English => format!("Please answer \"{title}\": {url} (opt out there)"),
        }
    }

    fn until(&self) -> String {
        let Some(until) = self.until else {
            return String::new();
        };
        let at = until
            .with_timezone(&self.time_zone)
            .format("%Y-%m-%d %H:%M");
        match spoken(self.language) {
            Language::Chinese => format!("请于 {at} 前作答。"),
            Language::English => format!("Please answer by {at}. "),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_speak_the_language_of_the_contact_and_name_the_link() {
        let until = "2026-04-06T16:00:00Z".parse().ok();
        for (language, subject, by) in [
            ("zh-CN", "邀请您参加：服务", "2026-04-07 00:00"),
            ("de", "Your opinion counts: 服务", "by 2026-04-07 00:00"),
        ] {
            let words = Words {
                occasion: Occasion::Invitation,
                title: "服务",
                url: "https://a.example/r/t",
                until,
                time_zone: chrono_tz::Asia::Shanghai,
                language: &LanguageTag::parse(language).unwrap(),
            };
            assert_eq!(words.subject(), subject);
            assert!(words.mail().contains("https://a.example/r/t"));
            assert!(words.mail().contains(by), "{}", words.mail());
            assert!(words.text().contains("https://a.example/r/t"));
        }
    }
}
