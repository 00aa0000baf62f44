//! What the server logs while a whole company works, and while much goes wrong.

use serde_json::json;

use super::company::Company;
use super::http::{Lost, Person};
use super::site::each_database;
use crate::support::databases::execute;
use crate::support::{operation, operation_names};

const PASSWORD: &str = "plumb-line hangs true";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_of_a_company_holds_no_secret() {
    each_database(async |mut site| {
        site.log = "info";
        let mut server = site.serve(&[]).await;
        let company = Company::found(&mut server, 2, 2).await;
        let address = server.address.clone();
        let hr = &company.hr;
        let mut secrets = vec![PASSWORD.to_owned(), "a wrong one".to_owned()];

        // Contact details go in and come out.
        let update = "mutation($id: ID!) { employeeUpdate(id: $id, expectedVersion: 1, input: {
            name: \"李娜\", email: \"li.na@example.com\", phone: \"13800000000\" }) { employee { email } errors { code } } }";
        let find = "{ employee(number: \"e0\") { id } }";
        let found = hr.query(&address, find, &json!({})).await.unwrap();
        let id = &found["data"]["employee"]["id"];
        let updated = hr.query(&address, update, &json!({ "id": id })).await.unwrap();
        assert_eq!(updated["data"]["employeeUpdate"]["errors"], json!([]));
        secrets.extend(["李娜", "li.na@example.com", "13800000000"].map(str::to_owned));

        // Every operation with nothing that it needs, by somebody and by nobody.
        for name in operation_names() {
            for person in [hr, &Person::new()] {
                drop(person.query(&address, &operation(&name), &json!({})).await);
            }
        }
        // One of them has signed HR out.
        let hr = &Person::signed_in(&address, "hr", PASSWORD).await;
        secrets.extend(hr.token.clone());
        // What a thief or a broken client sends.
        let variables = json!({ "username": "hr", "password": "a wrong one" });
        drop(Person::new().send(&address, "SignIn", &variables).await);
        let refresh = "mutation { sessionRefresh(refreshToken: \"stolen-refresh-token\") { errors { code } } }";
        drop(Person::new().query(&address, refresh, &json!({})).await);
        let mut thief = Person::new();
        thief.token = Some("stolen.access.token".to_owned());
        drop(thief.query(&address, find, &json!({})).await);
        drop(hr.query(&address, "{ employee(number: \"hush-hush\" {", &json!({})).await);
        secrets.extend(["stolen", "hush-hush"].map(str::to_owned));
        // The database is not what it should be.
        execute(&site.url, "ALTER TABLE calendar_days RENAME TO elsewhere").await;
        let broken = "mutation { calendarDayClear(day: \"2026-05-01\") { errors { code } } }";
        let answer = hr.query(&address, broken, &json!({})).await;
        assert!(matches!(answer, Err(Lost::Status(500, _))), "{answer:?}");
        secrets.extend(tokens(&company));
        server.process.terminate();
        server.process.end().await;

        let log = site.complaints();
        assert!(log.contains("\"message\":\"answered\""), "{log}");
        assert!(log.contains("a request failed inside"), "{log}");
        let traces = [
            "SELECT ", "INSERT ", "UPDATE ", "DELETE ", "WHERE ", ".rs:", "backtrace", "panicked",
            "Bearer", "argon2", "eyJ", "mutation",
        ];
        let folder = site.data.to_string_lossy().into_owned();
        let unwanted = traces.iter().map(|trace| (*trace).to_owned());
        for secret in secrets.into_iter().chain(unwanted).chain([folder]) {
            let line = log.lines().find(|line| line.contains(&secret));
            assert_eq!(line, None, "{secret}");
        }
    })
    .await;
}

fn tokens(company: &Company) -> Vec<String> {
    let evaluators = company.evaluators.iter().map(|(person, _)| person);
    let people = evaluators.chain([&company.hr]);
    people.filter_map(|person| person.token.clone()).collect()
}
