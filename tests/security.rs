//! The promises of docs/security.md are those that tests show.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

#[test]
fn every_promise_names_a_test_that_exists_or_says_that_none_does() {
    let page = fs::read_to_string(root().join("docs/security.md")).unwrap();
    let tests = tests();
    let promises = section(&page, "## What is promised", "## What is not promised");
    let rows = promises
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| promise"));
    let mut shown = 0;
    for row in rows {
        let proof = row.trim_end_matches('|').rsplit('|').next().unwrap().trim();
        if proof == "to be shown" {
            continue;
        }
        let named: Vec<&str> = proof.split('`').skip(1).step_by(2).collect();
        assert!(!named.is_empty(), "no test is named: {row}");
        for test in named {
            assert!(tests.contains(test), "there is no test {test}: {row}");
            shown += 1;
        }
    }
    assert!(shown > 50, "{shown} tests are named");
}

/// The names of all tests of the tree.
fn tests() -> BTreeSet<String> {
    let folders = ["src", "tests", "migration", "entity"].map(|folder| root().join(folder));
    let files = folders.iter().flat_map(WalkDir::new).map(Result::unwrap);
    let sources = files.filter(|file| file.path().extension().is_some_and(|it| it == "rs"));
    let mut found = BTreeSet::new();
    for source in sources {
        let text = fs::read_to_string(source.path()).unwrap();
        let mut is_test = false;
        for line in text.lines().map(str::trim) {
            if line.starts_with("#[") {
                is_test |= line.ends_with("test]") || line.contains("::test(");
            } else {
                let name = line
                    .trim_start_matches("async ")
                    .strip_prefix("fn ")
                    .and_then(|rest| rest.split('(').next());
                found.extend(name.filter(|_| is_test).map(str::to_owned));
                is_test = false;
            }
        }
    }
    found
}

fn section<'a>(page: &'a str, from: &str, until: &str) -> &'a str {
    let (_, rest) = page.split_once(from).unwrap();
    rest.split_once(until).unwrap().0
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}
