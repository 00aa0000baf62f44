//! What many fields of one request need of the organisation.

use crate::graphql::base::{BatchLoader, Batches, batch, group, index};
use crate::kernel::ids::{DepartmentId, EmployeeId, LegalEntityId};
use crate::org;

/// The loaders of one request.
pub(crate) struct OrgLoaders {
    pub(crate) departments: BatchLoader<DepartmentId, org::Department>,
    pub(crate) children: BatchLoader<DepartmentId, Vec<org::Department>>,
    pub(crate) legal_entities: BatchLoader<LegalEntityId, org::LegalEntity>,
    pub(crate) predecessors: BatchLoader<DepartmentId, Vec<DepartmentId>>,
    pub(crate) employees: BatchLoader<EmployeeId, org::Employee>,
    pub(crate) posts: BatchLoader<EmployeeId, Vec<org::Post>>,
    pub(crate) external_identities: BatchLoader<EmployeeId, Vec<org::ExternalIdentity>>,
}

impl OrgLoaders {
    /// Loaders that ask in `batches`.
    pub(crate) fn new(batches: &Batches) -> Self {
        Self {
            departments: batch(batches, |context, ids| {
                Box::pin(async move {
                    Ok(index(
                        org::departments_by_id(&context, ids).await?,
                        |department| department.id,
                    ))
                })
            }),
            children: batch(batches, |context, ids| {
                Box::pin(
                    async move { Ok(group(org::children_of(&context, ids).await?, |pair| pair)) },
                )
            }),
            legal_entities: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = org::legal_entities_by_id(&context, ids).await?;
                    Ok(index(found, |entity| entity.id))
                })
            }),
            predecessors: batch(batches, |context, ids| {
                Box::pin(async move {
                    Ok(group(org::predecessors_of(&context, ids).await?, |pair| {
                        pair
                    }))
                })
            }),
            employees: batch(batches, |context, ids| {
                Box::pin(async move {
                    Ok(index(
                        org::employees_by_id(&context, ids).await?,
                        |employee| employee.id,
                    ))
                })
            }),
            posts: batch(batches, |context, ids| {
                Box::pin(async move {
                    Ok(group(org::posts_of(&context, ids).await?, |post| {
                        (post.employee_id, post)
                    }))
                })
            }),
            external_identities: batch(batches, |context, ids| {
                Box::pin(async move {
                    let found = org::external_identities_of(&context, ids).await?;
                    Ok(group(found, |identity| (identity.employee_id, identity)))
                })
            }),
        }
    }
}
