//! Every flag with its argument, its sentence and what it does.

use super::Argument::{Attached, None as Alone, Rest, Word, Words};
use super::Effect::{Nothing, Refused, Set};
use super::{Argument, Effect, Flag, Master};
use std::ffi::OsStr;

/// All flags, in the order of `--help`.
pub static FLAGS: &[Flag] = &[
    flag(
        "-f",
        Word("file|folder"),
        "Reads this configuration file, or the `*.cfg` files of this folder; may be repeated.",
        Set(|o, a| {
            o.files.push(a.into());
            Ok(())
        }),
    ),
    flag(
        "--",
        Rest("file|folder"),
        "Reads all the files that follow.",
        Set(|o, a| {
            o.files.push(a.into());
            Ok(())
        }),
    ),
    flag(
        "-C",
        Word("folder"),
        "Changes to this folder before anything is read.",
        Set(|o, a| {
            o.directory = Some(a.into());
            Ok(())
        }),
    ),
    flag(
        "-c",
        Alone,
        "Checks the configuration and ends: 0 if it is good, 1 if it isn't.",
        Set(|o, _| {
            o.check = true;
            Ok(())
        }),
    ),
    flag(
        "-cc",
        Word("condition"),
        "Evaluates a condition as `.if` does and ends: 0 true, 1 false, 2 error.",
        Set(|o, a| {
            o.condition = Some(a.to_owned());
            Ok(())
        }),
    ),
    flag(
        "-d",
        Alone,
        "Stays in the foreground, whatever the configuration says.",
        Set(|o, _| {
            o.debug = true;
            Ok(())
        }),
    ),
    flag(
        "-db",
        Alone,
        "Stays in the foreground and starts no worker process.",
        Set(|o, _| {
            o.foreground = true;
            Ok(())
        }),
    ),
    flag(
        "-D",
        Alone,
        "Goes to the background.",
        Set(|o, _| {
            o.daemon = true;
            Ok(())
        }),
    ),
    flag(
        "-W",
        Alone,
        "Runs as a master with a worker process; SIGUSR2 reads the configuration again.",
        Set(|o, _| {
            o.master = Some(o.master.unwrap_or(Master::Plain));
            Ok(())
        }),
    ),
    flag(
        "-Ws",
        Alone,
        "As `-W`, and tells systemd when it is ready.",
        Set(|o, _| {
            o.master = Some(Master::Notify);
            Ok(())
        }),
    ),
    flag(
        "-S",
        Word("address[,option…]"),
        "Opens the master's runtime API there.",
        Set(|o, a| {
            o.master_socket = Some(text("-S", a)?);
            Ok(())
        }),
    ),
    flag(
        "-p",
        Word("file"),
        "Writes the process's number to this file.",
        Set(|o, a| {
            o.pidfile = Some(a.into());
            Ok(())
        }),
    ),
    flag(
        "-L",
        Word("name"),
        "Sets the local peer's name; by default the host's.",
        Set(|o, a| {
            o.localpeer = Some(text("-L", a)?);
            Ok(())
        }),
    ),
    flag(
        "-n",
        Word("number"),
        "Limits the connections of the process; goes before `maxconn`.",
        Set(|o, a| {
            o.maxconn = Some(number("-n", a)?);
            Ok(())
        }),
    ),
    flag(
        "-m",
        Word("megabytes"),
        "Limits the memory of the process.",
        Set(|o, a| {
            o.memory = Some(number("-m", a)?);
            Ok(())
        }),
    ),
    flag(
        "-q",
        Alone,
        "Prints nothing.",
        Set(|o, _| {
            o.quiet = true;
            Ok(())
        }),
    ),
    flag(
        "-V",
        Alone,
        "Prints more; goes before `-q` and `quiet`.",
        Set(|o, _| {
            o.verbose = true;
            Ok(())
        }),
    ),
    flag(
        "-v",
        Alone,
        "Prints the version.",
        Set(|o, _| {
            o.version = o.version.max(1);
            Ok(())
        }),
    ),
    flag(
        "-vv",
        Alone,
        "Prints the version and what it was built with.",
        Set(|o, _| {
            o.version = 2;
            Ok(())
        }),
    ),
    flag(
        "-sf",
        Words("pid"),
        "Tells these processes to finish (SIGUSR1) once this one is ready.",
        Set(|o, a| {
            o.terminate = false;
            pid("-sf", &mut o.old, a)
        }),
    ),
    flag(
        "-st",
        Words("pid"),
        "Tells these processes to end (SIGTERM) once this one is ready.",
        Set(|o, a| {
            o.terminate = true;
            pid("-st", &mut o.old, a)
        }),
    ),
    flag(
        "-x",
        Word("socket"),
        "Takes the sockets of a running process; only `/dev/null`, which takes none, is accepted.",
        Set(|_, a| {
            if a == "/dev/null" {
                return Ok(());
            }
            Err("`-x` isn't supported by Moongate: sockets are shared with SO_REUSEPORT, so that `-sf` alone loses no connection to a closed port".into())
        }),
    ),
    flag(
        "-dW",
        Alone,
        "Refuses to start if there is any warning.",
        Set(|o, _| {
            o.zero_warning = true;
            Ok(())
        }),
    ),
    flag(
        "-dD",
        Alone,
        "Lets `.diag` speak.",
        Set(|o, _| {
            o.diagnostics = true;
            Ok(())
        }),
    ),
    flag(
        "-dK",
        Attached("class[,class…]"),
        "Lists the known keywords of these classes; `-dKhelp` lists the classes.",
        Set(|o, a| {
            o.keywords = Some(text("-dK", a)?);
            Ok(())
        }),
    ),
    flag(
        "-dR",
        Alone,
        "Doesn't share listening ports (SO_REUSEPORT).",
        Set(|o, _| {
            o.no_reuse_port = true;
            Ok(())
        }),
    ),
    flag(
        "-dS",
        Alone,
        "Doesn't use splice(2).",
        Set(|o, _| {
            o.no_splice = true;
            Ok(())
        }),
    ),
    flag(
        "-dF",
        Alone,
        "As `-dS`: splice(2) is the only shortcut that there is.",
        Set(|o, _| {
            o.no_splice = true;
            Ok(())
        }),
    ),
    flag(
        "-dZ",
        Alone,
        "As `-dS`: splice(2) is the only shortcut that there is.",
        Set(|o, _| {
            o.no_splice = true;
            Ok(())
        }),
    ),
    flag(
        "-dM",
        Attached("byte,option…"),
        "Does nothing: memory is never read before it is written.",
        Nothing,
    ),
    flag("-dI", Alone, "Does nothing: nothing that runs here forks.", Nothing),
    flag("-4", Alone, "Asks resolvers for IPv4 only.", Refused("there are no resolvers yet")),
    flag(
        "-N",
        Word("number"),
        "Sets the default `maxconn` of proxies.",
        Refused("write `maxconn` in a `defaults` section"),
    ),
    flag("-dA", Attached("file"), "Archives dependencies.", Refused("use `ldd`")),
    flag("-dC", Attached("key"), "Prints the configuration.", Refused("not yet")),
    flag("-dG", Alone, "Doesn't use getaddrinfo(3).", Refused("names are always resolved with it")),
    flag("-dL", Alone, "Lists loaded libraries.", Refused("use `ldd`")),
    flag("-dT", Alone, "Doesn't use kernel TLS.", Refused("kernel TLS is never used")),
    flag(
        "-dV",
        Alone,
        "Doesn't verify servers' certificates unless `ssl-server-verify` says so.",
        Set(|o, _| {
            o.no_verify = true;
            Ok(())
        }),
    ),
    flag(
        "-dc",
        Alone,
        "Shows which processors are used.",
        Refused("workers aren't bound to processors"),
    ),
    flag("-de", Alone, "Doesn't use epoll.", Refused("epoll is the only way to wait")),
    flag("-dk", Alone, "Doesn't use kqueue.", Refused("it is used on no Linux")),
    flag("-dp", Alone, "Doesn't use poll.", Refused("it is never used")),
    flag(
        "-dr",
        Alone,
        "Starts though names of servers can't be resolved.",
        Refused("write `init-addr` once it is supported"),
    ),
    flag("-dt", Attached("trace"), "Prints traces.", Refused("there are no traces yet")),
    flag("-dv", Alone, "Doesn't use event ports.", Refused("they are used on no Linux")),
];

const fn flag(
    name: &'static str,
    argument: Argument,
    sentence: &'static str,
    effect: Effect,
) -> Flag {
    Flag { name, argument, sentence, effect }
}

fn text(name: &str, argument: &OsStr) -> Result<String, String> {
    let text = argument.to_str().map(str::to_owned);
    text.ok_or_else(|| format!("the argument of `{name}` isn't text: {argument:?}"))
}

fn number(name: &str, argument: &OsStr) -> Result<u64, String> {
    let number = argument.to_str().and_then(|text| text.parse().ok());
    number.filter(|&number| number > 0).ok_or_else(|| {
        format!("`{name}` needs a number above zero, not `{}`", argument.to_string_lossy())
    })
}

fn pid(name: &str, list: &mut Vec<u32>, argument: &OsStr) -> Result<(), String> {
    if argument.is_empty() {
        return Ok(());
    }
    let pid = number(name, argument)?;
    list.push(u32::try_from(pid).map_err(|_| format!("`{pid}` isn't the number of a process"))?);
    Ok(())
}
