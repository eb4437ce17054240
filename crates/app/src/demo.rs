//! `moongate demo`: a proxy with a built-in backend and a script, on loopback ports that the kernel
//! chooses, to be looked at and played with.

use crate::args::Options;
use crate::config::{Config, environment};
use crate::start;
use std::fs;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::os::fd::{IntoRawFd, RawFd};
use std::path::PathBuf;
use std::process::ExitCode;

/// The configuration, with variables for what only the running program knows.
pub const CONFIG: &str = include_str!("demo/demo.cfg");

/// Its script.
pub const SCRIPT: &str = include_str!("demo/demo.lua");

/// Runs the demonstration until Ctrl-C.
pub fn run() -> ExitCode {
    match prepare() {
        Ok(demo) => demo.run(),
        Err(error) => {
            eprintln!("moongate demo: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What the demonstration needs while it runs.
struct Demo {
    /// Where the front listens.
    front: SocketAddr,
    /// Its socket, which the proxy takes over.
    descriptor: RawFd,
    folder: PathBuf,
}

fn prepare() -> std::io::Result<Demo> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let front = listener.local_addr()?;
    let folder = std::env::temp_dir().join(format!("moongate-demo-{}", std::process::id()));
    fs::create_dir(&folder)?;
    fs::write(folder.join("demo.lua"), SCRIPT)?;
    fs::write(folder.join("demo.cfg"), CONFIG)?;
    Ok(Demo { front, descriptor: listener.into_raw_fd(), folder })
}

impl Demo {
    fn run(&self) -> ExitCode {
        let options = Options { foreground: true, ..Options::default() };
        let mut env = environment(&options);
        env.set("DEMO", self.folder.to_string_lossy().as_bytes());
        env.set("FRONT", self.descriptor.to_string());
        let config = Config::of_text("demo.cfg", CONFIG, env);
        config.show();
        if !config.is_good(false) {
            return ExitCode::FAILURE;
        }
        self.explain();
        match start::run_config(config, &options) {
            Ok(_) => ExitCode::SUCCESS,
            Err(message) => {
                message.show();
                ExitCode::FAILURE
            }
        }
    }

    fn explain(&self) {
        let (front, folder) = (self.front, self.folder.display());
        println!(
            "\nMoongate is running. Its configuration and script are in {folder}\n\n\
             Open http://{front}/ or try, in another terminal:\n\n  \
             curl -i http://{front}/                     # through the proxy to a built-in backend\n  \
             curl -i http://{front}/lua                  # a service in Lua\n  \
             curl -i http://{front}/slow                 # a script that sleeps; the others go on\n  \
             curl -i -H 'x-secret: 1' http://{front}/    # denied by a rule\n  \
             echo 'show stat' | nc -U {folder}/api.sock  # the runtime API\n\n\
             Log lines follow. Ctrl-C ends it.\n"
        );
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // A folder that is left behind does no harm.
        let _ = fs::remove_dir_all(&self.folder);
    }
}
