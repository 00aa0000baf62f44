//! Departments, employees and the company as the API shows them.

use async_graphql::{Context, Enum, ID, Object, Result};

use super::OrgLoaders;
use super::company::LegalEntity;
use super::reads::note_contact_read;
use crate::graphql::access::{Account, account_of};
use crate::graphql::base::{
    Connection, Date, Moment, connection, loaded, page, page_cost, signed_in, wants_total,
};
use crate::graphql::scoring::{Score, ScoreConnection, ScoringLoaders, trend};
use crate::kernel::ids::{DepartmentId, EmployeeId};
use crate::org;

/// What kind of unit a department is; a matrix can select by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::org::DepartmentKind")]
pub(crate) enum DepartmentKind {
    /// A department of the headquarters (总部部门).
    Headquarters,
    /// A business centre such as production or marketing (业务中心).
    BusinessCenter,
    /// A branch (分支机构).
    Branch,
    /// A unit outside the company (外部单位).
    ExternalUnit,
}

/// A unit of the organisation. Everyone who is signed in may read it.
#[derive(Clone)]
pub(crate) struct Department(pub(crate) org::Department);

impl From<org::Department> for Department {
    fn from(department: org::Department) -> Self {
        Self(department)
    }
}

/// A unit of the organisation. Everyone who is signed in may read it.
#[Object]
impl Department {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// What people type; unique for ever.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// What people read.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What kind of unit it is.
    async fn kind(&self) -> DepartmentKind {
        self.0.kind.into()
    }

    /// The department above, or null at the top.
    async fn parent(&self, context: &Context<'_>) -> Result<Option<Department>> {
        department(context, self.0.parent_id).await
    }

    /// The departments directly below, by code.
    async fn children(&self, context: &Context<'_>) -> Result<Vec<Department>> {
        let loaders = context.data::<OrgLoaders>()?;
        let found = loaders.children.one(context, self.0.id).await?;
        let found = found.unwrap_or_default().into_iter();
        Ok(found.map(Department).collect())
    }

    /// The legal entity it belongs to.
    async fn legal_entity(&self, context: &Context<'_>) -> Result<Option<LegalEntity>> {
        let Some(id) = self.0.legal_entity_id else {
            return Ok(None);
        };
        let loaders = context.data::<OrgLoaders>()?;
        let found = loaders.legal_entities.one(context, id).await?;
        Ok(found.map(LegalEntity))
    }

    /// Who heads it now.
    async fn head(&self, context: &Context<'_>) -> Result<Option<Employee>> {
        match self.0.head_id {
            None => Ok(None),
            Some(id) => Ok(context
                .data::<OrgLoaders>()?
                .employees
                .one(context, id)
                .await?
                .map(Employee)),
        }
    }

    /// The first day on which it exists, or null for since ever.
    async fn exists_from(&self) -> Option<Date> {
        self.0.period.first().map(Into::into)
    }

    /// The last day on which it exists, or null for without end.
    async fn exists_until(&self) -> Option<Date> {
        self.0.period.last().map(Into::into)
    }

    /// The departments that it came from by a merger or a split.
    async fn predecessors(&self, context: &Context<'_>) -> Result<Vec<Department>> {
        let loaders = context.data::<OrgLoaders>()?;
        let ids = loaders
            .predecessors
            .one(context, self.0.id)
            .await?
            .unwrap_or_default();
        let found = ids
            .into_iter()
            .map(|id| loaders.departments.one(context, id));
        let found = futures_util::future::try_join_all(found).await?;
        Ok(found.into_iter().flatten().map(Department).collect())
    }

    /// Who holds a post here today, by number. At most 100 at a time.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn employees(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
    ) -> Result<Connection<Employee>> {
        employees(context, Some(self.0.id), first, after).await
    }

    /// The last scores over the cycles that the viewer may see, the newest last. At most
    /// 100 at a time.
    #[graphql(complexity = "page_cost(last, child_complexity)")]
    async fn scores(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] last: i32,
    ) -> Result<ScoreConnection> {
        trend(context, self.0.id, last).await
    }

    /// The newest score that the viewer may see.
    async fn latest_score(&self, context: &Context<'_>) -> Result<Option<Score>> {
        Ok(context
            .data::<ScoringLoaders>()?
            .latest
            .one(context, self.0.id)
            .await?
            .map(Score))
    }

    /// Counts the changes; send it back as `expectedVersion`.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// The department with this id, from the loader of the request.
pub(crate) async fn department(
    context: &Context<'_>,
    id: Option<DepartmentId>,
) -> Result<Option<Department>> {
    match id {
        None => Ok(None),
        Some(id) => Ok(context
            .data::<OrgLoaders>()?
            .departments
            .one(context, id)
            .await?
            .map(Department)),
    }
}

/// The connection of the employees of a department, or of the company.
pub(crate) async fn employees(
    context: &Context<'_>,
    department: Option<DepartmentId>,
    first: i32,
    after: Option<String>,
) -> Result<Connection<Employee>> {
    let operation = signed_in(context)?;
    let page = page(context, first, after.as_deref())?;
    let found = org::employees(operation, department, page).await;
    let total = if wants_total(context) {
        Some(org::employee_count(operation, department).await)
    } else {
        None
    };
    connection(
        context,
        found,
        total,
        |employee| employee.number.clone(),
        Employee,
    )
}

/// A person of the company. Everyone who is signed in may read it, but for the
/// contact details.
#[derive(Clone)]
pub(crate) struct Employee(pub(crate) org::Employee);

