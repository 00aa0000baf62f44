//! Draws as the API shows them.

use async_graphql::{Context, Object, Result, SimpleObject};

use super::SurveyLoaders;
use super::eligibility::EligibilityRuleSet;
use super::enums::Fate;
use crate::graphql::base::{
    Connection, Date, Moment, connection, page, page_cost, signed_in, wants_total,
};
use crate::graphql::customers::{Contact, CustomerLoaders};
use crate::kernel::ids::SurveyPlanId;
use crate::surveys;

/// What was drawn for a plan. For HR, executives and auditors, and not for the assessed.
#[derive(Clone)]
pub(crate) struct SurveyDraw(pub(crate) surveys::Draw);

impl From<surveys::Draw> for SurveyDraw {
    fn from(draw: surveys::Draw) -> Self {
        Self(draw)
    }
}

/// What was drawn for a plan. For HR, executives and auditors, and not for the assessed.
#[Object]
impl SurveyDraw {
    /// What was drawn from: the same plan, frame and seed give the same draw.
    async fn seed(&self) -> &str {
        &self.0.seed
    }

    /// SHA-256 over the frame, in hexadecimal: a line for each contact with the customer's
    /// code, the place among its contacts, and what the draw looks at, separated by tabs.
    async fn frame_sha256(&self) -> &str {
        &self.0.frame_sha256
    }

    /// How many contacts the frame has.
    async fn frame_size(&self) -> u64 {
        self.0.frame_size
    }

    /// How many of them could be drawn.
    async fn eligible_count(&self) -> u64 {
        self.0.eligible_count
    }

    /// How many were drawn, those of the reserve counted in.
    async fn drawn_count(&self) -> u64 {
        self.0.drawn_count
    }

    /// The day for which it was drawn: whoever was suspended or rested then was left alone.
    async fn drawn_on(&self) -> Date {
        self.0.drawn_on.into()
    }

    /// When it was drawn.
    async fn drawn_at(&self) -> Moment {
        self.0.drawn_at.into()
    }

    /// The eligibility rules that held, where there were any.
    async fn rules(&self, context: &Context<'_>) -> Result<Option<EligibilityRuleSet>> {
        let Some(id) = self.0.rule_set_id else {
            return Ok(None);
        };
        let loaders = context.data::<SurveyLoaders>()?;
        Ok(loaders
            .rules
            .one(context, id)
            .await?
            .map(EligibilityRuleSet))
    }

    /// What was drawn from each stratum, by value; one with the empty value without strata.
    async fn strata(&self, context: &Context<'_>) -> Result<Vec<DrawnStratum>> {
        let loaders = context.data::<SurveyLoaders>()?;
        let found = loaders.strata.one(context, self.0.plan_id).await?;
        Ok(found
            .unwrap_or_default()
            .into_iter()
            .map(Into::into)
            .collect())
    }

    /// The places of each value of each quota, in the order of the plan.
    async fn quotas(&self, context: &Context<'_>) -> Result<Vec<DrawnQuota>> {
        let loaders = context.data::<SurveyLoaders>()?;
        let found = loaders.quotas.one(context, self.0.plan_id).await?;
        Ok(found
            .unwrap_or_default()
            .into_iter()
            .map(Into::into)
            .collect())
    }

    /// What became of each contact of the frame, by the customer's code. At most 100 at a
    /// time.
    #[graphql(complexity = "page_cost(first, child_complexity)")]
    async fn fates(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.")] first: i32,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
        #[graphql(desc = "Only those with this fate.")] fate: Option<Fate>,
    ) -> Result<Connection<SurveyFate>> {
        let operation = signed_in(context)?;
        let fate = fate.map(Into::into);
        let page = page(context, first, after.as_deref())?;
        let found = surveys::survey_fates(operation, &self.0, fate, page).await;
        let total = match wants_total(context) {
            true => Some(surveys::survey_fate_count(operation, &self.0, fate).await),
            false => None,
        };
        let key = |fate: &surveys::ContactFate| fate.frame_position;
        connection(context, found, total, key, SurveyFate)
    }
}

/// The draw of a plan, from the loader of the request.
pub(super) async fn draw(context: &Context<'_>, plan: SurveyPlanId) -> Result<Option<SurveyDraw>> {
    let loaders = context.data::<SurveyLoaders>()?;
    Ok(loaders.draws.one(context, plan).await?.map(SurveyDraw))
}

/// What became of one contact.
pub(crate) struct SurveyFate(surveys::ContactFate);

/// What became of one contact.
#[Object]
impl SurveyFate {
    /// Who.
    async fn contact(&self, context: &Context<'_>) -> Result<Option<Contact>> {
        let loaders = context.data::<CustomerLoaders>()?;
        let found = loaders.contacts.one(context, self.0.contact_id).await?;
        Ok(found.map(Contact))
    }

    /// What became of them.
    async fn fate(&self) -> Fate {
        self.0.fate.into()
    }

    /// A ground, a day, a rule or a value, as the fate says; null where there is none.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// The order in which those drawn are asked, from 1: at any moment the strata and quotas
    /// are filled alike.
    async fn position(&self) -> Option<u32> {
        self.0.draw_position
    }

    /// Whether it was drawn beyond the places.
    async fn is_reserve(&self) -> bool {
        self.0.is_reserve
    }

    /// Whether the answer counts; who is surveyed need not be assessed.
    async fn is_assessed(&self) -> bool {
        self.0.is_assessed
    }

    /// The stratum; empty without strata, and of those who were not drawn.
    async fn stratum(&self) -> &str {
        &self.0.stratum
    }
}

/// What was drawn from one stratum.
#[derive(SimpleObject)]
pub(crate) struct DrawnStratum {
    /// Its value; empty without strata.
    value: String,
    /// How many could be drawn; of CUMULATIVE_VOLUME how many customers.
    population: u64,
    /// How many places it has.
    places: u64,
    /// How many were drawn, those of the reserve counted in.
    drawn: u64,
}

impl From<surveys::Stratum> for DrawnStratum {
    fn from(stratum: surveys::Stratum) -> Self {
        Self {
            value: stratum.value,
            population: stratum.population,
            places: stratum.places,
            drawn: stratum.drawn,
        }
    }
}

/// The places of one value of a quota.
#[derive(SimpleObject)]
pub(crate) struct DrawnQuota {
    /// The attribute.
    key: String,
    /// Its value.
    value: String,
    /// How many valid answers count.
    places: u64,
    /// How many valid answers took a place.
    filled: u64,
}

impl From<surveys::QuotaPlaces> for DrawnQuota {
    fn from(quota: surveys::QuotaPlaces) -> Self {
        Self {
            key: quota.places.key,
            value: quota.places.value,
            places: quota.places.places,
            filled: quota.filled,
        }
    }
}
