//! Which path goes where.

use actix_cors::Cors;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::{Compress, from_fn};
use actix_web::{App, Error, guard, web};

use super::application::Application;
use super::door::Door;
use super::observe::observe;
use super::settings::HttpSettings;
use super::{files, graphiql, graphql, live, probes, respondent};

/// How long a browser may remember that an origin is allowed, in seconds.
const PREFLIGHT_AGE: usize = 600;

/// The whole of the server's paths with everything around them.
pub(super) fn app<A: Application>(
    door: web::Data<Door<A>>,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = Error,
        InitError = (),
    >,
> {
    let cors = cors(&door.settings);
    App::new()
        .configure(|config| configure(config, door))
        .wrap(cors)
        .wrap(from_fn(observe::<A>))
}

fn configure<A: Application>(config: &mut web::ServiceConfig, door: web::Data<Door<A>>) {
    config
        .service(
            web::resource("/graphql")
                .wrap(Compress::default())
                .route(
                    web::get()
                        .guard(guard::fn_guard(live::wants_socket))
                        .to(live::open::<A>),
                )
                .route(web::post().to(graphql::post::<A>))
                .route(web::get().to(graphql::get::<A>))
                .default_service(web::to(graphql::other_method)),
        )
        .service(
            web::resource("/healthz")
                .route(web::get().to(probes::health))
                .route(web::head().to(probes::health)),
        )
        .service(
            web::resource("/readyz")
                .route(web::get().to(probes::readiness::<A>))
                .route(web::head().to(probes::readiness::<A>)),
        )
        .service(
            web::resource("/schema.graphql")
                .wrap(Compress::default())
                .route(web::get().to(probes::schema::<A>)),
        );
    respondent::configure::<A>(config);
    files::configure::<A>(config);
    if door.settings.metrics {
        config.service(web::resource("/metrics").route(web::get().to(probes::metrics::<A>)));
    }
    if door.settings.playground {
        config
            .service(web::resource("/graphiql").route(web::get().to(graphiql::page)))
            .service(
                web::resource("/graphiql/{part}")
                    .wrap(Compress::default())
                    .route(web::get().to(graphiql::part)),
            );
    }
    config
        .default_service(web::to(probes::not_found))
        .app_data(door);
}

/// Pages of the allowed origins may read answers; all others get no permission.
/// There are no cookies, so no credentials are allowed either.
fn cors(settings: &HttpSettings) -> Cors {
    settings
        .allowed_origins
        .iter()
        .fold(Cors::default(), |cors, origin| cors.allowed_origin(origin))
        .allowed_methods([Method::GET, Method::POST])
        .allow_any_header()
        .expose_headers(["x-request-id", "retry-after", "etag", "content-disposition"])
        .max_age(PREFLIGHT_AGE)
}
