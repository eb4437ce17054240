//! Finds proxies and servers by the names that commands are given.

use moongate_conf::Plan;
use moongate_conf::plan::Proxy;
use moongate_state::Server;

/// The proxy of that name, or of that number behind a `#`.
fn proxy<'p>(plan: &'p Plan, word: &str, wanted: impl Fn(&Proxy) -> bool) -> Option<&'p Proxy> {
    let number: Option<u32> = word.strip_prefix('#').and_then(|number| number.parse().ok());
    plan.proxies.iter().filter(|proxy| wanted(proxy)).find(|proxy| match number {
        Some(number) => proxy.state.number == number,
        None => *proxy.state.name == *word,
    })
}

/// The backend that a word names.
pub fn backend<'p>(plan: &'p Plan, word: &str) -> Option<&'p Proxy> {
    proxy(plan, word, |proxy| proxy.state.backend)
}

/// The proxy that a word names, a number also without `#`.
pub fn any<'p>(plan: &'p Plan, word: &str) -> Option<&'p Proxy> {
    let numbered = || word.parse::<u32>().ok();
    proxy(plan, word, |_| true).or_else(|| {
        let number = numbered()?;
        plan.proxies.iter().find(|proxy| proxy.state.number == number)
    })
}

/// The server that `backend/server` names.
///
/// # Errors
/// HAProxy's words for what isn't there.
pub fn server<'p>(plan: &'p Plan, word: &str) -> Result<(&'p Proxy, &'p Server), String> {
    let Some((backend_name, name)) = word.split_once('/').filter(|(_, name)| !name.is_empty())
    else {
        return Err("Require 'backend/server'.".into());
    };
    let backend = backend(plan, backend_name).ok_or("No such backend.")?;
    let number: Option<u32> = name.strip_prefix('#').and_then(|number| number.parse().ok());
    let found = backend.state.servers().iter().find(|server| match number {
        Some(number) => server.number == number,
        None => *server.name == *name,
    });
    found.map(|server| (backend, server)).ok_or_else(|| "No such server.".into())
}
