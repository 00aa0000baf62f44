//! All limits of the door, with defaults that hold without any configuration.

use std::net::IpAddr;
use std::time::Duration;

use super::documents::TrustedDocuments;

/// How the server listens, waits and gives up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpSettings {
    /// Threads that answer requests. Default: one per core.
    pub workers: usize,
    /// Connections that may wait to be accepted. Default: 1,024.
    pub backlog: u32,
    /// The most open connections, over all workers. Default: 8,192.
    pub max_connections: usize,
    /// How long an idle connection is kept. Default: 5 s; at a stop, idle
    /// connections end by themselves within it.
    pub keep_alive: Duration,
    /// How long a client may take to send the head of a request. Default: 5 s.
    pub head_timeout: Duration,
    /// How long a closing connection may take. Default: 1 s.
    pub disconnect_timeout: Duration,
    /// The longest body of a GraphQL request, in bytes. Default: 256 KiB.
    pub body_limit: usize,
    /// How long a client may take to send a body. Default: 10 s.
    pub body_timeout: Duration,
    /// How long one operation may run, sign-in included. Default: 7 s, which is
    /// longer than the patience of a single statement and shorter than
    /// `shutdown_deadline`.
    pub request_timeout: Duration,
    /// Files that may be on their way in, or looked through before they go out, at one time.
    /// Default: 8; of each up to 5 MiB are held in memory where they go to a bucket.
    pub transfers: usize,
    /// How long one file may take to come in, or to be looked through. Default: 120 s.
    pub transfer_timeout: Duration,
    /// What a client is told to wait when something does not answer, where the
    /// failure does not know better. Default: 2 s.
    pub retry_after: Duration,
    /// How long the database may take to answer a readiness check. Default: 1 s.
    pub readiness_timeout: Duration,
    /// How long the server goes on accepting after readiness turned false, for
    /// load balancers to notice. Default: 500 ms.
    pub readiness_grace: Duration,
    /// How long running requests may take after the server stopped accepting, in
    /// whole seconds. Default: 8 s.
    pub shutdown_deadline: Duration,
    /// Origins whose pages may read answers, as `https://host:port`. Default: none.
    pub allowed_origins: Vec<String>,
    /// Proxies whose `X-Forwarded-For` is believed. Default: none, which means
    /// that the address of the connection is the client's.
    pub trusted_proxies: Vec<IpAddr>,
    /// Whether `GET /graphiql` is served. Default: no.
    pub playground: bool,
    /// Whether `__schema` and `__type` are answered. Default: yes; the same schema
    /// is public at `/schema.graphql`.
    pub introspection: bool,
    /// Whether `GET /metrics` is served. Default: yes; it carries no personal data.
    pub metrics: bool,
    /// Whether clients reach this server by TLS alone, through a proxy that ends it:
    /// then answers tell browsers to remember that. Default: no.
    pub behind_tls: bool,
    /// The documents that are known by their hash. Default: none.
    pub documents: TrustedDocuments,
    /// What a query may cost before it is executed.
    pub query: QueryLimits,
    /// What a connection that stays open may do.
    pub live: LiveLimits,
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self {
            workers: std::thread::available_parallelism().map_or(2, usize::from),
            backlog: 1024,
            max_connections: 8192,
            keep_alive: Duration::from_secs(5),
            head_timeout: Duration::from_secs(5),
            disconnect_timeout: Duration::from_secs(1),
            body_limit: 256 * 1024,
            body_timeout: Duration::from_secs(10),
            request_timeout: Duration::from_secs(7),
            transfers: 8,
            transfer_timeout: Duration::from_secs(120),
            retry_after: Duration::from_secs(2),
            readiness_timeout: Duration::from_secs(1),
            readiness_grace: Duration::from_millis(500),
            shutdown_deadline: Duration::from_secs(8),
            allowed_origins: Vec::new(),
            trusted_proxies: Vec::new(),
            playground: false,
            introspection: true,
            metrics: true,
            behind_tls: false,
            documents: TrustedDocuments::default(),
            query: QueryLimits::default(),
            live: LiveLimits::default(),
        }
    }
}

/// What connections that stay open may do: WebSockets and event streams.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveLimits {
    /// How many there may be, over all workers. Default: 2,000.
    pub connections: usize,
    /// How many operations one WebSocket may run at one time. Default: 20.
    pub operations: usize,
    /// The longest message of a WebSocket, in bytes. Default: 256 KiB.
    pub message: usize,
    /// How long a WebSocket may take to say who it is. Default: 3 s.
    pub init_wait: Duration,
    /// How often a connection that is silent is asked whether it still lives; one
    /// that has not answered by the next time is ended. Default: 12 s.
    pub heartbeat: Duration,
    /// How long a client may take to receive a message. Default: 10 s.
    pub send_wait: Duration,
}

impl Default for LiveLimits {
    fn default() -> Self {
        Self {
            connections: 2000,
            operations: 20,
            message: 256 * 1024,
            init_wait: Duration::from_secs(3),
            heartbeat: Duration::from_secs(12),
            send_wait: Duration::from_secs(10),
        }
    }
}

/// What a query may cost. "Expanded" counts a fragment as often as it is spread.
///
/// The cost of lists is not here: the schema declares it by its complexity
/// attributes, and what exceeds it is answered `TOO_COMPLEX` all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryLimits {
    /// The longest query text, in bytes. Default: 64 KiB.
    pub length: usize,
    /// Names, numbers, strings and punctuation. Default: 5,000.
    pub tokens: usize,
    /// Open brackets of any kind at one place. Default: 40; the parser recurses
    /// once for each, so this one guards the stack.
    pub brackets: usize,
    /// Operations in one document, of which one is executed. Default: 20.
    pub operations: usize,
    /// Fields and spreads, expanded. Default: 1,000.
    pub selections: usize,
    /// Fields within fields. Default: 15.
    pub depth: usize,
    /// Fields within fields below `__schema` and `__type`. Default: 20; the
    /// standard introspection query needs 15.
    pub introspection_depth: usize,
    /// Lists asked for below `__schema` and `__type`, expanded. Default: 24; the
    /// standard introspection query needs 9.
    pub introspection_lists: usize,
    /// Fields, spreads and inline fragments within one another. Default: 32, what
    /// the executor itself allows.
    pub nesting: usize,
    /// Aliases, expanded. Default: 100.
    pub aliases: usize,
    /// Directives, expanded. Default: 100.
    pub directives: usize,
    /// Fields of a query's root, expanded. Default: 20.
    pub root_fields: usize,
    /// Fields of a mutation's root, expanded. Default: 5.
    pub mutations: usize,
    /// Argument values, expanded, variables counted at each use. Default: 250,000:
    /// the executor copies a variable wherever it is used.
    pub values: usize,
}

impl Default for QueryLimits {
    fn default() -> Self {
        Self {
            length: 64 * 1024,
            tokens: 5000,
            brackets: 40,
            operations: 20,
            selections: 1000,
            depth: 15,
            introspection_depth: 20,
            introspection_lists: 24,
            nesting: 32,
            aliases: 100,
            directives: 100,
            root_fields: 20,
            mutations: 5,
            values: 250_000,
        }
    }
}
