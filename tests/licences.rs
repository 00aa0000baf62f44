//! deny.toml, checked without cargo-deny: licences, banned crates and sources.
//!
//! `cargo deny` checks more (advisories, duplicates, licence texts), but not every
//! machine has it, and a licence that we may not ship must fail everywhere. What is
//! shipped is what normal and build dependencies reach; dev-dependencies are not.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package, PackageId};
use serde::Deserialize;
use spdx::{Expression, Licensee, ParseMode};

/// What of deny.toml is checked here. Other keys are cargo-deny's alone.
#[derive(Deserialize)]
struct Rules {
    licenses: Licences,
    bans: Bans,
    sources: Sources,
}

#[derive(Deserialize)]
struct Licences {
    allow: Vec<String>,
}

#[derive(Deserialize)]
struct Bans {
    deny: Vec<Ban>,
}

#[derive(Deserialize)]
struct Ban {
    #[serde(rename = "crate")]
    name: String,
    reason: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Sources {
    allow_registry: Vec<String>,
}

impl Rules {
    fn read() -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("deny.toml");
        let text = fs::read_to_string(path).expect("deny.toml at the root");
        toml::from_str(&text).expect("deny.toml in the form that cargo-deny reads")
    }

    /// What is wrong with a package, in words.
    fn objections(&self, package: &Package) -> Vec<String> {
        let source = package.source.as_ref().map(|source| source.repr.as_str());
        [
            self.licence_objection(package.license.as_deref()),
            self.ban_objection(&package.name),
            self.source_objection(source),
        ]
        .into_iter()
        .flatten()
        .map(|objection| format!("{} {}: {objection}", package.name, package.version))
        .collect()
    }

    fn licence_objection(&self, licence: Option<&str>) -> Option<String> {
        let Some(licence) = licence else {
            return Some("names no licence".to_owned());
        };
        // Lax, as older crates write `MIT/Apache-2.0` for `MIT OR Apache-2.0`.
        let Ok(expression) = Expression::parse_mode(licence, ParseMode::LAX) else {
            return Some(format!("`{licence}` is no SPDX expression"));
        };
        let allowed = self.licenses.allow.iter();
        let allowed: Vec<Licensee> = allowed
            .map(|allowed| Licensee::parse(allowed).expect("SPDX licences in deny.toml"))
            .collect();
        let is_met = expression
            .evaluate(|required| allowed.iter().any(|allowed| allowed.satisfies(required)));
        (!is_met).then(|| format!("`{licence}` is not allowed by deny.toml"))
    }

    fn ban_objection(&self, name: &str) -> Option<String> {
        let ban = self.bans.deny.iter().find(|ban| ban.name == name)?;
        Some(format!("banned: {}", ban.reason))
    }

    /// A package without a source lies in this repository.
    fn source_objection(&self, source: Option<&str>) -> Option<String> {
        let source = source?;
        let registry = source.strip_prefix("registry+");
        let is_allowed = registry.is_some_and(|registry| {
            self.sources
                .allow_registry
                .iter()
                .any(|url| url == registry)
        });
        (!is_allowed).then(|| format!("comes from {source}, which deny.toml does not allow"))
    }
}

/// The packages that a build for this machine links or runs. Offline, because a build
/// has already fetched them all when a test runs.
fn shipped_packages(metadata: &Metadata) -> Vec<&Package> {
    let resolve = metadata.resolve.as_ref().expect("a resolved graph");
    let nodes: BTreeMap<&PackageId, _> =
        resolve.nodes.iter().map(|node| (&node.id, node)).collect();
    let mut reached = BTreeSet::new();
    let mut open: Vec<&PackageId> = metadata.workspace_members.iter().collect();
    while let Some(id) = open.pop() {
        if !reached.insert(id) {
            continue;
        }
        let ships = |kind: DependencyKind| kind != DependencyKind::Development;
        let shipped = nodes[id].deps.iter().filter(|dependency| {
            let mut kinds = dependency.dep_kinds.iter();
            kinds.any(|info| ships(info.kind))
        });
        open.extend(shipped.map(|dependency| &dependency.pkg));
    }
    reached.into_iter().map(|id| &metadata[id]).collect()
}

fn read_metadata() -> Metadata {
    let options = ["--locked", "--offline", "--filter-platform"].map(str::to_owned);
    MetadataCommand::new()
        .manifest_path(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"))
        .other_options([options.as_slice(), &[host()]].concat())
        .exec()
        .expect("cargo metadata")
}

/// The triple of the machine that runs the test, as cargo names it.
fn host() -> String {
    let output = Command::new(env!("CARGO")).arg("-vV").output();
    let version = String::from_utf8(output.expect("cargo").stdout).expect("UTF-8");
    let mut lines = version.lines();
    let host = lines.find_map(|line| line.strip_prefix("host: "));
    host.expect("cargo names its host").to_owned()
}

#[test]
fn everything_shipped_is_licensed_allowed_and_from_the_registry() {
    let rules = Rules::read();
    let metadata = read_metadata();
    let shipped = shipped_packages(&metadata).into_iter();
    let objections: Vec<String> = shipped
        .flat_map(|package| rules.objections(package))
        .collect();
    assert!(
        objections.is_empty(),
        "deny.toml objects to these packages; `cargo tree -i <name>` shows who brings them:\n{}",
        objections.join("\n")
    );
}

#[test]
fn a_licence_that_reaches_into_our_code_is_refused() {
    let rules = Rules::read();
    for refused in [
        "GPL-3.0-or-later",
        "AGPL-3.0-only",
        "LGPL-2.1-only",
        "MIT AND GPL-2.0-only",
        "none",
    ] {
        assert!(
            rules.licence_objection(Some(refused)).is_some(),
            "{refused}"
        );
    }
    assert!(rules.licence_objection(None).is_some());
    for allowed in [
        "MIT",
        "MIT/Apache-2.0",
        "GPL-3.0-only OR MIT",
        "(MIT OR Apache-2.0) AND Unicode-3.0",
    ] {
        assert_eq!(rules.licence_objection(Some(allowed)), None, "{allowed}");
    }
}

#[test]
fn a_banned_crate_and_a_strange_source_are_refused() {
    let rules = Rules::read();
    assert!(rules.ban_objection("actix-governor").is_some());
    assert_eq!(rules.ban_objection("governor"), None);
    let git = "git+https://github.com/rust-lang/log#0123456";
    assert!(rules.source_objection(Some(git)).is_some());
    let index = "registry+https://github.com/rust-lang/crates.io-index";
    assert_eq!(rules.source_objection(Some(index)), None);
}
