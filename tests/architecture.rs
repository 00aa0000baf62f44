//! The rules of docs/architecture.md, checked on the source text.
//!
//! Each rule is a function from a file to the places that break it, with a check of
//! its own on a small bad sample beside it; here it is held against the whole tree.
//! The rules see tokens (`lexer`), not text and not types: that is enough for them,
//! reads in a second, and works on code that does not compile yet.

#[path = "architecture/boundaries.rs"]
mod boundaries;
#[path = "architecture/direction.rs"]
mod direction;
#[path = "architecture/habits.rs"]
mod habits;
#[path = "architecture/lexer.rs"]
mod lexer;
#[path = "architecture/shape.rs"]
mod shape;
#[path = "architecture/source.rs"]
mod source;

use source::{Source, TREE, Violation};

/// Holds a rule against every file.
fn hold(rule: fn(&Source<'_>) -> Vec<Violation>) {
    assert_none(&TREE.iter().flat_map(rule).collect::<Vec<_>>());
}

/// Fails with one line for each place, as a compiler would name it.
fn assert_none(broken: &[Violation]) {
    let places: Vec<String> = broken.iter().map(ToString::to_string).collect();
    assert!(
        places.is_empty(),
        "a rule of docs/architecture.md is broken here:\n{}",
        places.join("\n")
    );
}

#[test]
fn every_module_has_a_rank() {
    hold(direction::every_module_has_a_rank);
}

#[test]
fn lower_modules_never_name_higher_ones() {
    hold(direction::lower_never_names_higher);
}

#[test]
fn crates_are_named_only_within_their_boundary() {
    hold(boundaries::crates_stay_within_their_boundary);
}

#[test]
fn models_take_and_give_plain_values() {
    hold(boundaries::models_are_plain);
}

#[test]
fn stores_are_private() {
    hold(boundaries::stores_are_private);
}

#[test]
fn files_are_short() {
    hold(shape::files_are_short);
}

#[test]
fn files_begin_with_their_purpose() {
    hold(shape::files_begin_with_their_purpose);
}

#[test]
fn folders_have_a_face() {
    assert_none(&shape::folders_have_a_face(&TREE));
}

#[test]
fn resolvers_are_short() {
    hold(shape::resolvers_are_short);
}

#[test]
fn shipped_code_does_not_give_up() {
    hold(habits::crates_do_not_give_up);
}

#[test]
fn nothing_is_silenced_or_skipped() {
    hold(habits::nothing_is_silenced);
}

#[test]
fn no_file_names_the_path_of_a_machine() {
    assert_none(&habits::no_machine_is_named());
}
