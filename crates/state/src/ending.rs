//! How a stream ended: the cause and the stage from which the two letters of a termination code
//! come (configuration manual, chapter 8.5).

/// Who ended it: the first letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// `C`: the client aborted.
    Client,
    /// `S`: the server aborted or refused.
    Server,
    /// `P`: the proxy's rules or limits ended it, or a bad message did.
    Proxy,
    /// `L`: answered by the process itself.
    Local,
    /// `R`: something ran out.
    Resource,
    /// `I`: an internal fault.
    Internal,
    /// `D`: the server was set down.
    Down,
    /// `U`: a backup server gave way to one that came up.
    Up,
    /// `K`: an operator killed it.
    Killed,
    /// `c`: the client's timeout.
    ClientTimeout,
    /// `s`: the server's timeout.
    ServerTimeout,
}

/// Where it was then: the second letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// `R`: waiting for a whole request.
    Request,
    /// `Q`: waiting in a queue.
    Queue,
    /// `C`: connecting to a server.
    Connect,
    /// `H`: waiting for a whole response head.
    Header,
    /// `D`: moving data.
    Data,
    /// `L`: sending the last data.
    Last,
    /// `T`: held in a tarpit.
    Tarpit,
}

/// Cause and stage together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ending {
    /// Who.
    pub cause: Cause,
    /// Where.
    pub stage: Stage,
}

impl Cause {
    /// The first letter of the termination code.
    pub const fn letter(self) -> char {
        match self {
            Cause::Client => 'C',
            Cause::Server => 'S',
            Cause::Proxy => 'P',
            Cause::Local => 'L',
            Cause::Resource => 'R',
            Cause::Internal => 'I',
            Cause::Down => 'D',
            Cause::Up => 'U',
            Cause::Killed => 'K',
            Cause::ClientTimeout => 'c',
            Cause::ServerTimeout => 's',
        }
    }
}

impl Stage {
    /// The second letter of the termination code.
    pub const fn letter(self) -> char {
        match self {
            Stage::Request => 'R',
            Stage::Queue => 'Q',
            Stage::Connect => 'C',
            Stage::Header => 'H',
            Stage::Data => 'D',
            Stage::Last => 'L',
            Stage::Tarpit => 'T',
        }
    }
}
