//! `@bot taushetsplikt` in any chat: one ranked list; what is chosen puts the
//! quote with its place and link into the chat.

use std::sync::Arc;

use teloxide::payloads::AnswerInlineQuery;
use teloxide::types::{
    InlineKeyboardButton, InlineKeyboardMarkup, InlineQueryId, InlineQueryResult, InlineQueryResultArticle,
    InlineQueryResultsButton, InlineQueryResultsButtonKind, InputMessageContent, InputMessageContentText,
};
use utveier::dialogue::{Action, Block, Kind, Outcome, Outgoing, Outside, Scope, State, What};
use utveier::engine::Engine;
use utveier::knowledge::PassageId;
use utveier::language::WrittenForm;

use super::poster::{no_preview, quoted};
use super::{Door, incoming, locale};
use crate::api::Failure;
use crate::deep_link;
use crate::render;
use crate::wire::InlineQuery;

/// Results shown; the platform allows 50.
const SHOWN: usize = 8;
/// Seconds the answer may be kept by the client, for this person only.
const KEPT: u32 = 60;
/// Characters of a result's description.
const DESCRIPTION: usize = 120;

impl Door {
    /// Answers within the platform's ten seconds, or not at all.
    pub(super) async fn inline(&self, query: &InlineQuery) {
        let form = locale(&query.from).unwrap_or(WrittenForm::Bokmal).for_replies();
        let engine = self.desk.engine();
        let (text, judge) = (query.query.clone(), Arc::clone(&engine));
        let found = tokio::task::spawn_blocking(move || found(&judge, &text, form)).await.unwrap_or_default();
        let results: Vec<InlineQueryResult> =
            found.iter().filter_map(|message| self.article(message)).map(InlineQueryResult::Article).collect();
        let mut answer = AnswerInlineQuery::new(InlineQueryId(query.id.clone()), results);
        answer.cache_time = Some(KEPT);
        answer.is_personal = Some(true);
        answer.button = Some(InlineQueryResultsButton {
            text: engine.replies.text(form, key!("telegram-inline-private")),
            kind: InlineQueryResultsButtonKind::StartParameter("start".to_owned()),
        });
        match self.out.call::<_, bool>(&answer).await {
            Ok(_) | Err(Failure::TooLate) => {}
            Err(failure) => tracing::info!(%failure, "an inline query could not be answered"),
        }
    }

    fn article(&self, message: &Outgoing) -> Option<InlineQueryResultArticle> {
        let text = render::short(message, &self.poster.words(message));
        let part = render::parts(&text).into_iter().next()?;
        let content =
            InputMessageContentText::new(part.text.clone()).entities(part.entities).link_preview_options(no_preview());
        let (title, description) = titles(message, &part.text);
        let payload = action(message).and_then(|action| deep_link::payload(&action, &self.buttons));
        let id = payload.clone().unwrap_or_else(|| "kort".to_owned());
        let mut article = InlineQueryResultArticle::new(id, title, InputMessageContent::Text(content));
        article = article.description(description);
        if let Some(url) = payload.and_then(|payload| deep_link::url(&self.me.username, &payload)) {
            let label = self.desk.engine().replies.text(message.form, key!("telegram-read-private"));
            let button = InlineKeyboardButton::url(label, url);
            article = article.reply_markup(InlineKeyboardMarkup::new([[button]]));
        }
        Some(article)
    }
}

/// The messages to choose from: a card first where there is danger, then what
/// answers best. An id finds its own passage and nothing else («Del»).
fn found(engine: &Engine, text: &str, form: WrittenForm) -> Vec<Outgoing> {
    let step = |what: What| {
        let incoming = incoming(Scope::Group, Some(form), what);
        engine.advance(Outside::nothing(), State::default(), &incoming).outgoing
    };
    let answer = |id: PassageId| step(What::Pressed(Action::Answer(id))).into_iter().find(|m| m.kind == Kind::Answer);
    if let Some(id) = PassageId::parse(text.trim()) {
        return answer(id).into_iter().collect();
    }
    if text.trim().is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    if engine.safety.danger(text).is_some() {
        found.extend(step(What::Text(text.to_owned())).into_iter().filter(|message| message.kind == Kind::Acute));
    }
    let judgement = engine.judge(text);
    // Small talk and what must be refused have no answers in the content.
    if matches!(judgement.outcome, Outcome::Found(_)) {
        found.extend(judgement.ranked.iter().take(SHOWN).filter_map(|ranked| answer(ranked.passage.id.clone())));
    }
    found
}

fn action(message: &Outgoing) -> Option<Action> {
    quoted(message).and_then(|id| PassageId::parse(&id)).map(Action::Answer)
}

/// The heading and how the rest begins.
fn titles(message: &Outgoing, text: &str) -> (String, String) {
    let heading = message.blocks.iter().find_map(|block| match block {
        Block::Heading(title) => Some(title.clone()),
        Block::Emergency(card) => Some(card.title.clone()),
        _ => None,
    });
    let title = heading.unwrap_or_else(|| text.lines().next().unwrap_or_default().to_owned());
    let rest = text.strip_prefix(&title).unwrap_or(text).trim().replace('\n', " ");
    (title, rest.chars().take(DESCRIPTION).collect())
}
