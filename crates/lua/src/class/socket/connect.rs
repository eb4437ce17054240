//! `Socket:connect`

use super::{Socket, fail, sweep, this};
use crate::declaration::{Contexts, Declaration, optional, param};
use crate::host::Shared;
use crate::host::Side;
use crate::raw::{Call, Done, Fault, Function};
use moongate_net::tls::Session;
use moongate_net::{
    Address, Dial, Host, Kind, PortSpec, PortWant, Stream, Target, Want, dial, lookup,
};
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
        open(call, None)
    }
}

/// Both ways to connect: plain, or with a session of TLS.
pub(super) fn open(call: &Call<'_>, secure: Option<Secure>) -> Result<Done, Fault> {
    let socket = this(call)?;
    socket.open()?;
    if call.progress() != 0 {
        return Ok(finish(call, &socket));
    }
    let (address, port) = target(call)?;
    let secure = secure.map(|secure| secure.named(&address));
    socket.disconnect();
    call.work(connect(address, port, secure, socket.timeout.get().unwrap_or(TIME)))
}

/// What a session of TLS needs.
pub(super) struct Secure {
    pub(super) host: Arc<Shared>,
    /// The server's name.
    pub(super) name: Option<String>,
}

impl Secure {
    /// The same; a server's name is that of its address where nothing else is said.
    fn named(mut self, address: &Address) -> Self {
        if self.name.is_none()
            && let Address::Inet(host) = address
        {
            self.name = server_name(host);
        }
        self
    }

    async fn session(self, stream: &Stream) -> io::Result<Session> {
        let connector = self.host.connector(Side::Socket).map_err(io::Error::other)?;
        let session = connector.connect(stream, self.name.as_deref()).await;
        session.map_err(|error| Side::Socket.explain(error))
    }
}

/// What a host is called in its certificate.
pub(in crate::class) fn server_name(host: &Host) -> Option<String> {
    match host {
        Host::Name { name, .. } => Some(name.clone()),
        host => host.ip().map(|ip| ip.to_string()),
    }
}

/// How an attempt ended; no error: it took too long.
type Attempt = Result<(Stream, Option<Session>), Option<io::Error>>;

fn finish(call: &Call<'_>, socket: &Socket) -> Done {
    match call.outcome::<Attempt>() {
        Some(Ok((stream, session))) => {
            socket.disconnect();
            socket.stream.replace(Some(Arc::new(stream)));
            socket.session.replace(session);
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

async fn connect(address: Address, port: u16, secure: Option<Secure>, time: Duration) -> Attempt {
    let done = tokio::time::timeout(time, async {
        let stream = reach(&address, port).await?;
        let session = match secure {
            Some(secure) => Some(secure.session(&stream).await?),
            None => None,
        };
        Ok((stream, session))
    });
    done.await.map_or(Err(None), |done| done.map_err(Some))
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
