//! What the documentation tells a reader to do is done here as it stands there: the
//! first page of README.md by a shell against the demo server, and every query of
//! README.md and `docs` by the schema.

use std::ffi::OsString;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;
use walkdir::WalkDir;

use crate::support::each_database;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Stands in the shell's output behind that of each block.
const END: &str = "== end of block ==";

/// The pages of README.md that are pasted into a shell.
const PAGES: [&str; 2] = [
    "From here to a published score",
    "From a low score to what was put right",
];

/// Where README.md says that the server listens.
const DOCUMENTED_ADDRESS: &str = "127.0.0.1:8080";

#[test]
fn both_pages_lead_where_they_say() {
    let readme = fs::read_to_string(Path::new(ROOT).join("README.md")).unwrap();
    let server = DemoServer::start();
    let greeting = blocks(section(&readme, "Run it"));
    let greeting = greeting.iter().find(|block| block.is("text")).unwrap();
    assert_eq!(timeless(&server.greeting), timeless(&greeting.text));

    // One shell for both pages: the second uses what the first has defined.
    let pages: Vec<Vec<Block>> = PAGES
        .iter()
        .map(|title| blocks(section(&readme, title)))
        .collect();
    let commands: Vec<(&Vec<Block>, &Block)> = pages
        .iter()
        .flat_map(|page| page.iter().map(move |block| (page, block)))
        .filter(|(_, block)| block.is("sh"))
        .collect();
    let output = server.run(&commands.iter().map(|(_, block)| *block).collect::<Vec<_>>());
    assert_eq!(output.len(), commands.len());
    for ((page, command), output) in commands.iter().zip(output) {
        let documented = page
            .get(command.position + 1)
            .filter(|next| next.is("json"))
            .map(|next| next.text.as_str())
            .unwrap_or_default();
        assert_eq!(values(&output), values(documented), "{}", command.text);
    }
}

#[tokio::test]
async fn queries_of_the_documentation_are_valid() {
    each_database(async |app| {
        for path in documents() {
            let text = fs::read_to_string(&path).unwrap();
            let blocks = blocks(&text);
            for block in blocks.iter().filter(|block| block.is("graphql")) {
                let variables = blocks
                    .get(block.position + 1)
                    .filter(|next| next.language == "json variables")
                    .map_or_else(|| json!({}), |next| values(&next.text).remove(0));
                let stranger = app.anonymous();
                let answer = if block.text.starts_with("subscription") {
                    let mut events = stranger.follow(&block.text, variables);
                    events.next().await.expect("one event at least")
                } else {
                    stranger.query(&block.text, variables).await
                };
                // A stranger gets no further than a valid query's first field.
                let errors = answer.body()["errors"].as_array();
                let invalid = errors.into_iter().flatten().find(|error| {
                    error.pointer("/extensions/code") != Some(&json!("UNAUTHENTICATED"))
                });
                assert_eq!(invalid, None, "{}: {}", path.display(), block.text);
            }
        }
    })
    .await;
}

#[test]
fn links_of_the_documentation_lead_to_files() {
    for path in documents() {
        let text = fs::read_to_string(&path).unwrap();
        let targets = text.split("](").skip(1).filter_map(|rest| {
            let (target, _) = rest.split_once(')')?;
            let (file, _) = target.split_once('#').unwrap_or((target, ""));
            (!file.is_empty() && !file.contains("://")).then_some(file)
        });
        for target in targets {
            let file = path.parent().unwrap().join(target);
            assert!(
                file.exists(),
                "{}: there is no {target}",
                path.strip_prefix(ROOT).unwrap().display()
            );
        }
    }
}

/// All text that people read, at the root and under `docs`.
fn documents() -> Vec<PathBuf> {
    let at_root = WalkDir::new(ROOT).max_depth(1);
    let in_docs = WalkDir::new(Path::new(ROOT).join("docs")).sort_by_file_name();
    at_root
        .into_iter()
        .chain(in_docs)
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect()
}

