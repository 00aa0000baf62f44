//! Programs and their tokens.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};

use super::types::Account;
use crate::access::{self, Username};
use crate::graphql::base::{
    Date, Moment, Payload, UserError, answer, parse_id, payload, signed_in,
};
use crate::graphql::org::{Department, department};
use crate::kernel::text::Name;
use crate::kernel::{Failure, Parse};

/// What a program's token permits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "crate::access::Permission")]
pub(crate) enum Permission {
    /// Read departments and employees.
    OrganisationRead,
    /// Change departments, employees and posts; includes reading them.
    OrganisationWrite,
    /// Read questionnaires.
    QuestionnaireRead,
    /// Write questionnaires; includes reading them.
    QuestionnaireWrite,
    /// Read cycles.
    CycleRead,
    /// Prepare, open, close, score and publish cycles; includes reading them.
    CycleWrite,
    /// See how many have answered.
    ProgressRead,
    /// Read published scores and ranks; their cycles need `CYCLE_READ`.
    ScoreRead,
    /// Read KPI schemes, sheets, the bonus table and appeals.
    KpiRead,
    /// Read KPI schemes and sheets, and enter actuals and targets.
    KpiWrite,
    /// Read customers, contacts without their details, service records and monthly tables.
    CustomerRead,
    /// Write customers, contacts and service records, and hand weeks in; includes reading
    /// them with the contacts' details.
    CustomerWrite,
    /// Read complaints; their customers need `CUSTOMER_READ`.
    ComplaintRead,
    /// Write complaints down; includes reading them.
    ComplaintWrite,
}

/// A token with which a program acts. Its text is shown once, when it is made.
pub(crate) struct ApiToken(pub(crate) access::ApiToken);

impl From<access::ApiToken> for ApiToken {
    fn from(token: access::ApiToken) -> Self {
        Self(token)
    }
}

/// A token with which a program acts. Its text is shown once, when it is made.
#[Object]
impl ApiToken {
    /// The global id.
    async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// What it is for.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What it permits.
    async fn permissions(&self) -> Vec<Permission> {
        self.0.permissions.iter().copied().map(Into::into).collect()
    }

    /// The department whose subtree it covers, or null for the whole company.
    async fn department(&self, context: &Context<'_>) -> Result<Option<Department>> {
        department(context, self.0.department_id).await
    }

    /// When it was made.
    async fn created_at(&self) -> Moment {
        self.0.created_at.into()
    }

    /// The last day on which it is good.
    async fn expires_on(&self) -> Date {
        self.0.expires_on.into()
    }

    /// When it was last used, to the minute.
    async fn last_used_at(&self) -> Option<Moment> {
        self.0.last_used_at.map(Into::into)
    }

    /// When it was taken back.
    async fn revoked_at(&self) -> Option<Moment> {
        self.0.revoked_at.map(Into::into)
    }
}

/// The account of a program, to be made.
#[derive(InputObject)]
pub(crate) struct ServiceAccountCreateInput {
    /// What the program is called: at most 64 letters, digits, `.`, `_`, `-`, `@`.
    username: String,
}

/// A token to be made.
#[derive(InputObject)]
pub(crate) struct ApiTokenIssueInput {
    /// The account of the program.
    account_id: ID,
    /// What the token is for: 1 to 200 characters.
    name: String,
    /// What it permits, at least one thing.
    permissions: Vec<Permission>,
    /// The department whose subtree it covers; the whole company if left out. Whatever
    /// changes the company needs the whole company.
    department_id: Option<ID>,
    /// The last day on which it is good, at most a year from now.
    expires_on: Date,
}

impl TryFrom<ApiTokenIssueInput> for access::NewApiToken {
    type Error = Failure;

    fn try_from(input: ApiTokenIssueInput) -> Result<Self, Failure> {
        let mut parse = Parse::argument("input");
        let account_id = parse.id("accountId", &input.account_id, "account", "账号");
        let name = parse.field("name", Name::parse(&input.name));
        let department_id = parse.optional_id(
            "departmentId",
            input.department_id.as_deref().map(String::as_str),
            "department",
            "部门",
        );
        let expires_on = parse.field("expiresOn", input.expires_on.parse());
        let token = (|| {
            Some(Self {
                account_id: account_id?,
                name: name?,
                permissions: input.permissions.into_iter().map(Into::into).collect(),
                department_id: department_id?,
                expires_on: expires_on?,
            })
        })();
        Ok(parse.finish(token)?)
    }
}

/// The answer of `apiTokenIssue`.
#[derive(Default, SimpleObject)]
pub(crate) struct ApiTokenIssuePayload {
    /// What is known of the token later.
    api_token: Option<ApiToken>,
    /// The token for the `Authorization: Bearer` header. It is shown this once.
    token: Option<String>,
    /// What was wrong, all at once; empty when it was done.
    errors: Vec<UserError>,
}

impl Payload for ApiTokenIssuePayload {
    type Value = access::IssuedApiToken;

    fn done(issued: access::IssuedApiToken) -> Self {
        Self {
            api_token: Some(issued.token.into()),
            token: Some(issued.text),
            errors: Vec::new(),
        }
    }

    fn refused(errors: Vec<UserError>) -> Self {
        Self {
            errors,
            ..Self::default()
        }
    }
}

payload! {
    /// The answer of `serviceAccountCreate`.
    ServiceAccountCreatePayload {
        /// The new account.
        account: Account
    }
}

payload! {
    /// The answer of `apiTokenRevoke`.
    ApiTokenRevokePayload {
        /// The token that is good no more.
        api_token: ApiToken
    }
}

#[derive(Default)]
pub(crate) struct ApiTokenMutations;

#[Object]
impl ApiTokenMutations {
    /// Makes the account of a program, which acts by its tokens alone. ADMIN.
    async fn service_account_create(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The account to be made.")] input: ServiceAccountCreateInput,
    ) -> Result<ServiceAccountCreatePayload> {
        let operation = signed_in(context)?;
        let mut parse = Parse::argument("input");
        let username = parse.field("username", Username::parse(&input.username));
        let done =
            async { access::service_account_create(operation, parse.finish(username)?).await };
        answer(context, done.await)
    }

    /// Makes a token for a program. Its text is in this answer and nowhere else. ADMIN.
    async fn api_token_issue(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The token to be made.")] input: ApiTokenIssueInput,
    ) -> Result<ApiTokenIssuePayload> {
        let operation = signed_in(context)?;
        let done = async { access::api_token_issue(operation, input.try_into()?).await };
        answer(context, done.await)
    }

    /// Takes a token back; the next request with it is refused. ADMIN.
    async fn api_token_revoke(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The token.")] id: ID,
    ) -> Result<ApiTokenRevokePayload> {
        let operation = signed_in(context)?;
        let done = async {
            let id = parse_id("id", &id, "API token", "API 令牌")?;
            access::api_token_revoke(operation, id).await
        };
        answer(context, done.await)
    }
}
