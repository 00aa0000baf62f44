//! What people see, and what is forgotten.

use chrono::TimeDelta;

use super::bench::{Bench, KIND, Record, job, on_each_database};
use crate::jobs::retention::BATCH;
use crate::jobs::{Event, JobCounts, JobFilter, JobState, NewJob, Registry, counts, list};
use crate::kernel::PageRequest;
use crate::kernel::ids::JobId;

fn of(state: Option<JobState>) -> JobFilter {
    JobFilter {
        state,
        kind: Some(KIND.to_owned()),
    }
}

#[tokio::test]
async fn the_list_goes_on_where_the_page_before_ended() {
    on_each_database(async |bench: &Bench| {
        for number in 0..5 {
            bench.enqueue(job(&format!("{number}"))).await;
        }
        let page = |first, after: Option<JobId>| PageRequest { first, after };

        let first = list(&bench.database, &of(None), &page(3, None))
            .await
            .unwrap();
        bench.enqueue(job("meanwhile")).await;
        let after = first.items.last().map(|job| job.id);
        let second = list(&bench.database, &of(None), &page(3, after))
            .await
            .unwrap();

        let subjects = |jobs: &[crate::jobs::JobSummary]| {
            let subjects = jobs.iter().map(|job| job.subject.clone());
            subjects.collect::<Vec<_>>()
        };
        assert_eq!(subjects(&first.items), ["4", "3", "2"]);
        assert_eq!(subjects(&second.items), ["1", "0"]);
        assert_eq!((first.has_next, second.has_next), (true, false));
    })
    .await;
}

#[tokio::test]
async fn the_list_and_the_counts_tell_the_states() {
    on_each_database(async |bench: &Bench| {
        let worker = bench.worker(Registry::new().handler(KIND, Record::failing(1)));
        bench.enqueue(job("dies").attempts(1)).await;
        bench.enqueue(job("done")).await;
        worker.run_due().await.unwrap();
        bench.enqueue(job("runs")).await;
        worker.claim(1).await.unwrap();
        bench.enqueue(job("waits")).await;
        let transaction = bench.database.begin().await.unwrap();
        let event = Event::new("event", "subject", &()).unwrap();
        bench.queue.publish(&transaction, event).await.unwrap();
        transaction.commit().await.unwrap();

        let counts = counts(&bench.database).await.unwrap();
        let dead = PageRequest {
            first: 10,
            after: None,
        };
        let dead = list(&bench.database, &of(Some(JobState::Dead)), &dead)
            .await
            .unwrap();

        let expected = JobCounts {
            queued: 1,
            running: 1,
            // One is the retention's.
            done: 2,
            dead: 1,
            waiting_events: 1,
        };
        assert_eq!(counts, expected);
        assert_eq!(dead.items.len(), 1);
        assert_eq!(dead.items[0].subject, "dies");
    })
    .await;
}

#[tokio::test]
async fn what_was_done_long_ago_is_forgotten_and_the_dead_are_not() {
    on_each_database(async |bench: &Bench| {
        let registry = Registry::new()
            .handler(KIND, Record::failing(1))
            .handler("test.many", Record::default())
            .subscribe("event", "test.many");
        let worker = bench.worker(registry);
        bench.enqueue(job("dies").attempts(1)).await;
        let transaction = bench.database.begin().await.unwrap();
        let event = Event::new("event", "subject", &()).unwrap();
        bench.queue.publish(&transaction, event).await.unwrap();
        let many: Vec<_> = (0..BATCH + 1)
            .map(|number| NewJob::new("test.many", format!("{number}"), &()).unwrap())
            .collect();
        bench.queue.enqueue_all(&transaction, &many).await.unwrap();
        transaction.commit().await.unwrap();
        let done = "UPDATE jobs SET state = 'DONE', finished_at = queued_at \
                    WHERE kind = 'test.many'";
        bench.execute(done).await;
        worker.run_due().await.unwrap();

        bench.advance(TimeDelta::days(29));
        worker.run_due().await.unwrap();
        let kept = counts(&bench.database).await.unwrap();
        bench.advance(TimeDelta::days(2));
        worker.run_due().await.unwrap();
        let left = counts(&bench.database).await.unwrap();

        assert!(kept.done > BATCH);
        // The retention's own jobs of the last month.
        assert_eq!((left.done, left.dead), (2, 1));
        let events = bench.texts("SELECT kind AS text FROM outbox_events").await;
        assert!(events.is_empty());
    })
    .await;
}
