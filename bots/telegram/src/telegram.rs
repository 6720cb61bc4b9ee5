//! The door as a whole: made from its configuration, probed, run.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use teloxide::payloads::GetMe;
use tokio_util::sync::CancellationToken;
use utveier::desk::Desk;
use utveier::dialogue::Door as CoreDoor;
use utveier::replies::Replies;
use utveier::store::Write;

use crate::api::{Api, Failure, GetWebhookInfo, Me, SetWebhook, WebhookInfo};
use crate::button::Buttons;
use crate::config::{Mode, Secret, TelegramConfig};
use crate::door::{Door, Poster};
use crate::error::Error;
use crate::inbox::TelegramInbox;
use crate::ingress::{self, Intake};
use crate::menu;
use crate::send::Outbound;
use crate::wire::ALLOWED;

/// How often idle chats are forgotten.
const TIDY: Duration = Duration::from_secs(300);
/// The longest wait for Telegram to answer at the start.
const LONGEST: Duration = Duration::from_secs(60);
/// Connections Telegram may open at once.
const CONNECTIONS: u8 = 40;
/// Where the bot's id is noted, to see when it is another bot.
const BOT: &str = "telegram-bot";

/// The door, not yet open. Its inbox can be used by the desk before it opens.
pub struct Telegram {
    config: TelegramConfig,
    api: Arc<Api>,
    out: Arc<Outbound>,
    inbox: Arc<TelegramInbox>,
}

impl std::fmt::Debug for Telegram {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Telegram").field("config", &self.config).finish_non_exhaustive()
    }
}

/// Opens the door and keeps it open until stopped. For the inbox, make a
/// [`Telegram`] first.
///
/// # Errors
///
/// As [`Telegram::run`].
pub async fn run(config: TelegramConfig, desk: Arc<Desk>, stop: CancellationToken) -> Result<(), Error> {
    Telegram::new(config)?.run(desk, stop).await
}

/// Whether the door could open now, without opening it: for `utveier check`.
/// Returns the bot's name.
///
/// # Errors
///
/// What is wrong, and what to do.
pub async fn probe(config: TelegramConfig) -> Result<String, Error> {
    let telegram = Telegram::new(config)?;
    let me = telegram.api.call::<_, Me>(&GetMe::new()).await.map_err(|failure| unreachable(&failure))?;
    telegram.check_webhook().await.map_err(|failure| unreachable(&failure))??;
    Ok(me.username)
}

impl Telegram {
    /// The door of a configuration; nothing is sent.
    ///
    /// # Errors
    ///
    /// [`Error::Address`], [`Error::Token`], [`Error::Secret`] when the
    /// configuration cannot be right.
    pub fn new(config: TelegramConfig) -> Result<Self, Error> {
        if let Mode::Webhook { secret, .. } = &config.mode
            && !ingress::is_secret(secret)
        {
            return Err(Error::Secret);
        }
        let bot = bot_of(&config.token).ok_or(Error::Token)?;
        let api = Arc::new(Api::new(&config.api_url, &config.token)?);
        let out = Arc::new(Outbound::new(Arc::clone(&api), &config.limits, &config.tempo));
        let (store, buttons) = (Arc::clone(&config.store), Buttons::new(Arc::clone(&config.keyring)));
        let chats = (config.inbox_chats.clone(), bot);
        let inbox = Arc::new(TelegramInbox::new(Arc::clone(&out), store, buttons, chats));
        Ok(Self { config, api, out, inbox })
    }

    /// The inbox in Telegram; its recipients are the ids of its forums.
    #[must_use]
    pub fn inbox(&self) -> Arc<TelegramInbox> {
        Arc::clone(&self.inbox)
    }

    /// Opens the door and keeps it open until stopped.
    ///
    /// # Errors
    ///
    /// What cannot mend itself: a refused token, a webhook in the way, another
    /// poller that stays, a port that is taken. That Telegram cannot be reached
    /// is waited out.
    pub async fn run(&self, desk: Arc<Desk>, stop: CancellationToken) -> Result<(), Error> {
        let Some(me) = self.greet(&stop).await? else { return Ok(()) };
        self.note_bot(&me).await;
        let door = Arc::new(self.door(&desk, me));
        desk.register(CoreDoor::Telegram, Arc::new(door.poster.clone())).await;
        let intake = Intake::new(door, self.config.tempo.hold);
        let beside = CancellationToken::new();
        let _stopped = beside.clone().drop_guard();
        tokio::spawn(beside_it(Arc::clone(&self.out), self.config.inbox_chats.clone(), beside));
        desk.heard(CoreDoor::Telegram);
        tracing::info!("the telegram door is open");
        match &self.config.mode {
            Mode::Polling => ingress::poll(&self.api, &intake, &self.config.tempo, &stop).await,
            Mode::Webhook { listen, url, secret, serve } => {
                let listening = ingress::listen(*listen, secret.clone(), *serve, Arc::clone(&intake), stop.clone());
                let set = self.set_webhook(url, secret, &stop);
                let ended = tokio::try_join!(listening, set).map(|_| ());
                intake.finish(self.config.tempo.stop).await;
                ended
            }
        }
    }

