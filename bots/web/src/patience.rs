//! Serving HTTP to clients that may be slow, on purpose or not.
//!
//! A client that opens connections and lets bytes trickle would hold them for ever: the server below knows no time.
//! Here a request has to be read whole, and its answer begun, within [`Patience::request`] of its first byte; between
//! requests, and while an answer waits to be taken, a connection may stand still for [`Patience::idle`].
//!
//! Knows nothing of what is asked or answered.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::serve::Listener;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

/// How long a connection is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// From the first byte of a request to the first of its answer; more than any answer takes.
    pub request: Duration,
    /// With nothing read or written between requests, or while an answer is not taken.
    pub idle: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { request: Duration::from_secs(30), idle: Duration::from_secs(60) }
    }
}

/// Answers on a listener until `stop` completes; requests in hand are finished first.
///
/// # Errors
///
/// When the listener fails for good.
pub async fn serve<L: Listener<Addr: std::fmt::Debug>>(
    listener: L,
    routes: Router,
    patience: Patience,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    axum::serve(Patient { listener, patience }, routes).with_graceful_shutdown(stop).await
}

/// A listener whose connections end when they are waited for too long.
struct Patient<L> {
    listener: L,
    patience: Patience,
}

impl<L: Listener> Listener for Patient<L> {
    type Io = PatientStream<L::Io>;
    type Addr = L::Addr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        let (stream, address) = self.listener.accept().await;
        (PatientStream::new(stream, self.patience), address)
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.listener.local_addr()
    }
}

/// A connection with a deadline.
struct PatientStream<S> {
    stream: S,
    patience: Patience,
    /// Whether a request has begun and nothing of its answer is written.
    is_asking: bool,
    deadline: Pin<Box<Sleep>>,
}

impl<S> PatientStream<S> {
    fn new(stream: S, patience: Patience) -> Self {
        Self { stream, patience, is_asking: false, deadline: Box::pin(sleep(patience.idle)) }
    }

    fn wait(&mut self, longest: Duration) {
        self.deadline.as_mut().reset(Instant::now() + longest);
    }

    /// What comes of waiting: nothing yet, or the end of it.
    fn overdue<T>(&mut self, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        self.deadline.as_mut().poll(context).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for PatientStream<S> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = into.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, into);
        if read.is_pending() {
            return self.overdue(context);
        }
        // Further bytes of a request give no more time for it.
        if into.filled().len() > before && !self.is_asking {
            self.is_asking = true;
            let longest = self.patience.request;
            self.wait(longest);
        }
        read
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for PatientStream<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        if written.is_pending() {
            return self.overdue(context);
        }
        self.is_asking = false;
        let longest = self.patience.idle;
        self.wait(longest);
        written
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(context);
        if flushed.is_pending() { self.overdue(context) } else { flushed }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let shut = Pin::new(&mut self.stream).poll_shutdown(context);
        if shut.is_pending() { self.overdue(context) } else { shut }
    }
}

#[cfg(test)]
#[path = "patience_tests.rs"]
mod tests;
