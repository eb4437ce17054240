//! What a check that has ended means for its server.

use super::tell;
use crate::worker::Shared;
use moongate_state::{CheckFact, CheckResult, Health, LastCheck, ProxyId, Server, ServerId, Why};
use std::sync::atomic::Ordering::Relaxed;

/// Notes what was found, and puts the server up or down if that is enough for it.
pub(crate) fn record(shared: &Shared, backend: ProxyId, id: ServerId, last: LastCheck) {
    let server = shared.plan.world.proxy(backend).server(id);
    let health = &server.health;
    let before = health.last.read().status;
    let (status, result) = (last.status, last.status.result());
    let fact = |health: &Health| CheckFact {
        status,
        code: last.code,
        duration: last.duration,
        score: (health.score.load(Relaxed), health.rise, health.fall),
    };
    let moved = score(health, result);
    *health.last.write() = last.clone();
    if result == CheckResult::Passed {
        health.errors.store(0, Relaxed);
    }
    let fact = fact(health);
    if moved || status != before {
        if shared.plan.proxy(backend).settings.options.log_health_checks {
            tell::check(shared, backend, server, &last);
        }
        shared.plan.world.report_check(backend, id, fact);
    }
    shared.plan.world.change_server_for(backend, id, Why::Check(fact), |server| {
        settle(server, result);
    });
}

/// Moves the score; whether that is worth a word.
fn score(health: &Health, result: CheckResult) -> bool {
    let score = health.score.load(Relaxed);
    let (rise, best) = (health.rise, health.best());
    match result {
        CheckResult::Passed | CheckResult::Conditional if score < best => {
            let next = if score + 1 >= rise { best } else { score + 1 };
            health.score.store(next, Relaxed);
            true
        }
        CheckResult::Failed if score > 0 => {
            health.failures.add(1);
            let next = if score - 1 < rise { 0 } else { score - 1 };
            health.score.store(next, Relaxed);
            true
        }
        _ => false,
    }
}

/// Sets the state that the score and the last result ask for.
fn settle(server: &Server, result: CheckResult) {
    let up = server.health.score.load(Relaxed) >= server.health.rise;
    if server.maintenance.load(Relaxed) {
        return;
    }
    match result {
        CheckResult::None => {}
        CheckResult::Failed if up => {}
        CheckResult::Failed => {
            server.up.store(false, Relaxed);
            server.stopping.store(false, Relaxed);
        }
        CheckResult::Passed | CheckResult::Conditional if !up => {}
        CheckResult::Passed => {
            server.up.store(true, Relaxed);
            server.stopping.store(false, Relaxed);
        }
        CheckResult::Conditional => {
            server.up.store(true, Relaxed);
            server.stopping.store(true, Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use moongate_state::InitState;

    #[test]
    fn scores() {
        let health = Health::checked(2, 3, InitState::Up);
        let mut seen = Vec::new();
        for result in [
            CheckResult::Passed,
            CheckResult::Passed,
            CheckResult::Failed,
            CheckResult::Failed,
            CheckResult::Failed,
            CheckResult::Failed,
            CheckResult::Passed,
            CheckResult::Passed,
        ] {
            let moved = score(&health, result);
            seen.push((health.score.load(Relaxed), moved));
        }
        let wanted = [
            (4, true),
            (4, false),
            (3, true),
            (2, true),
            (0, true),
            (0, false),
            (1, true),
            (4, true),
        ];
        assert_eq!(seen, wanted);
        assert_eq!(health.failures.get(), 3);
    }
}