    fn door(&self, desk: &Arc<Desk>, me: Me) -> Door {
        let buttons = Buttons::new(Arc::clone(&self.config.keyring));
        let (out, desk) = (Arc::clone(&self.out), Arc::clone(desk));
        let bot = me.username.clone();
        let poster = Poster {
            out: Arc::clone(&out),
            desk: Arc::clone(&desk),
            buttons: buttons.clone(),
            bot,
            is_whisper_unknown: Arc::default(),
        };
        Door {
            out,
            desk,
            poster,
            buttons,
            me,
            inbox: Arc::clone(&self.inbox),
            store: Arc::clone(&self.config.store),
            keyring: Arc::clone(&self.config.keyring),
            typing_after: self.config.tempo.typing_after,
            web_url: self.config.web_url.clone(),
            is_late_told: AtomicBool::new(false),
        }
    }

    /// Learns who we are and whether the way is free; waits for a network.
    /// `None` when stopped meanwhile.
    async fn greet(&self, stop: &CancellationToken) -> Result<Option<Me>, Error> {
        let mut wait = self.config.tempo.first_retry;
        loop {
            let answer = async {
                let me = self.api.call::<_, Me>(&GetMe::new()).await?;
                Ok((me, self.check_webhook().await?))
            };
            let failure = match answer.await {
                Ok((me, way)) => return way.map(|()| Some(me)),
                Err(Failure::Token) => return Err(Error::Token),
                Err(failure) => failure,
            };
            tracing::warn!(%failure, "telegram cannot be reached; trying again");
            let asked = if let Failure::RetryAfter(seconds) = failure { Duration::from_secs(seconds) } else { wait };
            tokio::select! {
                () = tokio::time::sleep(asked) => wait = wait.saturating_mul(2).min(LONGEST),
                () = stop.cancelled() => return Ok(None),
            }
        }
    }

    /// A webhook somebody set would take every update away from a poller. It is
    /// not removed: it may be another instance's.
    async fn check_webhook(&self) -> Result<Result<(), Error>, Failure> {
        if !matches!(self.config.mode, Mode::Polling) {
            return Ok(Ok(()));
        }
        let info: WebhookInfo = self.api.call(&GetWebhookInfo {}).await?;
        Ok(if info.url.is_empty() { Ok(()) } else { Err(Error::WebhookSet) })
    }

    /// Tells Telegram where to post. It stays set when we stop: other instances
    /// may serve it, and what comes meanwhile is kept for us.
    async fn set_webhook(&self, url: &str, secret: &Secret, stop: &CancellationToken) -> Result<(), Error> {
        let call = SetWebhook {
            url: url.to_owned(),
            secret_token: secret.0.clone(),
            max_connections: CONNECTIONS,
            allowed_updates: ALLOWED,
        };
        let mut wait = self.config.tempo.first_retry;
        loop {
            match self.api.call::<_, bool>(&call).await {
                Ok(_) => return Ok(()),
                Err(Failure::Token) => return Err(Error::Token),
                Err(Failure::Refused(reason)) => return Err(Error::Webhook(reason)),
                Err(failure) => tracing::warn!(%failure, "the webhook could not be set; trying again"),
            }
            tokio::select! {
                () = tokio::time::sleep(wait) => wait = wait.saturating_mul(2).min(LONGEST),
                () = stop.cancelled() => return Ok(()),
            }
        }
    }

    /// With another bot's token, people who asked through the old one cannot be
    /// reached: that is said, not hidden.
    async fn note_bot(&self, me: &Me) {
        let id = me.id.to_string().into_bytes();
        match self.config.store.value(BOT).await {
            Ok(Some(before)) if before != id => tracing::error!(
                "telegram.token is another bot's than before; open cases of people who wrote to that one cannot be answered"
            ),
            Ok(Some(_)) => return,
            Ok(None) => {}
            Err(error) => {
                tracing::warn!(%error, "which bot was used before cannot be read");
                return;
            }
        }
        if let Err(error) = self.config.store.commit(vec![Write::PutValue { name: BOT.to_owned(), value: id }]).await {
            tracing::warn!(%error, "which bot is used cannot be noted");
        }
    }
}

/// What is done beside taking updates: the menu once, tidying now and then.
async fn beside_it(out: Arc<Outbound>, inboxes: Vec<i64>, stop: CancellationToken) {
    let work = async {
        menu::set(&out, &Replies::default(), &inboxes).await;
        loop {
            tokio::time::sleep(TIDY).await;
            out.forget_idle();
        }
    };
    tokio::select! {
        () = work => {}
        () = stop.cancelled() => {}
    }
}

/// The id in front of a token's colon is the bot's.
fn bot_of(token: &Secret) -> Option<i64> {
    let (id, secret) = token.0.split_once(':')?;
    id.parse().ok().filter(|_| !secret.is_empty())
}

fn unreachable(failure: &Failure) -> Error {
    match failure {
        Failure::Token => Error::Token,
        Failure::WebhookSet => Error::WebhookSet,
        Failure::OtherPoller => Error::OtherPoller,
        Failure::NotReached => Error::Unreachable("no connection; check the address, the network and the proxy"),
        Failure::CutOff => Error::Unreachable("the connection was cut or timed out"),
        Failure::Server(_) => Error::Unreachable("the server answered with an error of its own; try again later"),
        _ => Error::Unreachable("the answer was none of the Bot API's; is telegram.api_url right?"),
    }
}
