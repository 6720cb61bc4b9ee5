//! Mails that come back, handed to the desk; the place they are read up to, in
//! the store.

use std::sync::Arc;

use async_trait::async_trait;
use utveier::desk::{Desk, Taken};
use utveier::inbox::answer;
use utveier::inbox::imap::{Content, Disposal, Fetched, HandlerError, MailHandler, Position};
use utveier::store::{Store, StoreError, Write};

/// Where mails go that belong to no case: a person looks there.
pub(crate) const UNMATCHED: &str = "Utveier-ukjent";
/// Name of the position in the store.
const POSITION: &str = "imap-position";

/// Where the mailbox is read up to; `None` before the first time.
pub(crate) async fn position(store: &dyn Store) -> Result<Option<Position>, StoreError> {
    let value = store.value(POSITION).await?;
    Ok(value.and_then(|value| <[u8; 8]>::try_from(value).ok()).map(|bytes| {
        let number = |at: usize| u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
        Position { uid_validity: number(0), last_uid: number(4) }
    }))
}

/// Takes mails to the desk.
pub(crate) struct Postman {
    desk: Arc<Desk>,
    store: Arc<dyn Store>,
}

impl Postman {
    pub(crate) fn new(desk: Arc<Desk>, store: Arc<dyn Store>) -> Self {
        Self { desk, store }
    }
}

#[async_trait]
impl MailHandler for Postman {
    async fn handle(&self, mail: Fetched) -> Result<Disposal, HandlerError> {
        let returned = match &mail.content {
            Content::Whole(raw) => answer::read(raw, self.desk.reply_addresses()),
            Content::Head(head) => answer::too_large(head),
        };
        match self.desk.take_in(&returned).await {
            Ok(Taken::Done | Taken::Before) => Ok(Disposal::Keep),
            Ok(Taken::Unmatched) => {
                tracing::error!(folder = UNMATCHED, "a mail belongs to no case and was put aside: a person must look");
                Ok(Disposal::MoveTo(UNMATCHED.to_owned()))
            }
            Err(error) => Err(HandlerError(error.to_string())),
        }
    }

    async fn position(&self) -> Result<Option<Position>, HandlerError> {
        position(&*self.store).await.map_err(|error| HandlerError(error.to_string()))
    }

    async fn save_position(&self, position: Position) -> Result<(), HandlerError> {
        let value = [position.uid_validity.to_be_bytes(), position.last_uid.to_be_bytes()].concat();
        let write = Write::PutValue { name: POSITION.to_owned(), value };
        self.store.commit(vec![write]).await.map_err(|error| HandlerError(error.to_string()))
    }
}
