//! Reads an input field by field and tells all that is wrong with it at once.

use std::str::FromStr;

use super::{ErrorCode, Problem};

/// A field as it came in: its value, or what is wrong with it. It is told with the
/// problems of the other fields.
pub type Typed<T> = Result<T, Problem>;

/// Collects the problems of one input while its fields are read.
#[derive(Debug)]
pub struct Parse {
    path: Vec<String>,
    problems: Vec<Problem>,
}

impl Parse {
    /// Reads the argument named `argument`.
    pub fn argument(argument: &str) -> Self {
        Self {
            path: vec![argument.to_owned()],
            problems: Vec::new(),
        }
    }

    /// Reads the top level of the arguments, where each field is an argument.
    pub fn arguments() -> Self {
        Self {
            path: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// Keeps the value of `field`, or its problem.
    pub fn field<T>(&mut self, field: &str, result: Result<T, Problem>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(problem) => {
                self.push(field, problem);
                None
            }
        }
    }

    /// Keeps the value of a `field` that may be left out, or its problem.
    pub fn optional<T>(
        &mut self,
        field: &str,
        result: Option<Result<T, Problem>>,
    ) -> Option<Option<T>> {
        match result {
            None => Some(None),
            Some(result) => self.field(field, result).map(Some),
        }
    }

    /// Keeps the id in `field`; a text that is no such id names nothing.
    pub fn id<T: FromStr>(
        &mut self,
        field: &str,
        text: &str,
        english: &str,
        chinese: &str,
    ) -> Option<T> {
        self.field(
            field,
            text.parse()
                .map_err(|_| Problem::not_found(english, chinese)),
        )
    }

    /// Keeps the id that is the entry itself, in a list of ids.
    pub fn entry_id<T: FromStr>(&mut self, text: &str, english: &str, chinese: &str) -> Option<T> {
        let id = text.parse().ok();
        if id.is_none() {
            self.push_here(Problem::not_found(english, chinese));
        }
        id
    }

    /// Keeps the id in a `field` that may be left out.
    pub fn optional_id<T: FromStr>(
        &mut self,
        field: &str,
        text: Option<&str>,
        english: &str,
        chinese: &str,
    ) -> Option<Option<T>> {
        match text {
            None => Some(None),
            Some(text) => self.id(field, text, english, chinese).map(Some),
        }
    }

    /// Reads each entry of the list in `field` with its own path; a list longer
    /// than `most` is refused before any entry is read.
    pub fn list<I, T>(
        &mut self,
        field: &str,
        entries: Vec<I>,
        most: usize,
        mut read: impl FnMut(&mut Self, I) -> Option<T>,
    ) -> Option<Vec<T>> {
        if entries.len() > most {
            self.push(field, too_many(most));
            return None;
        }
        let count = entries.len();
        self.path.push(field.to_owned());
        let mut values = Vec::with_capacity(count);
        for (index, entry) in entries.into_iter().enumerate() {
            self.path.push(index.to_string());
            values.extend(read(self, entry));
            self.path.pop();
        }
        self.path.pop();
        (values.len() == count).then_some(values)
    }

    /// Reads an object in `field` with its own path.
    pub fn object<T>(
        &mut self,
        field: &str,
        read: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<T> {
        self.path.push(field.to_owned());
        let value = read(self);
        self.path.pop();
        value
    }

    /// Notes a problem of `field`.
    pub fn push(&mut self, field: &str, problem: Problem) {
        self.push_here(problem.within(field));
    }

    /// Notes a problem of the object that is being read.
    pub fn push_here(&mut self, problem: Problem) {
        let path = self.path.iter().cloned().chain(problem.field).collect();
        self.problems.push(Problem {
            field: path,
            ..problem
        });
    }

    /// The value, if nothing was wrong.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, Vec<Problem>> {
        match value {
            Some(value) if self.problems.is_empty() => Ok(value),
            _ => Err(self.problems),
        }
    }
}

fn too_many(most: usize) -> Problem {
    Problem::new(
        ErrorCode::TooMany,
        format!("This list has more than {most} entries."),
        format!("列表超过 {most} 项。"),
    )
}
