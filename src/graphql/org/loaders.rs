//! What many fields of one request need of the organisation.

use crate::access::OpContext;
use crate::graphql::base::{BatchLoader, batch, group, index};
use crate::kernel::ids::{DepartmentId, EmployeeId};
use crate::org;

/// The loaders of one request.
pub(crate) struct OrgLoaders {
    pub(crate) departments: BatchLoader<DepartmentId, org::Department>,
    pub(crate) predecessors: BatchLoader<DepartmentId, Vec<DepartmentId>>,
    pub(crate) employees: BatchLoader<EmployeeId, org::Employee>,
    pub(crate) posts: BatchLoader<EmployeeId, Vec<org::Post>>,
    pub(crate) external_identities: BatchLoader<EmployeeId, Vec<org::ExternalIdentity>>,
}

impl OrgLoaders {
    /// Loaders for the viewer of `context`.
    pub(crate) fn new(context: &OpContext) -> Self {
        Self {
            departments: batch(context, |context, ids| {
                Box::pin(async move {
                    Ok(index(
                        org::departments_by_id(&context, ids).await?,
                        |department| department.id,
                    ))
                })
            }),
            predecessors: batch(context, |context, ids| {
                Box::pin(async move {
                    Ok(group(org::predecessors_of(&context, ids).await?, |pair| {
                        pair
                    }))
                })
            }),
            employees: batch(context, |context, ids| {
                Box::pin(async move {
                    Ok(index(
                        org::employees_by_id(&context, ids).await?,
                        |employee| employee.id,
                    ))
                })
            }),
            posts: batch(context, |context, ids| {
                Box::pin(async move {
                    Ok(group(org::posts_of(&context, ids).await?, |post| {
                        (post.employee_id, post)
                    }))
                })
            }),
            external_identities: batch(context, |context, ids| {
                Box::pin(async move {
                    let found = org::external_identities_of(&context, ids).await?;
                    Ok(group(found, |identity| (identity.employee_id, identity)))
                })
            }),
        }
    }
}