impl From<org::Employee> for Employee {
    fn from(employee: org::Employee) -> Self {
        Self(employee)
    }
}

/// A person of the company. Everyone who is signed in may read it, but for the
/// contact details.
#[Object]
impl Employee {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// What people type; unique for ever.
    async fn number(&self) -> &str {
        &self.0.number
    }

    /// What the person is called.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// E-mail. Null for those who may not see contact details: they are shown to HR,
    /// executives, auditors, the managers of the person, and the person.
    async fn email(&self, context: &Context<'_>) -> Result<Option<&str>> {
        self.contact_detail(context, self.0.email.as_deref()).await
    }

    /// Phone. Null for those who may not see contact details, as with `email`.
    async fn phone(&self, context: &Context<'_>) -> Result<Option<&str>> {
        self.contact_detail(context, self.0.phone.as_deref()).await
    }

    /// The department of the main post today.
    async fn department(&self, context: &Context<'_>) -> Result<Option<Department>> {
        let today = signed_in(context)?.today();
        let posts = self.post_values(context).await?;
        let main = posts
            .iter()
            .find(|post| post.is_main && post.period.contains(today));
        department(context, main.map(|post| post.department_id)).await
    }

    /// What the person signs in with; null for those who may not see it: ADMIN, AUDITOR
    /// and the person may.
    async fn account(&self, context: &Context<'_>) -> Result<Option<Account>> {
        account_of(context, self.0.id).await
    }

    /// All posts, past and future ones too, oldest first.
    async fn posts(&self, context: &Context<'_>) -> Result<Vec<Post>> {
        Ok(self
            .post_values(context)
            .await?
            .into_iter()
            .map(Post)
            .collect())
    }

    /// Who the person is at outside identity providers. Empty for those who may not
    /// see contact details.
    async fn external_identities(&self, context: &Context<'_>) -> Result<Vec<ExternalIdentity>> {
        if !self.shows_contact_details(context).await? {
            return Ok(Vec::new());
        }
        let found = context
            .data::<OrgLoaders>()?
            .external_identities
            .one(context, self.0.id)
            .await?;
        let found = found.unwrap_or_default();
        if !found.is_empty() {
            note_contact_read(context, self.0.id)?;
        }
        Ok(found.into_iter().map(ExternalIdentity).collect())
    }

    /// The last day in the company, or null.
    async fn left_on(&self) -> Option<Date> {
        self.0.left_on.map(Into::into)
    }

    /// Since when name and contact details are erased, or null.
    async fn erased_at(&self) -> Option<Moment> {
        self.0.erased_at.map(Into::into)
    }

    /// Counts the changes; send it back as `expectedVersion`.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

impl Employee {
    async fn post_values(&self, context: &Context<'_>) -> Result<Vec<org::Post>> {
        Ok(context
            .data::<OrgLoaders>()?
            .posts
            .one(context, self.0.id)
            .await?
            .unwrap_or_default())
    }

    /// The detail for those who may see it; that others than the person saw it is noted.
    async fn contact_detail<'a>(
        &self,
        context: &Context<'_>,
        detail: Option<&'a str>,
    ) -> Result<Option<&'a str>> {
        if detail.is_none() || !self.shows_contact_details(context).await? {
            return Ok(None);
        }
        note_contact_read(context, self.0.id)?;
        Ok(detail)
    }

    async fn shows_contact_details(&self, context: &Context<'_>) -> Result<bool> {
        let posts = self.post_values(context).await?;
        loaded(
            context,
            org::may_see_contact_details(signed_in(context)?, self.0.id, &posts).await,
        )
    }
}

/// The employee with this id, from the loader of the request.
pub(crate) async fn employee(
    context: &Context<'_>,
    id: Option<EmployeeId>,
) -> Result<Option<Employee>> {
    match id {
        None => Ok(None),
        Some(id) => Ok(context
            .data::<OrgLoaders>()?
            .employees
            .one(context, id)
            .await?
            .map(Employee)),
    }
}

/// Where an employee works, and when.
pub(crate) struct Post(pub(crate) org::Post);

impl From<org::Post> for Post {
    fn from(post: org::Post) -> Self {
        Self(post)
    }
}

/// Where an employee works, and when.
#[Object]
impl Post {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Who holds it.
    async fn employee(&self, context: &Context<'_>) -> Result<Option<Employee>> {
        employee(context, Some(self.0.employee_id)).await
    }

    /// Where.
    async fn department(&self, context: &Context<'_>) -> Result<Option<Department>> {
        department(context, Some(self.0.department_id)).await
    }

    /// What it is called; empty if it has no name of its own.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// Whether it is the main post; the others are concurrent (兼岗).
    async fn is_main(&self) -> bool {
        self.0.is_main
    }

    /// The first day.
    async fn starts_on(&self) -> Option<Date> {
        self.0.period.first().map(Into::into)
    }

    /// The last day, or null for without end.
    async fn ends_on(&self) -> Option<Date> {
        self.0.period.last().map(Into::into)
    }
}

/// Who an employee is at an outside identity provider.
pub(crate) struct ExternalIdentity(pub(crate) org::ExternalIdentity);

impl From<org::ExternalIdentity> for ExternalIdentity {
    fn from(identity: org::ExternalIdentity) -> Self {
        Self(identity)
    }
}

/// Who an employee is at an outside identity provider.
#[Object]
impl ExternalIdentity {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// The provider, such as `wecom`.
    async fn provider(&self) -> &str {
        &self.0.provider
    }

    /// The name of the person there.
    async fn subject(&self) -> &str {
        &self.0.subject
    }
}
