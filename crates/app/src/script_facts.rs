//! What scripts may ask about the program: `core.get_info`, `get_stats` of proxies and servers, and
//! the places of rules in the configuration.

use crate::cli::Runtime;
use crate::cli::show::info;
use moongate_engine::Shared;
use moongate_lang::{Env, Sources};
use moongate_lua::{Fact, Facts, Host, Places, Settings, Subject};
use moongate_stats::dump::field;
use moongate_stats::field::Value;
use moongate_stats::row;
use std::sync::Arc;

/// The facts of a process that serves.
pub fn of(shared: &Arc<Shared>) -> Box<dyn Facts> {
    // No scripts among the facts: they would keep each other alive.
    let scripts = Host::new(Settings::default());
    Box::new(Running(Runtime::new(Arc::clone(shared), Env::default(), Vec::new(), scripts)))
}

/// Names places by file and line.
pub fn places(sources: &Arc<Sources>) -> Places {
    let sources = Arc::clone(sources);
    Box::new(move |span| {
        let (line, _) = sources.position(span);
        format!("{}:{line}", sources.get(span.file).name)
    })
}

struct Running(Runtime);

fn fact(value: &Value) -> Fact {
    match value {
        Value::Str(text) => Fact::Text(text.clone()),
        Value::U32(number) => Fact::Int((*number).into()),
        Value::U64(number) => Fact::Int(i64::try_from(*number).unwrap_or(i64::MAX)),
    }
}

impl Facts for Running {
    fn info(&self) -> Vec<(String, Fact)> {
        let values = info::values(&self.0);
        values.iter().map(|(field, value)| (field.name.to_owned(), fact(value))).collect()
    }

    fn stats(&self, subject: Subject) -> Vec<(String, Fact)> {
        let plan = &self.0.shared.plan;
        let row = match subject {
            Subject::Frontend(id) => row::frontend(plan, plan.proxy(id)),
            Subject::Backend(id) => row::backend(plan, plan.proxy(id)),
            Subject::Server(backend, id) => {
                let proxy = plan.proxy(backend);
                row::server(plan, proxy, proxy.state.server(id))
            }
        };
        row.values().map(|(at, value)| (field(at).name.to_owned(), fact(value))).collect()
    }
}
