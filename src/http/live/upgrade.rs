//! From a request to a WebSocket: who may open one.

use actix_web::guard::GuardContext;
use actix_web::http::StatusCode;
use actix_web::http::header::{HOST, HeaderMap, ORIGIN, SEC_WEBSOCKET_PROTOCOL, UPGRADE};
use actix_web::{HttpRequest, HttpResponse, web};
use tracing::Instrument as _;

use super::messages::Dialect;
use super::socket::Socket;
use crate::http::application::Application;
use crate::http::caller;
use crate::http::door::Door;
use crate::http::graphql;
use crate::http::lifecycle::Stage;
use crate::http::negotiation::MediaType;
use crate::http::refusal::Refusal;

/// Whether a `GET` asks for a WebSocket.
pub(in crate::http) fn wants_socket(request: &GuardContext<'_>) -> bool {
    let upgrade = request.head().headers().get(UPGRADE);
    upgrade.is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"websocket"))
}

/// Opens a WebSocket, or says why not while that can still be said in full.
pub(in crate::http) async fn open<A: Application>(
    door: web::Data<Door<A>>,
    request: HttpRequest,
    payload: web::Payload,
) -> HttpResponse {
    let language = caller::language(request.headers());
    match attempt(&door, &request, payload) {
        Ok(response) => response,
        Err(refusal) => {
            door.metrics.count_error(refusal.code);
            refusal.into_response(MediaType::Json, language)
        }
    }
}

fn attempt<A: Application>(
    door: &web::Data<Door<A>>,
    request: &HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Refusal> {
    if door.lifecycle.stage() == Stage::Draining {
        return Err(Refusal::unavailable(door.settings.retry_after));
    }
    require_origin(request.headers(), &door.settings.allowed_origins)?;
    let dialect = dialect(request.headers())?;
    let caller = graphql::caller(door, request)?;
    let place = door.place()?;
    let opened = actix_ws::handle_with_protocols(request, payload, &[dialect.name()]);
    let (response, session, messages) = opened.map_err(|_| {
        Refusal::bad_request(
            "This is not the handshake of a WebSocket.",
            "请求不是有效的 WebSocket 握手。",
        )
    })?;
    let limit = door.settings.live.message;
    let messages = messages
        .max_frame_size(limit)
        .aggregate_continuations()
        .max_continuation_size(limit);
    let socket = Socket::new(door.clone(), session, dialect, caller);
    let serving = async move {
        socket.serve(messages).await;
        drop(place);
    };
    actix_web::rt::spawn(serving.in_current_span());
    Ok(response)
}

/// Browsers ask nobody before they open a WebSocket, so the server looks itself: a
/// page may come from an allowed origin or from this server. Programs send no origin.
fn require_origin(headers: &HeaderMap, allowed: &[String]) -> Result<(), Refusal> {
    let Some(origin) = headers.get(ORIGIN) else {
        return Ok(());
    };
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let known = origin.to_str().is_ok_and(|origin| {
        let own = origin.split_once("://").map(|(_, host)| host);
        allowed.iter().any(|allowed| allowed == origin) || (own.is_some() && own == host)
    });
    if known {
        return Ok(());
    }
    Err(Refusal::bad_request(
        "Pages of this origin may not connect. The operator lists those that may in allowed_origins.",
        "此来源的页面不允许连接。允许的来源由管理员在 allowed_origins 中设置。",
    )
    .with_status(StatusCode::FORBIDDEN))
}

/// The protocol to speak: of those that the client offers, the first that is spoken
/// here.
fn dialect(headers: &HeaderMap) -> Result<Dialect, Refusal> {
    let offered = headers
        .get_all(SEC_WEBSOCKET_PROTOCOL)
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim);
    Dialect::offered(offered).ok_or_else(|| {
        Refusal::bad_request(
            "The WebSocket protocol spoken here is graphql-transport-ws; offer it in Sec-WebSocket-Protocol.",
            "此处的 WebSocket 子协议为 graphql-transport-ws，请在 Sec-WebSocket-Protocol 中声明。",
        )
    })
}
