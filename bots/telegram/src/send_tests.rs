//! Limits and their order, on a clock that stands.

use super::*;
use std::sync::Mutex;

fn limits(per_second: f64) -> Limits {
    Limits { per_second, per_chat: 1.0, per_group_minute: 20.0 }
}

#[tokio::test(start_paused = true)]
async fn more_than_the_limit_wait_and_the_urgent_go_first() {
    let gate = Arc::new(Gate::new(2.0));
    let order = Arc::new(Mutex::new(Vec::new()));
    gate.enter(Urgency::Answer).await;
    gate.enter(Urgency::Answer).await;
    let mut tasks = Vec::new();
    for (name, urgency) in [("later", Urgency::Later), ("answer", Urgency::Answer), ("card", Urgency::First)] {
        let (gate, order) = (Arc::clone(&gate), Arc::clone(&order));
        tasks.push(tokio::spawn(async move {
            gate.enter(urgency).await;
            order.lock().unwrap().push(name);
        }));
        tokio::task::yield_now().await;
    }
    let start = Instant::now();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(*order.lock().unwrap(), ["card", "answer", "later"]);
    assert!(start.elapsed() >= Duration::from_millis(1500));
}

#[tokio::test(start_paused = true)]
async fn hundred_messages_at_thirty_a_second_take_over_two_seconds() {
    let gate = Arc::new(Gate::new(30.0));
    let start = Instant::now();
    for _ in 0..100 {
        gate.enter(Urgency::Answer).await;
    }
    let took = start.elapsed();
    assert!(took >= Duration::from_millis(2300) && took < Duration::from_millis(3500), "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn chat_has_a_burst_and_then_one_a_second_and_groups_fewer() {
    let lanes = Lanes::new(&limits(1000.0));
    for (chat, free, then) in [(7, 4, 1000), (-7, 5, 3000)] {
        let mut lane = lanes.lane(chat).await;
        for _ in 0..free {
            assert!(lane.bucket.wait(Instant::now()).is_zero());
            lane.bucket.take(Instant::now());
        }
        assert_eq!(lane.bucket.wait(Instant::now()), Duration::from_millis(then));
    }
}

#[tokio::test(start_paused = true)]
async fn turns_of_one_chat_come_in_order() {
    let lanes = Arc::new(Lanes::new(&limits(1000.0)));
    let order = Arc::new(Mutex::new(Vec::new()));
    let first = lanes.lane(1).await;
    let mut tasks = Vec::new();
    for number in 0..5 {
        let (lanes, order) = (Arc::clone(&lanes), Arc::clone(&order));
        tasks.push(tokio::spawn(async move {
            let _lane = lanes.lane(1).await;
            order.lock().unwrap().push(number);
        }));
        tokio::task::yield_now().await;
    }
    drop(first);
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(*order.lock().unwrap(), [0, 1, 2, 3, 4]);
}

#[tokio::test(start_paused = true)]
async fn idle_lanes_are_forgotten_and_those_that_must_wait_are_not() {
    let lanes = Lanes::new(&limits(1000.0));
    drop(lanes.lane(1).await);
    lanes.lane(2).await.blocked_until = Some(Instant::now() + Duration::from_secs(3600));
    lanes.forget_idle();
    assert!(lanes.lane(2).await.blocked_until.is_some());
}

#[test]
fn waits_double_up_to_a_minute() {
    let api = Api::new("http://127.0.0.1:1", &crate::config::Secret("1:a".into())).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let _entered = runtime.enter();
    let out = Outbound::new(Arc::new(api), &limits(30.0), &Tempo::default());
    assert_eq!(out.wait(1), Duration::from_millis(500));
    assert_eq!(out.wait(2), Duration::from_secs(1));
    assert_eq!(out.wait(30), Duration::from_secs(60));
}
