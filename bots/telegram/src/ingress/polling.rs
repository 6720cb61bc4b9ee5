//! Long polling with an offset of our own.
//!
//! `getUpdates` confirms everything below its offset, so the offset is the
//! lowest update in hand. While something is in hand the server is asked again
//! at short intervals, and what it repeats is recognised; when nothing is, the
//! request is held by the server.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::intake::Intake;
use crate::api::{Api, Failure, GetUpdates};
use crate::config::Tempo;
use crate::error::Error;
use crate::wire::ALLOWED;

/// Updates a call.
const LIMIT: u8 = 100;
/// How often is asked for more while something is in hand.
const MEANWHILE: Duration = Duration::from_millis(30);
/// The longest wait after failures.
const LONGEST: Duration = Duration::from_secs(60);
/// Telegram keeps updates for 24 hours; a person is told before that.
const NEARLY_A_DAY: Duration = Duration::from_secs(20 * 3600);

/// Polls until stopped; what is in hand is finished and confirmed first.
///
/// # Errors
///
/// What cannot mend itself: a refused token, a webhook, another poller that
/// stays.
pub(crate) async fn poll(
    api: &Api,
    intake: &Arc<Intake>,
    tempo: &Tempo,
    stop: &CancellationToken,
) -> Result<(), Error> {
    let mut trouble = Trouble::default();
    while !stop.is_cancelled() {
        let (offset, is_idle) = {
            let tracker = intake.lock();
            (tracker.offset(), tracker.is_idle())
        };
        let timeout = if is_idle { tempo.long_poll.as_secs() } else { 0 };
        let request = GetUpdates { offset, limit: LIMIT, timeout, allowed_updates: ALLOWED };
        let answer = tokio::select! {
            answer = api.call::<_, Vec<Value>>(&request) => answer,
            () = stop.cancelled() => break,
        };
        match answer {
            Ok(updates) => {
                trouble.over();
                intake.handler.heard();
                take(intake, updates, is_idle);
                meanwhile(intake, stop).await;
            }
            Err(failure) => {
                intake.handler.lost();
                let wait = trouble.met(&failure, tempo)?;
                tokio::select! {
                    () = tokio::time::sleep(wait) => {}
                    () = stop.cancelled() => {}
                }
            }
        }
    }
    finish(api, intake, tempo).await;
    Ok(())
}

fn take(intake: &Arc<Intake>, updates: Vec<Value>, was_idle: bool) {
    if updates.is_empty() && was_idle {
        intake.lock().forget_offset();
    }
    for update in updates {
        // The tracker knows when it is handled; nobody waits for this one.
        drop(intake.take(update));
    }
}

/// Waits until nothing is in hand, or for a moment.
async fn meanwhile(intake: &Arc<Intake>, stop: &CancellationToken) {
    let moment = tokio::time::sleep(MEANWHILE);
    tokio::pin!(moment);
    loop {
        if intake.lock().is_idle() {
            return;
        }
        tokio::select! {
            () = intake.progress.notified() => {}
            () = &mut moment => return,
            () = stop.cancelled() => return,
        }
    }
}

/// Finishes what is in hand and confirms it; the last call keeps nothing it gets.
async fn finish(api: &Api, intake: &Arc<Intake>, tempo: &Tempo) {
    intake.finish(tempo.stop).await;
    let offset = intake.lock().offset();
    let request = GetUpdates { offset, limit: 1, timeout: 0, allowed_updates: ALLOWED };
    if offset.is_some() && api.call::<_, Vec<Value>>(&request).await.is_err() {
        tracing::info!("the last updates could not be confirmed; they come again and change nothing");
    }
}

/// A row of failures.
#[derive(Default)]
struct Trouble {
    since: Option<Instant>,
    other_poller_since: Option<Instant>,
    times: u32,
    is_told: bool,
}

impl Trouble {
    fn over(&mut self) {
        if let Some(since) = self.since {
            tracing::info!(secs = since.elapsed().as_secs(), "telegram answers again");
        }
        *self = Self::default();
    }

    /// How long to wait, or what cannot mend itself.
    fn met(&mut self, failure: &Failure, tempo: &Tempo) -> Result<Duration, Error> {
        let now = Instant::now();
        let since = *self.since.get_or_insert(now);
        if self.times == 0 {
            tracing::warn!(%failure, "telegram gives no updates; trying again");
        }
        if !self.is_told && now.duration_since(since) > NEARLY_A_DAY {
            self.is_told = true;
            tracing::error!("telegram has been away for 20 hours; after 24 it drops messages to the bot");
        }
        match failure {
            Failure::Token => return Err(Error::Token),
            Failure::WebhookSet => return Err(Error::WebhookSet),
            Failure::OtherPoller => {
                let since = *self.other_poller_since.get_or_insert(now);
                if now.duration_since(since) >= tempo.other_poller {
                    return Err(Error::OtherPoller);
                }
            }
            Failure::RetryAfter(seconds) => return Ok(Duration::from_secs(*seconds)),
            _ => {}
        }
        let wait = tempo.first_retry.saturating_mul(1 << self.times.min(10)).min(LONGEST);
        self.times += 1;
        Ok(wait)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn outage_is_told_once_before_telegram_drops_what_it_holds() {
        let (mut trouble, tempo) = (Trouble::default(), Tempo::default());
        trouble.met(&Failure::NotReached, &tempo).unwrap();
        tokio::time::advance(NEARLY_A_DAY).await;
        trouble.met(&Failure::NotReached, &tempo).unwrap();
        assert!(!trouble.is_told);
        tokio::time::advance(Duration::from_secs(1)).await;
        trouble.met(&Failure::NotReached, &tempo).unwrap();
        assert!(trouble.is_told);
        trouble.over();
        assert!(!trouble.is_told, "the next outage is told too");
    }

    #[tokio::test(start_paused = true)]
    async fn waits_double_up_to_a_minute_and_telegrams_own_is_kept_whatever_it_is() {
        let (mut trouble, tempo) = (Trouble::default(), Tempo::default());
        let waits: Vec<u128> =
            (0..9).map(|_| trouble.met(&Failure::Server(502), &tempo).unwrap().as_millis()).collect();
        assert_eq!(waits, [500, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
        assert_eq!(trouble.met(&Failure::RetryAfter(35_000), &tempo).unwrap(), Duration::from_secs(35_000));
    }

    #[tokio::test(start_paused = true)]
    async fn what_cannot_mend_itself_ends_it_and_another_poller_after_a_while() {
        let (mut trouble, tempo) = (Trouble::default(), Tempo::default());
        assert!(matches!(trouble.met(&Failure::Token, &tempo), Err(Error::Token)));
        assert!(matches!(trouble.met(&Failure::WebhookSet, &tempo), Err(Error::WebhookSet)));
        assert!(trouble.met(&Failure::OtherPoller, &tempo).is_ok());
        tokio::time::advance(tempo.other_poller).await;
        assert!(matches!(trouble.met(&Failure::OtherPoller, &tempo), Err(Error::OtherPoller)));
    }

    #[test]
    fn typing_sign_is_due_within_300_ms() {
        assert!(Tempo::default().typing_after < Duration::from_millis(300));
    }
}
