use super::*;
use std::task::Wake;

/// Runs a local task set to its end on a runtime like a worker's.
fn on_worker<F: Future<Output = ()> + 'static>(future: F) {
    crate::worker::runtime().unwrap().block_on(future);
}

#[test]
fn fires_after_its_deadline_and_not_before() {
    on_worker(async {
        for millis in [0, 1, 20, 70, 130] {
            let timer = Timer::new();
            let begin = Instant::now();
            timer.set_after(Duration::from_millis(millis));
            timer.expired().await;
            // The coarse clock of a machine that starves may be more than a step behind.
            let least = if millis < 100 { millis } else { millis - 20 };
            assert!(begin.elapsed() >= Duration::from_millis(least), "{millis}");
        }
    });
}

#[test]
fn race_gives_the_future_its_chance_first() {
    on_worker(async {
        let timer = Timer::new();
        timer.set_after(Duration::ZERO);
        timer.expired().await;
        assert_eq!(timer.race(async { 7 }).await, Ok(7));
        assert_eq!(timer.race(std::future::pending::<u8>()).await, Err(Expired));
        timer.clear();
        assert_eq!(timer.deadline(), Deadline::NEVER);
        let waits = tokio::time::timeout(Duration::from_millis(20), timer.expired()).await;
        assert!(waits.is_err(), "a cleared timer fires no more");
    });
}

#[test]
fn deadlines_move_both_ways() {
    on_worker(async {
        let timer = Timer::new();
        timer.set_after(Duration::from_secs(3600));
        let begin = Instant::now();
        timer.set_after(Duration::from_millis(10));
        timer.set_after(Duration::from_millis(120));
        timer.expired().await;
        assert!(begin.elapsed() >= Duration::from_millis(100));
        timer.set_after(Duration::from_secs(3600));
        let waits = tokio::time::timeout(Duration::from_millis(20), timer.expired()).await;
        assert!(waits.is_err(), "a fired timer that is set again waits again");
    });
}

#[test]
fn dropped_timers_leave_nothing_behind() {
    on_worker(async {
        let timers: Vec<Timer> = (0..1000)
            .map(|i| {
                let timer = Timer::new();
                timer.set_after(Duration::from_millis(i % 7));
                timer
            })
            .collect();
        drop(timers);
        let timer = Timer::new();
        timer.set_after(Duration::from_millis(20));
        timer.expired().await;
        assert_eq!(TIMERS.with(|timers| timers.wheel.borrow().filed()), 0);
    });
}

#[test]
fn a_new_runtime_gets_a_new_driver() {
    for _ in 0..2 {
        on_worker(async {
            let timer = Timer::new();
            timer.set_after(Duration::from_millis(5));
            timer.expired().await;
        });
    }
}

#[test]
fn a_waker_may_drop_another_timer() {
    struct Dropper;
    impl Wake for Dropper {
        fn wake(self: std::sync::Arc<Self>) {
            OTHER.with(|other| drop(other.take()));
        }
    }
    thread_local!(static OTHER: Cell<Option<Timer>> = const { Cell::new(None) });
    on_worker(async {
        let (one, two) = (Timer::new(), Timer::new());
        let waker = Waker::from(std::sync::Arc::new(Dropper));
        one.set_after(Duration::from_millis(5));
        two.set_after(Duration::from_millis(5));
        assert!(one.poll_expired(&Context::from_waker(&waker)).is_pending());
        OTHER.set(Some(two));
        let last = Timer::new();
        last.set_after(Duration::from_millis(10));
        last.expired().await;
        assert!(OTHER.take().is_none());
    });
}

/// The wheel against a plain list, over times that pass every level's boundary.
#[test]
fn the_wheel_agrees_with_a_list() {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = move |below: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % below
    };
    for begin in [0, 5, 63, 4095, (1 << 36) - 500, 12_345_678_901] {
        let mut wheel = Wheel::new(begin);
        let mut now = begin;
        let mut model: Vec<(u32, u64)> = (0..50).map(|_| (wheel.add(), NEVER)).collect();
        for _ in 0..20_000 {
            let which = random(50) as usize;
            match random(10) {
                0 => {
                    wheel.remove(model[which].0);
                    model[which] = (wheel.add(), NEVER);
                }
                1..=6 => {
                    let range = [10, 100, 5000, 300_000, 100_000_000][random(5) as usize];
                    let at = if random(20) == 0 { NEVER } else { now + random(range) };
                    wheel.set(model[which].0, at);
                    model[which].1 = at;
                }
                _ => {
                    let range = [3, 50, 3000, 200_000][random(4) as usize];
                    now += random(range);
                    let next = wheel.next_at();
                    let due: Vec<u32> = model
                        .iter()
                        .filter(|(_, at)| *at <= now)
                        .map(|(index, _)| *index)
                        .collect();
                    assert!(due.is_empty() || next <= now, "the driver would oversleep");
                    while wheel.next_fired(now).is_some() {}
                    for (index, at) in &mut model {
                        let fired = wheel.poll(*index, Waker::noop()).is_ok();
                        assert_eq!(fired, *at <= now, "deadline {at} at {now}");
                        if fired {
                            // A fired entry stays so until it is set again.
                            wheel.set(*index, NEVER);
                            *at = NEVER;
                        }
                    }
                }
            }
        }
    }
}

/// Not a check but a figure: `cargo test --release -p moongate-net -- --ignored --nocapture set_cost`.
#[test]
#[ignore = "measures"]
fn set_cost() {
    on_worker(async {
        let timers: Vec<Timer> = (0..1000).map(|_| Timer::new()).collect();
        let rounds = 20_000_u32;
        let begin = Instant::now();
        for i in 0..rounds {
            for timer in &timers {
                timer.set_after(Duration::from_millis(30_000 + u64::from(i & 1)));
            }
        }
        let each = begin.elapsed() / (rounds * 1000 / 1000);
        println!("moving a deadline: {:?} for 1000", each);
        let begin = Instant::now();
        for i in 0..rounds {
            for timer in &timers[..100] {
                timer.set_after(Duration::from_millis(if i & 1 == 0 { 5_000 } else { 30_000 }));
            }
        }
        println!("two timeouts in turn: {:?} for 100", begin.elapsed() / rounds);
        let begin = Instant::now();
        for _ in 0..rounds {
            for _ in 0..10 {
                let timer = Timer::new();
                timer.set_after(Duration::from_millis(5_000));
            }
        }
        println!("a timer's life: {:?} for 10", begin.elapsed() / rounds);
    });
}
