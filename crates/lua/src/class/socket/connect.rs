//! `Socket:connect`

use super::{Socket, fail, sweep, this};
use crate::declaration::{Contexts, Declaration, optional, param};
use crate::raw::{Call, Done, Fault, Function};
use moongate_net::{Address, Dial, Kind, PortSpec, PortWant, Stream, Target, Want, dial, lookup};
use std::io;
use std::sync::Arc;
use std::time::Duration;

/// How long a connection may take to be made when the script says nothing (as in HAProxy).
const TIME: Duration = Duration::from_secs(5);

/// What an address of the API may look like.
pub(in crate::class) const WANT: Want<'static> = Want {
    port: PortWant::Optional,
    range: false,
    offset: false,
    zero: false,
    kind: Kind::Stream,
    other_kind: false,
    fd: false,
    unix_prefix: None,
};

/// `Socket:connect`
pub(super) struct Connect;

impl Function for Connect {
    const DECLARATION: Declaration = Declaration {
        class: "Socket",
        name: "connect",
        aliases: &[],
        contexts: Contexts::RUNNING,
        params: &[param("address", "string"), optional("port", "integer")],
        returns: "integer?, string?",
        sentence: "Connects to an address, a name or a unix socket; gives 1, or nil and what went wrong.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let socket = this(call)?;
        socket.open()?;
        if call.progress() != 0 {
            return Ok(finish(call, &socket));
        }
        let (address, port) = target(call)?;
        socket.disconnect();
        call.work(connect(address, port, socket.timeout.get().unwrap_or(TIME)))
    }
}

/// How an attempt ended; no error: it took too long.
type Attempt = Result<Stream, Option<io::Error>>;

fn finish(call: &Call<'_>, socket: &Socket) -> Done {
    match call.outcome::<Attempt>() {
        Some(Ok(stream)) => {
            socket.disconnect();
            socket.stream.replace(Some(Arc::new(stream)));
            sweep::connected(call, socket);
            call.push_integer(1);
            Done::Values(1)
        }
        Some(Err(None)) => fail(call, "timeout"),
        Some(Err(Some(error))) => fail(call, &reason(&error)),
        None => fail(call, "interrupted"),
    }
}

/// An error in LuaSocket's words where it has some.
pub(in crate::class) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => "connection refused".to_owned(),
        io::ErrorKind::TimedOut => "timeout".to_owned(),
        _ => {
            let text = error.to_string();
            // The number behind it tells a script's author nothing.
            text.split(" (os error").next().unwrap_or(&text).to_owned()
        }
    }
}

/// The address and the port that the arguments say.
fn target(call: &Call<'_>) -> Result<(Address, u16), Fault> {
    let text = call.utf8(2)?;
    let parsed = Address::parse(text, WANT).map_err(|error| Fault::text(error.message))?;
    let given = call.opt_int(3)?;
    let port = match (parsed.port, given) {
        (PortSpec::One(_), Some(_)) => {
            let text = format!("the port is given twice: in `{text}`, and as an argument");
            return Err(Fault::text(text));
        }
        (PortSpec::One(port), None) => port,
        (_, Some(port)) => match u16::try_from(port) {
            Ok(port @ 1..) => port,
            _ => return Err(Fault::Argument(3, "a port from 1 to 65535")),
        },
        (_, None) if matches!(parsed.address, Address::Inet(_)) => {
            return Err(Fault::text(format!(
                "the port is missing: write `{text}:PORT`, or add it as an argument"
            )));
        }
        _ => 0,
    };
    Ok((parsed.address, port))
}

async fn connect(address: Address, port: u16, time: Duration) -> Attempt {
    match tokio::time::timeout(time, reach(&address, port)).await {
        Ok(done) => done.map_err(Some),
        Err(_) => Err(None),
    }
}

/// Connects to an address; of a name, to the first of its addresses that answers.
pub(in crate::class) async fn reach(address: &Address, port: u16) -> io::Result<Stream> {
    let Address::Inet(host) = address else {
        let target = Target::new(address, port).ok_or(io::ErrorKind::Unsupported)?;
        return dial(&Dial::to(target)).await;
    };
    let mut last = io::Error::from(io::ErrorKind::NotFound);
    for ip in lookup(host).await? {
        match dial(&Dial::to(Target::Inet((ip, port).into()))).await {
            Ok(stream) => return Ok(stream),
            Err(error) => last = error,
        }
    }
    Err(last)
}
