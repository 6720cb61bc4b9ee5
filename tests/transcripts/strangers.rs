//! What a stranger learns who has got hold of a case code: not even whether it is one.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use utveier::desk::Caller;
use utveier::dialogue::{Action, CaseVerb, Door, Incoming, Scope, What};
use utveier::request::CaseCode;
use utveier::store::{CaseRow, MemoryStore, Store};

use super::harness::store::{Around, Surrounded};
use super::harness::world::World;

/// A store that counts what is asked of it.
#[derive(Debug, Default)]
struct Counted {
    store: MemoryStore,
    asked: Arc<AtomicUsize>,
}

impl Around for Counted {
    fn inner(&self) -> &dyn Store {
        self.asked.fetch_add(1, Ordering::SeqCst);
        &self.store
    }
}

const VERBS: [CaseVerb; 6] =
    [CaseVerb::Show, CaseVerb::Withdraw, CaseVerb::WithdrawSure, CaseVerb::Correct, CaseVerb::Write, CaseVerb::Close];

fn caller(name: &str) -> Caller {
    Caller { person: name.to_owned(), chat: name.to_owned() }
}

fn say(world: &World, name: &str, what: What) -> String {
    let incoming = Incoming::new(Door::Web, Scope::Private, None, what);
    format!("{:?}", world.say(Door::Web, &caller(name), incoming))
}

fn sent_request(world: &World) -> CaseRow {
    let story = "Vi er i tvil om hvem som bør snakke med eleven først.";
    for text in ["rådgiver", "ja", "Lærer", "Bergen", "Drøfte en bekymring anonymt", story, "Her i samtalen", "send"]
    {
        say(world, "hjelper", What::Text(text.to_owned()));
    }
    the_case(world)
}

fn the_case(world: &World) -> CaseRow {
    world.wait(world.store.cases(&[], 10)).unwrap().pop().expect("a case")
}

#[test]
fn a_code_of_somebody_elses_case_is_met_as_one_nobody_has() {
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Counted { asked: Arc::clone(&asked), ..Counted::default() };
    let world = World::over(Arc::new(Surrounded(counted)));
    let case = sent_request(&world);
    let taken: CaseCode = case.code.parse().unwrap();
    let free = CaseCode::from_random([77; 8]);
    assert_ne!(taken, free);
    for (number, verb) in VERBS.into_iter().enumerate() {
        let met = [&taken, &free].map(|code| {
            let before = asked.load(Ordering::SeqCst);
            let name = format!("fremmed-{number}-{}", code.as_str());
            let reply = say(&world, &name, What::Pressed(Action::Case(verb, code.clone())));
            (reply.replace(code.as_str(), "KODEN"), asked.load(Ordering::SeqCst) - before)
        });
        assert_eq!(met[0], met[1], "{verb:?}");
        assert!(!met[0].0.contains("Bergen") && !met[0].0.contains("i tvil"), "{verb:?}: {}", met[0].0);
    }
    assert_eq!(the_case(&world), case, "nothing came of it");
}
