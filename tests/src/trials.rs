//! Runs tests made from data, each with its own name, as cargo and nextest expect of a test program.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// A test.
pub struct Trial {
    /// Its name.
    pub name: String,
    /// Does it; the error is printed.
    pub run: Box<dyn Fn() -> Result<(), String> + Send + Sync>,
}

/// What the command line asks for: libtest's flags, as far as cargo and nextest use them.
#[derive(Debug, Default)]
struct Asked {
    list: bool,
    ignored: bool,
    exact: bool,
    filters: Vec<String>,
    skipped: Vec<String>,
    threads: Option<usize>,
}

/// Runs the trials that the command line selects and ends the process.
pub fn main(trials: Vec<Trial>) -> ! {
    let asked = Asked::read();
    let all = trials.len();
    let chosen: Vec<_> = trials.into_iter().filter(|trial| asked.wants(&trial.name)).collect();
    if asked.list {
        for trial in &chosen {
            println!("{}: test", trial.name);
        }
        std::process::exit(0);
    }
    println!("\nrunning {} tests", chosen.len());
    let start = Instant::now();
    let failures = Mutex::new(Vec::new());
    let next = AtomicUsize::new(0);
    // Cases mostly wait for timeouts, so more of them than processors run at once.
    let threads = asked.threads.unwrap_or(8).min(chosen.len().max(1));
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(trial) = chosen.get(next.fetch_add(1, Ordering::Relaxed)) {
                    run(trial, &failures);
                }
            });
        }
    });
    let failures = failures.into_inner().expect("no trial holds it any more");
    for (name, why) in &failures {
        println!("\n---- {name} ----\n{why}");
    }
    let result = if failures.is_empty() { "ok" } else { "FAILED" };
    println!(
        "\ntest result: {result}. {} passed; {} failed; 0 ignored; 0 measured; {} filtered out; finished in {:.2}s\n",
        chosen.len() - failures.len(),
        failures.len(),
        all - chosen.len(),
        start.elapsed().as_secs_f64()
    );
    std::process::exit(if failures.is_empty() { 0 } else { 101 });
}

fn run(trial: &Trial, failures: &Mutex<Vec<(String, String)>>) {
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(&trial.run));
    let result = result.unwrap_or_else(|_| Err("it panicked".into()));
    println!("test {} ... {}", trial.name, if result.is_ok() { "ok" } else { "FAILED" });
    if let Err(why) = result {
        failures.lock().expect("no trial panics while it holds it").push((trial.name.clone(), why));
    }
}

impl Asked {
    fn read() -> Asked {
        let mut asked = Asked::default();
        let mut args = std::env::args().skip(1);
        while let Some(arg) = args.next() {
            match arg.as_str() {
                "--list" => asked.list = true,
                "--ignored" => asked.ignored = true,
                "--exact" => asked.exact = true,
                "--skip" => asked.skipped.extend(args.next()),
                "--test-threads" => {
                    asked.threads = args.next().and_then(|count| count.parse().ok())
                }
                "--format" | "--color" | "--logfile" | "-Z" => drop(args.next()),
                flag if flag.starts_with("--test-threads=") => {
                    asked.threads = flag.split_once('=').and_then(|(_, count)| count.parse().ok());
                }
                flag if flag.starts_with('-') => {}
                _ => asked.filters.push(arg),
            }
        }
        asked
    }

    fn wants(&self, name: &str) -> bool {
        let fits = |filter: &String| {
            if self.exact { name == filter } else { name.contains(filter.as_str()) }
        };
        // No trial is an ignored one.
        !self.ignored
            && (self.filters.is_empty() || self.filters.iter().any(fits))
            && !self.skipped.iter().any(fits)
    }
}
