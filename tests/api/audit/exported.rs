//! The exported trail: it proves itself, and whatever is done to the file is found.

use std::io::Cursor;

use chrono::{DateTime, TimeDelta, Utc};
use plumbline::audit::{
    self, BLOCK_ENTRIES, Digest, Exported, Finding, Range, Verification, verify_file,
};
use plumbline::kernel::ids::AuditEntryId;
use serde_json::Value;

use super::{change, seal_all};
use crate::support::{TestApp, each_database};

#[tokio::test]
async fn an_exported_trail_is_whole_without_its_database() {
    each_database(async |app| {
        let entries = app.number("SELECT COUNT(*) FROM audit_entries").await;
        seal_all(&app, 10).await;
        change(&app, "后来").await;
        let unsealed = "SELECT COUNT(*) FROM audit_entries WHERE block_number IS NULL";
        let unsealed = app.number(unsealed).await;

        let (file, exported) = export(&app, Range::default()).await;

        let blocks = entries.div_ceil(10);
        assert_eq!(
            exported,
            Exported {
                blocks,
                entries,
                unsealed
            }
        );
        let verification = verified(&file, None);
        let head = audit::head(&app.platform.database).await.unwrap().unwrap();
        assert_eq!(verification.finding, None);
        assert_eq!(verification.head, Some((head.number, head.sha256)));
        assert_eq!(
            (verification.sealed, verification.unsealed),
            (entries, unsealed)
        );
        assert_eq!(
            verified(&file, Some(head.sha256)).anchored,
            Some(head.number)
        );
    })
    .await;
}

#[tokio::test]
async fn both_databases_keep_the_bytes_that_were_sealed() {
    each_database(async |app| {
        seal_all(&app, BLOCK_ENTRIES).await;
        let (file, _) = export(&app, Range::default()).await;
        let entry: Value = serde_json::from_str(&file[2]).unwrap();
        let after = entry["entry"]["afterState"].as_str().unwrap();
        let stored = "SELECT after_state FROM audit_entries ORDER BY id LIMIT 1";
        assert_eq!(app.texts(stored).await, [after]);
    })
    .await;
}

#[tokio::test]
async fn whatever_is_done_to_the_file_is_found_and_the_first_is_named() {
    each_database(async |app| {
        seal_all(&app, 10).await;
        let (file, _) = export(&app, Range::default()).await;
        // The file, the first block and its ten entries, the second block: then these.
        let victim = 14;
        let id = entry_id(&file[victim]);
        let altered = Finding::EntryAltered {
            id: Some(id),
            block: Some(2),
        };
        let set = |field: &str, value: Value| {
            let mut line: Value = serde_json::from_str(&file[victim]).unwrap();
            line["entry"][field] = value;
            replaced(&file, victim, &line.to_string())
        };
        for field in [
            "actorName",
            "action",
            "resourceId",
            "beforeState",
            "afterState",
            "reason",
            "requestId",
        ] {
            let found = verified(&set(field, "x".into()), None).finding;
            assert_eq!(found, Some(altered), "{field}");
        }
        for field in ["actorAccountId", "actingForAccountId"] {
            let other = "acc_0123456789abcdef0123456789abcdef".into();
            assert_eq!(
                verified(&set(field, other), None).finding,
                Some(altered),
                "{field}"
            );
        }
        let moment = "2026-04-06T02:00:00.000001Z".into();
        assert_eq!(
            verified(&set("recordedAt", moment), None).finding,
            Some(altered)
        );

        let removed = Finding::EntryRemoved { id, block: 2 };
        let mut fewer = file.clone();
        fewer.remove(victim);
        assert_eq!(verified(&fewer, None).finding, Some(removed), "removed");

        let mut swapped = file.clone();
        swapped.swap(victim, victim + 1);
        assert_eq!(verified(&swapped, None).finding, Some(removed), "reordered");

        let mut twice = file.clone();
        twice.insert(victim, file[victim].clone());
        let added = Finding::EntryAdded { id, block: 2 };
        assert_eq!(verified(&twice, None).finding, Some(added), "twice");
        let foreign = entry_id(&file[3]);
        let mut strange = file.clone();
        strange.insert(victim, file[3].clone());
        let added = Finding::EntryAdded {
            id: foreign,
            block: 2,
        };
        assert_eq!(
            verified(&strange, None).finding,
            Some(added),
            "of another block"
        );

        let line = u64::try_from(victim).unwrap() + 1;
        let junk = replaced(&file, victim, "{");
        assert_eq!(
            verified(&junk, None).finding,
            Some(Finding::LineStrange { line }),
            "junk"
        );
        let more = replaced(&file, victim, &file[victim].replacen('{', "{\"x\":1,", 2));
        assert_eq!(
            verified(&more, None).finding,
            Some(Finding::LineStrange { line }),
            "a field"
        );
    })
    .await;
}

