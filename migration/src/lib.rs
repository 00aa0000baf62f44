//! The schema of Plumbline, one change per file, forward only. A file that has
//! been released is never edited.
//!
//! The SQL is written once, in the words both databases share; [`dialect`] turns
//! the few type names that SQLite lacks into its own.

mod dialect;

use sea_orm_migration::prelude::*;
pub use sea_orm_migration::{MigrationStatus, MigratorTrait};

/// Declares each change as a migration whose SQL stands in the file of its name.
macro_rules! migrations {
    ($($name:ident),* $(,)?) => {
        $(
            #[expect(non_camel_case_types, reason = "the migration is named as its file is")]
            struct $name;

            impl MigrationName for $name {
                fn name(&self) -> &str {
                    stringify!($name)
                }
            }

            #[async_trait::async_trait]
            impl MigrationTrait for $name {
                async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
                    let sql = include_str!(concat!(stringify!($name), ".sql"));
                    dialect::run(manager, sql).await
                }

                // Only PostgreSQL would be atomic by default; half a change on
                // SQLite could not be run again.
                fn use_transaction(&self) -> Option<bool> {
                    Some(true)
                }
            }
        )*

        /// All changes, oldest first.
        pub struct Migrator;

        impl MigratorTrait for Migrator {
            fn migrations() -> Vec<Box<dyn MigrationTrait>> {
                vec![$(Box::new($name)),*]
            }
        }
    };
}

migrations! {
    m0001_company,
    m0002_organisation,
    m0003_access,
    m0004_audit,
    m0005_jobs,
    m0006_questionnaires,
    m0007_cycles,
    m0008_responses,
    m0009_scoring,
    m0010_signing_in,
    m0011_anonymous_sheets,
    m0012_external_sign_ins,
    m0014_api_tokens,
    m0015_customers,
    m0016_surveys,
    m0017_delphi,
    m0018_retention,
    m0019_complaints,
    m0020_kpi,
    m0025_invitations,
    m0030_rectification,
    m0031_complaint_privacy,
    m0032_evidence,
    m0034_complaint_workflow,
    m0035_waiting,
    m0036_systemic,
    m0037_issue_resurveys,
    m0038_deadlines,
    m0039_issue_severity,
    m0040_left_out_answers,
    m0041_coverage,
    m0042_unreachable,
}
