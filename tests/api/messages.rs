//! What a story sees of the messages that the server sends.

use plumbline::outgoing::{Mail, MailAddress, MessageKey, Subject, TextMessage, Undelivered};

use crate::support::each_database;

#[tokio::test]
async fn a_story_reads_what_was_sent_and_makes_the_ways_out_fail() {
    each_database(async |app| {
        let couriers = &app.platform.couriers;
        let (mail, sms) = (
            couriers.mail.as_ref().unwrap(),
            couriers.sms.as_ref().unwrap(),
        );
        let link = app.platform.public_url.respondent_link("token");
        assert_eq!(link, "http://127.0.0.1:8080/r/token");
        let letter = Mail {
            to: MailAddress::parse("li.na@customer.example").unwrap(),
            subject: Subject::of("满意度调查"),
            text: link.clone(),
            key: MessageKey::of("invitation:1"),
            at: app.platform.clock.now(),
        };
        let text = TextMessage {
            to: "13800000000".to_owned(),
            text: link.clone(),
            key: MessageKey::of("invitation:2"),
            at: app.platform.clock.now(),
        };

        app.mails().fail(Some(Undelivered::Refused));
        app.text_messages().fail(Some(Undelivered::Failed));
        assert_eq!(mail.send(letter.clone()).await, Err(Undelivered::Refused));
        assert_eq!(sms.send(text.clone()).await, Err(Undelivered::Failed));
        assert_eq!((app.mails().count(), app.text_messages().count()), (0, 0));

        app.mails().fail(None);
        app.text_messages().fail(None);
        assert_eq!(mail.send(letter).await, Ok(()));
        assert_eq!(sms.send(text).await, Ok(()));
        let mails = app.mails().take();
        assert_eq!(mails[0].subject, "满意度调查");
        assert_eq!(mails[0].text, link);
        assert_eq!(app.text_messages().take()[0].to, "13800000000");
        assert_eq!(app.mails().count(), 0);
    })
    .await;
}
