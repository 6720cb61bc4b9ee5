//! What every engine must do.

/// Runs functions over `Arc<dyn Store>` on each engine.
macro_rules! contract {
    ($($name:ident),+ $(,)?) => {
        mod in_memory {
            $(#[tokio::test]
            async fn $name() {
                let opened = crate::rows::in_memory();
                super::$name(&opened.store).await;
            })+
        }
        mod on_disk {
            $(#[tokio::test]
            async fn $name() {
                let opened = crate::rows::on_disk().await;
                super::$name(&opened.store).await;
                opened.store.verify().await.unwrap();
            })+
        }
    };
}

mod cases;
mod donations;
mod drafts;
mod items;
mod leases;
mod letters;
mod people;
mod tallies;
mod whole;
