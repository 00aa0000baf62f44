//! Counts requests for Prometheus. Labels come from closed sets: no path, name or
//! address that a client could choose.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use actix_web::http::{Method, StatusCode};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::{Family, MetricConstructor};
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use super::refusal::Code;

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    route: String,
    method: &'static str,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Failed {
    code: &'static str,
}

/// Upper bounds in seconds, from a primary key's look-up to the request time-out.
#[derive(Clone, Debug)]
struct Buckets;

impl MetricConstructor<Histogram> for Buckets {
    fn new_metric(&self) -> Histogram {
        Histogram::new([
            0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
        ])
    }
}

/// The counters of one server. Clones share them.
#[derive(Clone, Debug)]
pub(super) struct Metrics {
    registry: Arc<Registry>,
    requests: Family<Answered, Counter>,
    durations: Family<Route, Histogram, Buckets>,
    errors: Family<Failed, Counter>,
    in_flight: Gauge,
    statements: Counter,
}

impl Metrics {
    pub(super) fn new() -> Self {
        let requests = Family::default();
        let durations = Family::new_with_constructor(Buckets);
        let errors = Family::default();
        let in_flight = Gauge::default();
        let statements = Counter::default();
        let mut registry = Registry::with_prefix("plumbline");
        registry.register(
            "http_requests",
            "Requests answered, by route, method and status",
            Family::clone(&requests),
        );
        registry.register_with_unit(
            "http_request_duration",
            "Time from the head of a request to its answer, by route",
            Unit::Seconds,
            Family::clone(&durations),
        );
        registry.register(
            "graphql_errors",
            "Top-level GraphQL errors, by code",
            Family::clone(&errors),
        );
        registry.register(
            "http_requests_in_flight",
            "Requests being answered now",
            Gauge::clone(&in_flight),
        );
        registry.register(
            "database_statements",
            "SQL statements sent, without BEGIN and COMMIT",
            Counter::clone(&statements),
        );
        Self {
            registry: Arc::new(registry),
            requests,
            durations,
            errors,
            in_flight,
            statements,
        }
    }

    /// Counts a request as running until the guard is dropped, also when the client
    /// goes away meanwhile.
    pub(super) fn enter(&self) -> InFlight {
        self.in_flight.inc();
        InFlight(self.in_flight.clone())
    }

    pub(super) fn count_request(
        &self,
        route: &str,
        method: &Method,
        status: StatusCode,
        duration: Duration,
    ) {
        let answered = Answered {
            route: route.to_owned(),
            method: method_label(method),
            status: status.as_u16(),
        };
        self.requests.get_or_create(&answered).inc();
        let route = Route {
            route: answered.route,
        };
        self.durations
            .get_or_create(&route)
            .observe(duration.as_secs_f64());
    }

    pub(super) fn count_error(&self, code: Code) {
        self.errors
            .get_or_create(&Failed { code: code.name() })
            .inc();
    }

    /// All counters in the OpenMetrics text format. The database counts its
    /// `statements` by itself.
    pub(super) fn text(&self, statements: u64) -> String {
        self.statements.inner().store(statements, Ordering::Relaxed);
        let mut text = String::new();
        if encode(&mut text, &self.registry).is_err() {
            // Writing to a string does not fail.
            text.clear();
        }
        text
    }
}

/// A running request.
#[derive(Debug)]
pub(super) struct InFlight(Gauge);

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// A method outside this set could be made up by the client.
pub(super) fn method_label(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "POST" => "POST",
        "HEAD" => "HEAD",
        "OPTIONS" => "OPTIONS",
        _ => "OTHER",
    }
}
