//! Worker threads: each runs its connections on a runtime of its own.

use std::cell::Cell;
use std::future::Future;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread::JoinHandle;
use tokio::runtime::{Builder, LocalOptions, LocalRuntime};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// Something to do on a worker.
pub type Job = Box<dyn FnOnce() + Send>;

/// Tasks polled between two looks at the sockets, each of which is a system call. Measured with 64
/// busy connections, 61 to 1024 make no difference: the queue is empty before. Fewer are fairer.
const EVENT_INTERVAL: u32 = 61;

thread_local! {
    static INDEX: Cell<Option<usize>> = const { Cell::new(None) };
}

/// This thread's number among the workers, from 0; `None` on other threads.
pub fn index() -> Option<usize> {
    INDEX.get()
}

enum Message {
    Run(Job),
    Stop,
}

/// A way to a worker from any thread.
#[derive(Clone, Debug)]
pub struct Remote {
    index: usize,
    queue: UnboundedSender<Message>,
}

impl std::fmt::Debug for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Run(_) => "Run",
            Self::Stop => "Stop",
        })
    }
}

impl Remote {
    /// The worker's number.
    pub fn index(&self) -> usize {
        self.index
    }

    /// Runs `job` on the worker soon, in order; it may start local tasks. `false` if the worker has
    /// stopped, and the job is dropped.
    pub fn spawn(&self, job: impl FnOnce() + Send + 'static) -> bool {
        self.queue.send(Message::Run(Box::new(job))).is_ok()
    }

    /// Stops the worker once the jobs before are done; its tasks are dropped.
    pub fn stop(&self) {
        let _ = self.queue.send(Message::Stop);
    }
}

/// The process's workers.
#[derive(Debug)]
pub struct Workers {
    remotes: Vec<Remote>,
    threads: Vec<JoinHandle<()>>,
    next: AtomicUsize,
}

impl Workers {
    /// Starts `count` threads. On each, `main` is called with the worker's number and its future runs
    /// as the first local task; the worker goes on after it until it is stopped.
    ///
    /// # Errors
    /// The system's: no thread, no descriptor.
    pub fn start<M, F>(count: usize, main: M) -> io::Result<Self>
    where
        M: Fn(usize) -> F + Send + Sync + 'static,
        F: Future<Output = ()> + 'static,
    {
        let main = Arc::new(main);
        let mut remotes = Vec::with_capacity(count);
        let mut queues = Vec::with_capacity(count);
        for index in 0..count {
            let (sender, receiver) = unbounded_channel();
            remotes.push(Remote { index, queue: sender });
            queues.push(receiver);
        }
        let mut threads = Vec::with_capacity(count);
        for (index, queue) in queues.into_iter().enumerate() {
            let main = main.clone();
            let (ready, started) = std::sync::mpsc::channel();
            let thread = std::thread::Builder::new().name(format!("worker-{}", index + 1)).spawn(
                move || match runtime() {
                    Ok(runtime) => {
                        let _ = ready.send(Ok(()));
                        run(runtime, index, queue, &*main);
                    }
                    Err(error) => {
                        let _ = ready.send(Err(error));
                    }
                },
            )?;
            threads.push(thread);
            started.recv().map_err(|_| io::Error::other("a worker ended while starting"))??;
        }
        Ok(Self { remotes, threads, next: AtomicUsize::new(0) })
    }

    /// The ways to all workers, in order.
    pub fn remotes(&self) -> &[Remote] {
        &self.remotes
    }

    /// The workers in turn.
    pub fn next(&self) -> &Remote {
        &self.remotes[self.next.fetch_add(1, Relaxed) % self.remotes.len()]
    }

    /// Stops all workers.
    pub fn stop(&self) {
        self.remotes.iter().for_each(Remote::stop);
    }

    /// Waits until all workers have ended.
    pub fn join(self) {
        for thread in self.threads {
            let _ = thread.join();
        }
    }
}

/// A worker's runtime: local tasks only, sockets and one timer.
///
/// # Errors
/// The system's.
pub fn runtime() -> io::Result<LocalRuntime> {
    Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .event_interval(EVENT_INTERVAL)
        .global_queue_interval(EVENT_INTERVAL)
        .build_local(LocalOptions::default())
}

fn run<M, F>(runtime: LocalRuntime, index: usize, mut queue: UnboundedReceiver<Message>, main: &M)
where
    M: Fn(usize) -> F,
    F: Future<Output = ()> + 'static,
{
    INDEX.set(Some(index));
    runtime.block_on(async move {
        tokio::task::spawn_local(main(index));
        while let Some(message) = queue.recv().await {
            match message {
                // A job that panics costs itself only, as a task does.
                Message::Run(job) => drop(catch_unwind(AssertUnwindSafe(job))),
                Message::Stop => break,
            }
        }
    });
}

#[cfg(test)]
mod tests;
