//! What the commands say to somebody who got something wrong. Each runs as its own
//! process in a folder of its own.

use std::fs;
use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// Runs a command in `folder` with one line of standard input.
fn plumbline(folder: &TempDir, arguments: &[&str], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plumbline"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("PLUMBLINE_") {
            command.env_remove(name);
        }
    }
    let mut child = command
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that refuses before it reads has gone already.
    let _ = writeln!(child.stdin.take().unwrap(), "{input}");
    child.wait_with_output().unwrap()
}

#[track_caller]
fn told(output: &Output, code: i32, expected: &str) {
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert!(said.contains(expected), "{said}");
}

const CREATE: [&str; 7] = [
    "account",
    "create",
    "--username",
    "boss",
    "--password-stdin",
    "--role",
    "HR",
];

#[test]
fn an_unknown_role_is_answered_with_those_that_exist() {
    let folder = TempDir::new().unwrap();
    let arguments = [&CREATE[..6], &["BOSS"]].concat();
    let output = plumbline(&folder, &arguments, "a long enough one");
    told(&output, 2, "ADMIN, HR, EXECUTIVE, MANAGER");
}

#[test]
fn an_unknown_key_of_the_file_is_named() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("plumbline.toml"), "lissten = \"x\"\n").unwrap();
    let output = plumbline(&folder, &["migrate", "status"], "");
    told(&output, 2, "unknown field `lissten`");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!said.contains("\n."), "a full stop on a line of its own");
}

#[cfg(unix)]
#[test]
fn the_doctor_finds_keys_that_others_may_read() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = TempDir::new().unwrap();
    let made = plumbline(&folder, &CREATE, "a long enough one");
    assert!(made.status.success(), "{made:?}");
    let healthy = plumbline(&folder, &["doctor"], "");
    assert!(healthy.status.success(), "{healthy:?}");
    let keys = folder.path().join("data").join("keys.json");
    fs::set_permissions(&keys, fs::Permissions::from_mode(0o644)).unwrap();
    let output = plumbline(&folder, &["doctor"], "");
    told(&output, 1, "chmod 600");
    fs::set_permissions(&keys, fs::Permissions::from_mode(0o600)).unwrap();
    fs::write(&keys, "[]").unwrap();
    told(&plumbline(&folder, &["doctor"], ""), 1, "is damaged");
}

#[cfg(unix)]
#[test]
fn looking_makes_no_database_and_the_doctor_finds_one_that_others_may_read() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("data");
    fs::create_dir(&data).unwrap();

    let looked = plumbline(&folder, &["doctor"], "");
    assert!(looked.status.success(), "{looked:?}");
    told(
        &plumbline(&folder, &["migrate", "status"], ""),
        1,
        "no database yet",
    );
    assert_eq!(fs::read_dir(&data).unwrap().count(), 0);

    let made = plumbline(&folder, &CREATE, "a long enough one");
    assert!(made.status.success(), "{made:?}");
    let file = data.join("plumbline.db");
    assert_eq!(
        fs::metadata(&file).unwrap().permissions().mode() & 0o777,
        0o600
    );
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    told(&plumbline(&folder, &["doctor"], ""), 1, "plumbline.db");
}

#[test]
fn the_keys_are_rotated_without_a_server() {
    let folder = TempDir::new().unwrap();
    let first = plumbline(&folder, &["keys", "rotate"], "");
    assert!(first.status.success(), "{first:?}");
    let second = plumbline(&folder, &["keys", "rotate"], "");
    let said = String::from_utf8_lossy(&second.stdout);
    assert!(said.contains("signs in two minutes"), "{said}");
}

#[test]
fn the_demo_leaves_another_company_alone_and_says_so() {
    let folder = TempDir::new().unwrap();
    let made = plumbline(&folder, &CREATE, "a long enough one");
    assert!(made.status.success(), "{made:?}");
    let serve = ["serve", "--demo", "--listen", "127.0.0.1:0"];
    let output = plumbline(&folder, &serve, "");
    told(&output, 2, "--data-dir");
}

#[test]
fn an_exported_trail_is_verified_where_there_is_no_database() {
    let folder = TempDir::new().unwrap();
    let made = plumbline(&folder, &CREATE, "a long enough one");
    assert!(made.status.success(), "{made:?}");
    let head = plumbline(&folder, &["audit", "head"], "");
    told(&head, 1, "Nothing is sealed yet.");
    let export = ["audit", "export", "trail.jsonl"];
    told(
        &plumbline(&folder, &export, ""),
        0,
        "0 entries in 0 blocks. Not sealed yet",
    );
    told(
        &plumbline(&folder, &export, ""),
        2,
        "trail.jsonl cannot be made",
    );
    fs::remove_dir_all(folder.path().join("data")).unwrap();

    let verify = ["audit", "verify", "--file", "trail.jsonl"];
    told(
        &plumbline(&folder, &verify, ""),
        0,
        "The audit trail is whole.",
    );
    let zeros = "0".repeat(64);
    let anchored = [&verify[..], &["--head", &zeros]].concat();
    told(
        &plumbline(&folder, &anchored, ""),
        1,
        "No block has the anchored hash",
    );
    let trail = folder.path().join("trail.jsonl");
    let text = fs::read_to_string(&trail).unwrap();
    fs::write(&trail, text + "{}\n").unwrap();
    told(&plumbline(&folder, &verify, ""), 1, "Line 3 was altered");
    let missing = ["audit", "verify", "--file", "no.jsonl"];
    told(
        &plumbline(&folder, &missing, ""),
        2,
        "no.jsonl cannot be read",
    );
    assert!(!folder.path().join("data").exists(), "nothing was made");
}

#[test]
fn the_doctor_says_which_messages_get_out_and_no_secret() {
    let folder = TempDir::new().unwrap();
    let healthy = plumbline(&folder, &["doctor"], "");
    told(&healthy, 0, "Mail is off: smtp_url is not set.");
    told(
        &healthy,
        0,
        "Text messages are off: sms_webhook_url is not set.",
    );

    let file = "public_url = \"https://survey.example.com/\"\n\
        smtp_url = \"smtp://survey:hush-hush@mail.example.com\"\n\
        mail_from = \"Survey <survey@example.com>\"\n\
        sms_webhook_url = \"https://sms.example.com/send?key=hush\"\n\
        sms_webhook_secret = \"hush hush hush hush\"\n";
    let path = folder.path().join("plumbline.toml");
    fs::write(&path, file).unwrap();
    let output = plumbline(&folder, &["doctor"], "");
    told(
        &output,
        0,
        "Mail goes through mail.example.com at port 587.",
    );
    told(&output, 0, "Text messages go through sms.example.com.");
    told(
        &output,
        0,
        "Links in messages begin with https://survey.example.com.",
    );
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(!said.contains("hush"), "{said}");

    let file = file.replace("survey@example.com", "survey@@example.com");
    fs::write(&path, file).unwrap();
    told(
        &plumbline(&folder, &["doctor"], ""),
        1,
        "mail_from is no address",
    );
    let refused = plumbline(
        &folder,
        &["migrate", "status", "--sms-webhook-url", "http://a.example"],
        "",
    );
    told(&refused, 2, "sms_webhook_url cannot be used");
}
