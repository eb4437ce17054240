//! A worker process's side of the talk with its master: says that it serves, and runs the lines of the
//! runtime API that the master passes on.

use super::{Runtime, Session, line, run, script};
use crate::process::{Message, channel};
use moongate_conf::plan::CliLevel;
use moongate_net::StdStream;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use std::future::poll_fn;
use std::io;
use std::path::PathBuf;
use std::rc::Rc;
use std::time::Duration;

/// Tells the master, if there is one, that this process serves.
///
/// # Errors
/// The master is gone.
pub fn ready(pidfile: Option<PathBuf>) -> Result<(), Message> {
    if !channel::is_worker() {
        return Ok(());
    }
    let path = pidfile.unwrap_or_default();
    channel::to_master()
        .and_then(|stream| {
            channel::send(&stream, channel::READY, path.to_string_lossy().as_bytes())
        })
        .map_err(|error| Message::alert(format!("the master doesn't listen: {error}")))
}

/// Runs what the master passes on, on this worker. Without a master, the process ends.
pub fn listen(runtime: &Rc<Runtime>) {
    if !channel::is_worker() {
        return;
    }
    let runtime = runtime.clone();
    tokio::task::spawn_local(async move {
        // Either way the master can't be reached any more.
        let _ = serve(&runtime).await;
        let _ = kill(Pid::this(), Signal::SIGTERM);
    });
}

async fn serve(runtime: &Runtime) -> io::Result<()> {
    let stream = channel::to_master()?;
    stream.set_nonblocking(true)?;
    let mut stream = moongate_net::Stream::from_std(StdStream::Unix(stream))?;
    loop {
        let mut head = [0; 5];
        read(&mut stream, &mut head).await?;
        let [letter, length @ ..] = head;
        let mut text = vec![0; u32::from_be_bytes(length).min(1 << 20) as usize];
        read(&mut stream, &mut text).await?;
        let level = match letter {
            b'0' => CliLevel::User,
            b'1' => CliLevel::Operator,
            _ => CliLevel::Admin,
        };
        let answer = answer(&String::from_utf8_lossy(&text), level, runtime).await;
        let mut frame = vec![channel::ANSWER];
        frame.extend_from_slice(&u32::try_from(answer.len()).unwrap_or(0).to_be_bytes());
        frame.extend_from_slice(answer.as_bytes());
        write(&mut stream, &frame).await?;
    }
}

async fn answer(text: &str, level: CliLevel, runtime: &Runtime) -> String {
    let mut session = Session::new(level, Duration::ZERO);
    let mut out = String::new();
    for words in &line::read(text).commands {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match script::choose(runtime, &words) {
            Some(command) => out.push_str(&script::answer(command, &words, runtime).await),
            None => {
                let answer = run(&words, None, &mut session, runtime);
                out.push_str(&answer.text);
                if let Some(mut rest) = answer.rest {
                    while rest.next(&mut out) {
                        tokio::task::yield_now().await;
                    }
                }
            }
        }
        out.push('\n');
    }
    out
}

async fn read(stream: &mut moongate_net::Stream, mut room: &mut [u8]) -> io::Result<()> {
    while !room.is_empty() {
        match poll_fn(|cx| stream.poll_read(cx, room)).await? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            count => room = &mut room[count..],
        }
    }
    Ok(())
}

async fn write(stream: &mut moongate_net::Stream, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match poll_fn(|cx| stream.poll_write(cx, bytes)).await? {
            0 => return Err(io::ErrorKind::WriteZero.into()),
            count => bytes = &bytes[count..],
        }
    }
    Ok(())
}
