//! The tables of Plumbline as SeaORM entities, one file per table, and the value
//! types that those tables store. Nothing else lives here: rules belong to the
//! capabilities, constraints to the migrations.

pub mod account;
pub mod account_token;
pub mod anonymous_sheet;
pub mod api_token;
pub mod assignment;
pub mod assignment_draft;
pub mod audit_block;
pub mod audit_entry;
pub mod calendar_day;
pub mod company_settings;
pub mod cycle;
pub mod cycle_assessor;
pub mod cycle_department;
pub mod cycle_matrix_row;
pub mod cycle_pair;
pub mod decimal;
pub mod department;
pub mod department_predecessor;
pub mod employee;
pub mod external_identity;
pub mod grant;
pub mod id;
pub mod job;
pub mod legal_entity;
pub mod outbox_event;
pub mod post;
pub mod questionnaire;
pub mod questionnaire_version;
pub mod recovery_code;
pub mod refresh_token;
pub mod reminder;
pub mod response;
pub mod response_receipt;
pub mod schedule;
pub mod score;
pub mod score_assessor;
pub mod score_dimension;
pub mod score_explanation;
pub mod scoring_policy;
pub mod second_factor;
pub mod session;
pub mod sign_in_attempt;