/// A fenced block.
struct Block {
    /// Which one of the text it is, counted from 0.
    position: usize,
    /// What stands behind the opening fence.
    language: String,
    text: String,
}

impl Block {
    fn is(&self, language: &str) -> bool {
        self.language == language
    }
}

fn blocks(markdown: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    for line in markdown.lines() {
        match line.strip_prefix("```") {
            Some(_) if open => open = false,
            Some(language) => {
                open = true;
                blocks.push(Block {
                    position: blocks.len(),
                    language: language.to_owned(),
                    text: String::new(),
                });
            }
            None if open => {
                let block = blocks.last_mut().unwrap();
                block.text.push_str(line);
                block.text.push('\n');
            }
            None => {}
        }
    }
    blocks
}

/// What stands under the heading.
fn section<'a>(markdown: &'a str, heading: &str) -> &'a str {
    let heading = format!("\n## {heading}\n");
    let (_, rest) = markdown
        .split_once(&heading)
        .unwrap_or_else(|| panic!("README.md has no heading{heading}"));
    rest.split_once("\n## ")
        .map_or(rest, |(section, _)| section)
}

/// The JSON values of a text; fails on anything else.
#[track_caller]
fn values(text: &str) -> Vec<Value> {
    serde_json::Deserializer::from_str(text)
        .into_iter()
        .map(|value| value.unwrap_or_else(|error| panic!("{error} in: {text}")))
        .collect()
}

/// A greeting without what depends on today's date: which quarters there are.
fn timeless(greeting: &str) -> Vec<&str> {
    greeting
        .lines()
        .map(|line| match line.rsplit_once(')') {
            Some((quarter, rest)) if quarter.contains("季度") => rest,
            _ => line,
        })
        .collect()
}

/// `plumbline serve --demo` as its own process, in a folder of its own.
struct DemoServer {
    child: Child,
    url: String,
    /// What it said, as if it listened where README.md says.
    greeting: String,
    _data: TempDir,
}

impl DemoServer {
    fn start() -> Self {
        let data = TempDir::new().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_plumbline"));
        for name in settings_of_this_process() {
            command.env_remove(name);
        }
        let mut child = command
            .args(["serve", "--demo", "--listen", "127.0.0.1:0"])
            .current_dir(data.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = Vec::new();
        for line in BufReader::new(child.stdout.take().unwrap()).lines() {
            let line = line.unwrap();
            let is_last = line.starts_with("  mutation");
            said.push(line);
            if is_last {
                break;
            }
        }
        let address = said
            .iter()
            .find_map(|line| {
                line.strip_prefix("GraphQL   http://")?
                    .strip_suffix("/graphql")
            })
            .unwrap_or_else(|| panic!("the demo did not start: {said:#?}"))
            .to_owned();
        Self {
            child,
            url: format!("http://{address}"),
            greeting: said.join("\n").replace(&address, DOCUMENTED_ADDRESS),
            _data: data,
        }
    }

    /// Runs the blocks in one shell, as a reader pastes them; the output of each.
    fn run(&self, blocks: &[&Block]) -> Vec<String> {
        let mut shell = Command::new("sh")
            .arg("-eu")
            .env("PLUMBLINE", &self.url)
            .env("NO_PROXY", "*")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("sh and curl are needed, as README.md says");
        let mut script = String::new();
        for block in blocks {
            script.push_str(&block.text);
            script.push_str(&format!("echo '{END}'\n"));
        }
        let mut input = shell.stdin.take().unwrap();
        input.write_all(script.as_bytes()).unwrap();
        drop(input);
        let output = shell.wait_with_output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "the shell gave up after: {text}");
        let mut outputs: Vec<String> = text.split(END).map(str::to_owned).collect();
        // What stands behind the last mark is a line's end.
        outputs.pop();
        outputs
    }
}

impl Drop for DemoServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Settings of whoever runs the tests must not reach the server.
fn settings_of_this_process() -> impl Iterator<Item = OsString> {
    std::env::vars_os()
        .map(|(name, _)| name)
        .filter(|name| name.to_string_lossy().starts_with("PLUMBLINE_"))
}
