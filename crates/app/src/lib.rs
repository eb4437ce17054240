//! The command `moongate`: reads the command line and the configuration, starts the engine, and
//! answers on the runtime API. Everything that carries traffic lives in the rooms below.

#![forbid(unsafe_code)]

pub mod args;
pub mod catalogue;
pub mod cli;
mod commands;
mod config;
mod demo;
pub mod keywords;
pub mod process;
mod script_facts;
mod scripts;
mod start;
pub mod version;

use std::ffi::OsString;
use std::process::ExitCode;

/// Runs the command with these words behind the program's name.
pub fn main(words: Vec<OsString>) -> ExitCode {
    save_memory();
    if let Some(code) = commands::run(&words) {
        return code;
    }
    match args::parse(words) {
        Ok(options) => start::run(&options),
        Err(message) => {
            eprint!("moongate: {message}\n\n{}", commands::usage());
            ExitCode::FAILURE
        }
    }
}

/// Does without huge pages: thousands of idle connections are many small allocations, and a huge page
/// stays whole as long as one of them lives in it (measured: 2.5 KiB a connection with them, 1.3 KiB
/// without). Inherited by worker processes.
fn save_memory() {
    // A kernel that doesn't know this has no huge pages to do without.
    let _ = nix::sys::prctl::set_thp_disable(true);
}