#[tokio::test]
async fn a_file_that_was_cut_off_or_lacks_a_block_is_found() {
    each_database(async |app| {
        seal_all(&app, 10).await;
        let (file, _) = export(&app, Range::default()).await;
        let cut = Some(Finding::FileCutOff);
        let end = file.len() - 1;
        for length in [2, 7, 12, 13, end] {
            assert_eq!(
                verified(&file[..length], None).finding,
                cut,
                "{length} lines"
            );
        }
        let half = file.concat();
        let half = &half.as_bytes()[..half.len() - 5];
        let last = u64::try_from(file.len()).unwrap();
        let found = verify_file(Cursor::new(half), None).unwrap().finding;
        assert_eq!(
            found,
            Some(Finding::LineStrange { line: last }),
            "half a line"
        );
        assert_eq!(verified(&[], None).finding, cut, "nothing");

        // The last block goes with its entries, and the end stays.
        let from = file
            .iter()
            .rposition(|line| line.starts_with("{\"block\""))
            .unwrap();
        let shorter = [&file[..from], &file[end..]].concat();
        assert_eq!(verified(&shorter, None).finding, cut, "the last block");
        let without = [&file[..12], &file[23..]].concat();
        let gone = Finding::BlockRemoved { number: 2 };
        assert_eq!(
            verified(&without, None).finding,
            Some(gone),
            "a whole block"
        );
        let without = [&file[..1], &file[12..]].concat();
        let gone = Finding::BlockRemoved { number: 1 };
        assert_eq!(
            verified(&without, None).finding,
            Some(gone),
            "the first block"
        );
        let longer = [&file[..], &file[end..]].concat();
        let line = last + 1;
        assert_eq!(
            verified(&longer, None).finding,
            Some(Finding::LineStrange { line }),
            "more"
        );
    })
    .await;
}

#[tokio::test]
async fn a_changed_block_is_found_and_a_made_up_trail_by_its_anchor() {
    each_database(async |app| {
        seal_all(&app, 10).await;
        let (file, _) = export(&app, Range::default()).await;
        let head = audit::head(&app.platform.database).await.unwrap().unwrap();
        let altered = Some(Finding::BlockAltered { number: 2 });
        for (field, value) in [
            ("root", Value::from("0".repeat(64))),
            ("previous", Value::from("0".repeat(64))),
            ("sha256", Value::from("0".repeat(64))),
            ("entryCount", Value::from(9)),
            ("sealedAt", Value::from("2026-04-07T02:00:00Z")),
            ("completeUntil", Value::from("2026-04-07T02:00:00Z")),
            ("leaves", Value::from("00".repeat(48))),
        ] {
            let mut line: Value = serde_json::from_str(&file[12]).unwrap();
            line["block"][field] = value;
            let changed = replaced(&file, 12, &line.to_string());
            assert_eq!(verified(&changed, None).finding, altered, "{field}");
        }
        // Somebody seals another history: whole in itself, and not the one anchored.
        app.execute("UPDATE audit_entries SET block_number = NULL, action = 'x'")
            .await;
        app.execute("DELETE FROM audit_blocks").await;
        seal_all(&app, 10).await;
        let (made_up, _) = export(&app, Range::default()).await;
        assert_eq!(verified(&made_up, None).finding, None);
        let missing = Finding::AnchorMissing {
            sha256: head.sha256,
        };
        assert_eq!(verified(&made_up, Some(head.sha256)).finding, Some(missing));
    })
    .await;
}

#[tokio::test]
async fn a_range_is_whole_by_the_blocks_that_it_touches() {
    each_database(async |app| {
        seal_all(&app, BLOCK_ENTRIES).await;
        let before = audit::head(&app.platform.database).await.unwrap().unwrap();
        for name in ["第二日", "第三日"] {
            app.pass(TimeDelta::days(1));
            change(&app, name).await;
            seal_all(&app, BLOCK_ENTRIES).await;
        }
        let second = Range {
            from: Some(moment("2026-04-07")),
            until: Some(moment("2026-04-08")),
        };

        let (file, exported) = export(&app, second).await;

        assert_eq!(exported.blocks, 1);
        let verification = verified(&file, None);
        assert_eq!(
            (verification.finding, verification.begins_with),
            (None, Some(2))
        );
        let anchored = verified(&file, Some(before.sha256));
        assert_eq!((anchored.finding, anchored.anchored), (None, Some(1)));
        let fewer = [&file[..2], &file[3..]].concat();
        let expected = Finding::EntryRemoved {
            id: entry_id(&file[2]),
            block: 2,
        };
        assert_eq!(verified(&fewer, None).finding, Some(expected));

        let (file, exported) = export(
            &app,
            Range {
                from: Some(moment("2030-01-01")),
                until: None,
            },
        )
        .await;
        assert_eq!((exported.blocks, verified(&file, None).finding), (0, None));
        let (_, exported) = export(
            &app,
            Range {
                from: None,
                until: second.until,
            },
        )
        .await;
        assert_eq!(exported.blocks, 2);
    })
    .await;
}

async fn export(app: &TestApp, range: Range) -> (Vec<String>, Exported) {
    let mut file = Vec::new();
    let mut steps = 0;
    let exported = audit::export(&app.platform.database, range, &mut file, |_| steps += 1).await;
    let exported = exported.unwrap();
    assert_eq!(exported.blocks, steps, "progress");
    let text = String::from_utf8(file).unwrap();
    let lines = text.split_inclusive('\n').map(str::to_owned);
    (lines.collect(), exported)
}

fn verified(lines: &[String], anchor: Option<Digest>) -> Verification {
    verify_file(Cursor::new(lines.concat()), anchor).unwrap()
}

fn replaced(file: &[String], line: usize, text: &str) -> Vec<String> {
    let mut changed = file.to_vec();
    changed[line] = format!("{text}\n");
    changed
}

fn entry_id(line: &str) -> AuditEntryId {
    let line: Value = serde_json::from_str(line).unwrap();
    line["entry"]["id"].as_str().unwrap().parse().unwrap()
}

fn moment(day: &str) -> DateTime<Utc> {
    format!("{day}T00:00:00Z").parse().unwrap()
}
