//! Who is where in the company on the day of an opening.

use std::collections::HashMap;

use crate::kernel::ids::{DepartmentId, EmployeeId};
use crate::org::DepartmentKind;

/// A department on that day.
#[derive(Clone, Debug)]
pub struct Department {
    /// Which one.
    pub id: DepartmentId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: DepartmentKind,
    /// What it is a part of.
    pub parent: Option<DepartmentId>,
    /// Who heads it.
    pub head: Option<EmployeeId>,
    /// Whether it exists on that day.
    pub exists: bool,
}

impl Department {
    /// How messages name the department.
    pub fn label(&self) -> String {
        format!("{} {}", self.code, self.name)
    }
}

/// A post that is held on that day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Post {
    /// Where.
    pub department: DepartmentId,
    /// Whether it is the person's main post.
    pub is_main: bool,
}

/// A person on that day.
#[derive(Clone, Debug)]
pub struct Person {
    /// Who.
    pub id: EmployeeId,
    /// The employee number, which is what draws are made from.
    pub number: String,
    /// The name.
    pub name: String,
    /// Whether the person works for the company on that day.
    pub present: bool,
    /// The posts held on that day.
    pub posts: Vec<Post>,
}

impl Person {
    /// Whether the person holds any post in the department itself.
    pub fn holds_post_in(&self, department: DepartmentId) -> bool {
        self.posts.iter().any(|post| post.department == department)
    }

    /// Where the main post is.
    pub fn main_department(&self) -> Option<DepartmentId> {
        self.posts
            .iter()
            .find(|post| post.is_main)
            .map(|post| post.department)
    }
}

/// Everybody and everything on that day, in an order that does not depend on the
/// database: departments by code, people by number.
#[derive(Clone, Debug)]
pub struct Roster {
    departments: Vec<Department>,
    people: Vec<Person>,
    department_places: HashMap<DepartmentId, usize>,
    people_places: HashMap<EmployeeId, usize>,
    staff: HashMap<DepartmentId, Vec<usize>>,
}

impl Roster {
    /// The company of these departments and people, in any order.
    pub fn new(mut departments: Vec<Department>, mut people: Vec<Person>) -> Self {
        departments.sort_by(|one, other| one.code.cmp(&other.code));
        people.sort_by(|one, other| one.number.cmp(&other.number));
        let places = |index: usize, id| (id, index);
        let department_places = departments
            .iter()
            .enumerate()
            .map(|(index, department)| places(index, department.id))
            .collect();
        let people_places = people
            .iter()
            .enumerate()
            .map(|(index, person)| (person.id, index))
            .collect();
        let mut staff: HashMap<DepartmentId, Vec<usize>> = HashMap::new();
        for (index, person) in people.iter().enumerate().filter(|(_, it)| it.present) {
            for post in &person.posts {
                let members = staff.entry(post.department).or_default();
                // Two posts in one department are one member.
                if members.last() != Some(&index) {
                    members.push(index);
                }
            }
        }
        Self {
            departments,
            people,
            department_places,
            people_places,
            staff,
        }
    }

    /// The department, whether it still exists or not.
    pub fn department(&self, id: DepartmentId) -> Option<&Department> {
        let place = self.department_places.get(&id)?;
        self.departments.get(*place)
    }

    /// The person, whether still present or not.
    pub fn person(&self, id: EmployeeId) -> Option<&Person> {
        let place = self.people_places.get(&id)?;
        self.people.get(*place)
    }

    /// The people who hold a post in the department itself, by number.
    pub fn staff(&self, department: DepartmentId) -> impl Iterator<Item = &Person> {
        self.staff
            .get(&department)
            .into_iter()
            .flatten()
            .filter_map(|place| self.people.get(*place))
    }

    /// The head, if the department has one who works for the company.
    pub fn head(&self, department: DepartmentId) -> Option<&Person> {
        let head = self.department(department)?.head?;
        self.person(head).filter(|person| person.present)
    }

    /// The departments of a kind that exist and in which somebody could answer, by
    /// code. A node that only groups others, with neither head nor posts of its
    /// own, has no voice.
    pub fn of_kind(&self, kind: DepartmentKind) -> impl Iterator<Item = &Department> {
        self.departments.iter().filter(move |department| {
            department.kind == kind
                && department.exists
                && (self.head(department.id).is_some()
                    || self.staff(department.id).next().is_some())
        })
    }

    /// Whether `department` is `above` or lies below it.
    pub fn is_within(&self, department: DepartmentId, above: DepartmentId) -> bool {
        let mut place = Some(department);
        // A tree is never deeper than it has nodes; the bound survives a ring.
        for _ in 0..=self.departments.len() {
            match place {
                Some(id) if id == above => return true,
                Some(id) => place = self.department(id).and_then(|it| it.parent),
                None => return false,
            }
        }
        false
    }

    /// Whether the person speaks for the department: heads it, or holds a post in
    /// it or below it.
    pub fn belongs_to(&self, person: &Person, department: DepartmentId) -> bool {
        self.heads(person, department)
            || person
                .posts
                .iter()
                .any(|post| self.is_within(post.department, department))
    }

    /// Whether the person heads the department.
    pub fn heads(&self, person: &Person, department: DepartmentId) -> bool {
        self.department(department)
            .is_some_and(|it| it.head == Some(person.id))
    }

    /// Whether the person must not assess the department: they head it or hold a
    /// post in it.
    pub fn is_biased(&self, person: &Person, assessed: DepartmentId) -> bool {
        self.heads(person, assessed) || person.holds_post_in(assessed)
    }
}
