//! The least HTTP that sends requests and reads answers, so that sending costs little.

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// A connection that is kept.
pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    pub(crate) async fn open(address: &str) -> Self {
        let stream = TcpStream::connect(address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        Self {
            stream,
            buffer: Vec::with_capacity(256 * 1024),
        }
    }

    /// Sends a request and reads the whole answer; its body is given to `read`.
    pub(crate) async fn exchange<T>(&mut self, request: &[u8], read: impl FnOnce(&str) -> T) -> T {
        self.stream.write_all(request).await.unwrap();
        self.buffer.clear();
        let mut expected = None;
        loop {
            let count = self.stream.read_buf(&mut self.buffer).await.unwrap();
            assert_ne!(count, 0, "the server closed the connection");
            if expected.is_none() {
                expected = head(&self.buffer);
            }
            if let Some((body, length)) = expected
                && self.buffer.len() >= body + length
            {
                let body = std::str::from_utf8(&self.buffer[body..body + length]).unwrap();
                return read(body);
            }
        }
    }
}

/// Where the body begins and how long it is, once the head is there.
fn head(bytes: &[u8]) -> Option<(usize, usize)> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&bytes[..end]).unwrap();
    assert!(
        head.starts_with("HTTP/1.1 200 "),
        "{}",
        String::from_utf8_lossy(bytes)
    );
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
    Some((end + 4, length.expect("a length")))
}

/// A GraphQL request as it goes over the wire.
pub(crate) fn request(token: Option<&str>, query: &str, variables: &Value) -> Vec<u8> {
    let body = json!({ "query": query, "variables": variables }).to_string();
    let bearer = token.map_or_else(String::new, |token| {
        format!("authorization: Bearer {token}\r\n")
    });
    format!(
        "POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\
         {bearer}content-length: {}\r\n\r\n{body}",
        body.len(),
    )
    .into_bytes()
}

/// The body of an answer to GET, or nothing while it is not 200.
pub(crate) async fn get(address: &str, path: &str) -> Option<String> {
    let mut stream = TcpStream::connect(address).await.ok()?;
    let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.ok()?;
    let mut text = String::new();
    stream.read_to_string(&mut text).await.ok()?;
    let (head, body) = text.split_once("\r\n\r\n")?;
    head.starts_with("HTTP/1.1 200 ").then(|| body.to_owned())
}

/// What one operation returns; a mutation found no fault.
pub(crate) async fn ask(
    address: &str,
    token: Option<&str>,
    query: &str,
    variables: &Value,
) -> Value {
    let mut connection = Connection::open(address).await;
    let request = request(token, query, variables);
    let answer: Value = connection
        .exchange(&request, |body| serde_json::from_str(body).unwrap())
        .await;
    let fields = answer["data"].as_object().expect("data");
    let field = fields.values().next().expect("a field").clone();
    let faultless = field["errors"] == json!([]) || field["errors"].is_null();
    assert!(faultless && answer["errors"].is_null(), "{answer:#}");
    field
}
