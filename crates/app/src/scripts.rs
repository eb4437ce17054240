//! Hands the configuration's wishes about Lua to the room that runs it.

use moongate_conf::plan::{Global, LUA_LIBRARIES, LuaStderr, LuaTune};
use moongate_conf::{LuaPath, Scripts};
use moongate_lang::Env;
use moongate_lua::{Host, Libraries, Outgoing, Settings, Stderr};
use moongate_rules::{Action, FilterSpec, Registered, Rulesets, ScriptCommand, ScriptHost};
use moongate_sample::PatternStore;
use std::sync::Arc;
use std::time::Duration;

/// The scripts of the process.
#[derive(Clone, Debug)]
pub struct Lua(pub Host);

impl Lua {
    /// What is known once the configuration is read.
    pub fn settle(&self, global: &Global, threads: usize) {
        self.0.configure(|settings| {
            settings.workers = threads;
            settings.outgoing = Outgoing {
                verify_sockets: global.server_verify.unwrap_or(true),
                verify_requests: global.httpclient.verify,
                roots: global.httpclient.roots.clone(),
                early: global.chroot.is_some(),
                retries: global.httpclient.retries,
                connect: Duration::from_millis(global.httpclient.connect),
            };
        });
    }

    /// No script yet.
    pub fn new() -> Self {
        Self(Host::new(Settings::default()))
    }
}

impl ScriptHost for Lua {
    fn load(&self, file: &str, args: &[String], per_thread: bool) -> Result<Registered, String> {
        self.0.load(file, args, per_thread)
    }

    fn global_function(&self, name: &str) -> Option<Box<dyn Action>> {
        self.0.global_function(name)
    }

    fn action(
        &self,
        rulesets: Rulesets,
        name: &str,
        next: &mut dyn FnMut() -> Option<String>,
    ) -> Result<Box<dyn Action>, String> {
        self.0.action(rulesets, name, next)
    }

    fn filter(
        &self,
        name: &str,
        args: &[String],
        http: bool,
    ) -> Result<Option<Arc<dyn FilterSpec>>, String> {
        self.0.filter(name, args, http)
    }

    fn commands(&self) -> Vec<ScriptCommand> {
        self.0.commands()
    }

    fn init(&self) -> Result<(), String> {
        self.0.init()
    }
}

impl Scripts for Lua {
    fn prepend_path(&self, pattern: &str, path: LuaPath) -> Result<(), String> {
        self.0.prepend_path(pattern, path == LuaPath::Cpath);
        Ok(())
    }

    fn environment(&self, env: &Env) {
        self.0.set_environment(env);
    }

    fn patterns(&self) -> Arc<PatternStore> {
        self.0.patterns()
    }

    fn tune(&self, tune: &LuaTune) {
        self.0.configure(|settings| {
            settings.forced_yield = (tune.forced_yield > 0).then_some(tune.forced_yield);
            settings.max_memory = tune.maxmem;
            settings.session_timeout = Duration::from_millis(tune.session_timeout);
            settings.task_timeout = Duration::from_millis(tune.task_timeout);
            settings.service_timeout = Duration::from_millis(tune.service_timeout);
            settings.burst_timeout = Duration::from_millis(tune.burst_timeout);
            settings.bool_samples = tune.bool_samples;
            settings.libraries = libraries(tune);
            settings.log_loggers = tune.log_loggers;
            settings.log_stderr = match tune.log_stderr {
                LuaStderr::On => Stderr::On,
                LuaStderr::Auto => Stderr::Auto,
                LuaStderr::Off => Stderr::Off,
            };
        });
    }
}

/// `tune.lua.openlibs`
fn libraries(tune: &LuaTune) -> Libraries {
    let chosen = LUA_LIBRARIES.into_iter().zip(tune.libraries).filter(|(_, chosen)| *chosen);
    let names: Vec<&str> = chosen.map(|(name, _)| name).collect();
    if names.is_empty() {
        return Libraries::NONE;
    }
    Libraries::parse(&names.join(",")).unwrap_or(Libraries::ALL)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_rooms_know_the_same_libraries() {
        assert_eq!(LUA_LIBRARIES, Libraries::NAMES);
    }
}
