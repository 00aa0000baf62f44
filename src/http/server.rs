//! Listens, and stops without failing anybody.

use std::future::Future;
use std::io;
use std::net::{SocketAddr, ToSocketAddrs};
use std::sync::Arc;

use actix_web::{HttpServer, web};
use tokio::sync::Semaphore;

use super::application::Application;
use super::door::Door;
use super::lifecycle::Lifecycle;
use super::metrics::Metrics;
use super::routes::app;
use super::settings::HttpSettings;

/// A server that listens. It answers when [`Server::run`] is awaited.
pub struct Server {
    address: SocketAddr,
    inner: actix_web::dev::Server,
    settings: HttpSettings,
    lifecycle: Lifecycle,
}

impl Server {
    /// Takes `address`; port 0 takes any free port. Must be called within a tokio
    /// runtime.
    ///
    /// `lifecycle` is the caller's to declare ready once migrations are done.
    pub fn bind<A: Application>(
        address: impl ToSocketAddrs,
        application: A,
        settings: HttpSettings,
        lifecycle: Lifecycle,
    ) -> io::Result<Self> {
        let workers = settings.workers.max(1);
        let door = web::Data::new(Door {
            application,
            settings: settings.clone(),
            lifecycle: lifecycle.clone(),
            metrics: Metrics::new(),
            documents: settings.documents.clone(),
            places: Arc::new(Semaphore::new(settings.live.connections)),
            transfers: Arc::new(Semaphore::new(settings.transfers)),
        });
        let server = HttpServer::new(move || app(door.clone()))
            .workers(workers)
            .backlog(settings.backlog)
            .max_connections(settings.max_connections.div_ceil(workers))
            .keep_alive(settings.keep_alive)
            .client_request_timeout(settings.head_timeout)
            .client_disconnect_timeout(settings.disconnect_timeout)
            .shutdown_timeout(settings.shutdown_deadline.as_secs())
            .disable_signals()
            .bind(address)?;
        let address = server
            .addrs()
            .first()
            .copied()
            .ok_or_else(|| io::Error::other("no address was bound"))?;
        Ok(Self {
            address,
            inner: server.run(),
            settings,
            lifecycle,
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until `shutdown` is done, then in this order: readiness turns false
    /// and answers close their connections, no new connections are taken, running
    /// requests are finished, at most until the deadline.
    pub async fn run(self, shutdown: impl Future<Output = ()>) -> io::Result<()> {
        let handle = self.inner.handle();
        let mut serving = std::pin::pin!(self.inner);
        tokio::select! {
            ended = &mut serving => return ended,
            () = shutdown => {}
        }
        tracing::info!("stopping: finishing running requests");
        self.lifecycle.drain();
        let stop = async {
            tokio::time::sleep(self.settings.readiness_grace).await;
            // Connections that were accepted already get to their worker before the
            // workers stop taking any.
            handle.pause().await;
            tokio::task::yield_now().await;
            handle.stop(true).await;
        };
        let (ended, ()) = tokio::join!(serving, stop);
        ended
    }
}
