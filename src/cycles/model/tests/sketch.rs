//! A company and a matrix in a few words.

use std::collections::HashSet;

use uuid::Uuid;

use crate::cycles::model::{
    Assessor, AssessorSource, Confidentiality, Department, EvaluatorRule, Matrix, MatrixRow,
    Opening, Pair, Person, Post, Roster,
};
use crate::kernel::Problem;
use crate::kernel::ids::{DepartmentId, EmployeeId, QuestionnaireVersionId};

/// A company with a matrix; what a text names is made from the text.
#[derive(Clone, Debug)]
pub(in crate::cycles::model) struct Sketch {
    pub(super) departments: Vec<Department>,
    pub(super) people: Vec<Person>,
    pub(super) rows: Vec<MatrixRow>,
    pub(super) seed: String,
    unpublished: HashSet<DepartmentId>,
    anonymous: Option<u32>,
    closing_passed: bool,
}

/// The same sketch with another seed.
pub(in crate::cycles::model) fn with_seed(sketch: &Sketch, seed: &str) -> Sketch {
    Sketch {
        seed: seed.to_owned(),
        ..sketch.clone()
    }
}

fn id(text: &str) -> Uuid {
    let number = text
        .bytes()
        .fold(7_u128, |sum, byte| sum * 257 + u128::from(byte));
    Uuid::from_u128(number)
}

pub(super) fn department_id(code: &str) -> DepartmentId {
    DepartmentId(id(code))
}

pub(super) fn employee_id(number: &str) -> EmployeeId {
    EmployeeId(id(number))
}

impl Sketch {
    pub(in crate::cycles::model) fn new() -> Self {
        Self {
            departments: Vec::new(),
            people: Vec::new(),
            rows: Vec::new(),
            seed: "seed".to_owned(),
            unpublished: HashSet::new(),
            anonymous: None,
            closing_passed: false,
        }
    }

    /// A department with a head of the given number, whose main post it is; no
    /// head where the number is empty.
    pub(in crate::cycles::model) fn department(self, code: &str, kind: &str, head: &str) -> Self {
        let mut sketch = self;
        sketch.departments.push(Department {
            id: department_id(code),
            code: code.to_owned(),
            name: format!("Department {code}"),
            kind: kind.parse().unwrap(),
            parent: None,
            head: (!head.is_empty()).then(|| employee_id(head)),
            exists: true,
        });
        if head.is_empty() {
            sketch
        } else {
            sketch.person(head, &[code])
        }
    }

    /// A person with posts in the departments, the first one the main post.
    pub(in crate::cycles::model) fn person(mut self, number: &str, posts: &[&str]) -> Self {
        let posts = posts.iter().enumerate().map(|(place, code)| Post {
            department: department_id(code),
            is_main: place == 0,
        });
        self.people.push(Person {
            id: employee_id(number),
            number: number.to_owned(),
            name: format!("Person {number}"),
            present: true,
            posts: posts.collect(),
        });
        self
    }

    pub(in crate::cycles::model) fn headed_by(self, code: &str, number: &str) -> Self {
        self.change(code, |department| {
            department.head = Some(employee_id(number));
        })
    }

    pub(in crate::cycles::model) fn headless(self, code: &str) -> Self {
        self.change(code, |department| department.head = None)
    }

    pub(in crate::cycles::model) fn below(self, code: &str, parent: &str) -> Self {
        self.change(code, |department| {
            department.parent = Some(department_id(parent));
        })
    }

    pub(in crate::cycles::model) fn gone(self, code: &str) -> Self {
        self.change(code, |department| department.exists = false)
    }

    pub(in crate::cycles::model) fn left(mut self, number: &str) -> Self {
        for person in &mut self.people {
            person.present &= person.number != number;
        }
        self
    }

    pub(in crate::cycles::model) fn unpublished(mut self, assessed: &str) -> Self {
        self.unpublished.insert(department_id(assessed));
        self
    }

    pub(in crate::cycles::model) fn anonymous(mut self, min_group: u32) -> Self {
        self.anonymous = Some(min_group);
        self
    }

    pub(in crate::cycles::model) fn closing_passed(mut self) -> Self {
        self.closing_passed = true;
        self
    }

    pub(in crate::cycles::model) fn without_rows(mut self) -> Self {
        self.rows.clear();
        self
    }

    /// A row; each assessor as `source weight rule details`, with `-` for no weight.
    pub(in crate::cycles::model) fn row(mut self, assessed: &str, assessors: &[&str]) -> Self {
        let assessed = department_id(assessed);
        self.rows.push(MatrixRow {
            assessed,
            questionnaire_version: QuestionnaireVersionId(assessed.0),
            assessors: assessors.iter().map(|text| assessor(text)).collect(),
        });
        self
    }

    pub(in crate::cycles::model) fn open(&self) -> Result<Vec<Pair>, Vec<Problem>> {
        let now = "2026-04-01T00:00:00Z".parse().unwrap();
        let later = "2026-04-10T00:00:00Z".parse().unwrap();
        let published = self.rows.iter().map(|row| row.assessed);
        Opening {
            is_surveyed: false,
            matrix: &Matrix {
                rows: self.rows.clone(),
            },
            roster: &Roster::new(self.departments.clone(), self.people.clone()),
            published: &published
                .filter(|id| !self.unpublished.contains(id))
                .map(|id| QuestionnaireVersionId(id.0))
                .collect(),
            seed: &self.seed,
            confidentiality: match self.anonymous {
                Some(_) => Confidentiality::Anonymous,
                None => Confidentiality::Attributed,
            },
            min_group: self.anonymous.unwrap_or(5),
            closes_at: if self.closing_passed { now } else { later },
            now,
        }
        .decide()
    }

    pub(in crate::cycles::model) fn code(&self, department: DepartmentId) -> &str {
        let found = self.departments.iter().find(|it| it.id == department);
        &found.unwrap().code
    }

    pub(in crate::cycles::model) fn numbers(&self, people: &[EmployeeId]) -> Vec<&str> {
        let number = |id: &EmployeeId| {
            let found = self.people.iter().find(|it| it.id == *id);
            found.unwrap().number.as_str()
        };
        people.iter().map(number).collect()
    }

    fn change(mut self, code: &str, change: impl Fn(&mut Department)) -> Self {
        self.departments
            .iter_mut()
            .filter(|department| department.code == code)
            .for_each(change);
        self
    }
}

fn assessor(text: &str) -> Assessor {
    let words: Vec<&str> = text.split(' ').collect();
    let details = &words[3..];
    Assessor {
        source: match words[0].parse() {
            Ok(kind) => AssessorSource::Kind(kind),
            Err(_) => AssessorSource::Department(department_id(words[0])),
        },
        weight: (words[1] != "-").then(|| words[1].parse().unwrap()),
        evaluators: match words[2] {
            "HEAD" => EvaluatorRule::Head,
            "ALL" => EvaluatorRule::All,
            "RANDOM" => EvaluatorRule::Random(details[0].parse().unwrap()),
            _ => EvaluatorRule::Named(details.iter().map(|it| employee_id(it)).collect()),
        },
    }
}
