//! What everything else is spoken in: time, ids, exact numbers, checked texts,
//! pages, and the ways in which something can fail. It knows no database, no web
//! and no capability.

pub mod apportion;
pub mod client;
pub mod clock;
pub mod decimal;
pub mod enumeration;
pub mod exact;
pub mod failure;
pub mod fingerprint;
pub mod ids;
pub mod language;
pub mod page;
pub mod parse;
pub mod problem;
pub mod qr;
pub mod random;
pub mod running_number;
pub mod text;
pub mod waiting;
pub mod web_address;

pub use client::{Agent, Client, ClientAddress};
pub use clock::Clock;
pub use decimal::Decimal;
pub use exact::Exact;
pub use failure::{Failure, Outcome};
pub use fingerprint::fingerprint;
pub use ids::Ids;
pub use language::{Bilingual, Language};
pub use page::{Page, PageRequest};
pub use parse::{Parse, Typed};
pub use problem::{ErrorCode, Problem};
pub use random::Random;
pub use running_number::RunningNumber;
pub use waiting::{Waiting, WaitingKind};
pub use web_address::WebAddress;
