//! A few fetches and converters for the engine's own tests, which don't depend on the vocabulary.

use crate::args::BadArg;
use crate::fetch::{Eval, Fetch};
use crate::pattern::{Method, View};
use crate::{
    ArgValue, Args, Catalogue, Converter, Cx, Fetched, Missing, PatternRef, Sample, Scope, Type,
    convert,
};
use moongate_lang::spec::{Arg, ArgKind};
use std::borrow::Cow;
use std::ops::ControlFlow;
use std::sync::Arc;

const fn fetch(name: &'static str, output: Type, scope: Scope, eval: Eval) -> Fetch {
    Fetch {
        name,
        aliases: &[],
        args: &[],
        output,
        scope,
        sentence: "",
        examples: &[],
        eval,
        each: None,
        check: None,
    }
}

static STR: Fetch = Fetch {
    args: &[Arg::required("text", ArgKind::Str)],
    ..fetch("str", Type::Str, Scope::ANYWHERE, Eval::Fn(|_, args| Ok(Sample::str(args.str(0)))))
};
static INT: Fetch = Fetch {
    args: &[Arg::required("n", ArgKind::Sint)],
    ..fetch(
        "int",
        Type::Sint,
        Scope::ANYWHERE,
        Eval::Fn(|_, args| Ok(Sample::Sint(args.sint(0).unwrap_or(0)))),
    )
};
static BOOL: Fetch = Fetch {
    args: &[Arg::required("b", ArgKind::OneOf(&["true", "false"]))],
    ..fetch(
        "bool",
        Type::Bool,
        Scope::ANYWHERE,
        Eval::Fn(|_, args| Ok(Sample::Bool(args.str(0) == b"true"))),
    )
};
static BIN: Fetch = Fetch {
    args: &[Arg::required("text", ArgKind::Str)],
    ..fetch(
        "bin",
        Type::Bin,
        Scope::ANYWHERE,
        Eval::Fn(|_, args| Ok(Sample::Bin(Cow::Borrowed(args.str(0))))),
    )
};
static VAR: Fetch = Fetch {
    args: &[Arg::required("name", ArgKind::Var)],
    ..fetch("var", Type::Any, Scope::ANYWHERE, Eval::Fn(|_, _| Err(Missing::Absent)))
};
static NAME: Fetch = Fetch {
    args: &[Arg::optional("backend", ArgKind::Backend), Arg::optional("time", ArgKind::Time)],
    ..fetch(
        "be_toy",
        Type::Sint,
        Scope::ANYWHERE,
        Eval::Fn(|_, args| Ok(Sample::Sint(args.sint(1).unwrap_or(-1)))),
    )
};
static TRUE: Fetch =
    fetch("always_true", Type::Bool, Scope::ANYWHERE, Eval::Fn(|_, _| Ok(Sample::Bool(true))));
static FALSE: Fetch =
    fetch("always_false", Type::Bool, Scope::ANYWHERE, Eval::Fn(|_, _| Ok(Sample::Bool(false))));
static LATER: Fetch =
    fetch("later", Type::Bool, Scope::ANYWHERE, Eval::Fn(|cx, _| Err(cx.not_yet())));
static SRC: Fetch = fetch(
    "src",
    Type::Addr,
    Scope::ANYWHERE,
    Eval::Fn(|cx, _| cx.session().src.get().map(|at| Sample::ip(at.ip())).ok_or(Missing::Absent)),
);
static PATH: Fetch = fetch("path", Type::Str, Scope::REQUEST, Eval::Fn(path));
static METHOD: Fetch = fetch(
    "method",
    Type::Meth,
    Scope::REQUEST,
    Eval::Fn(|cx, _| Ok(Sample::Meth(Cow::Borrowed(cx.request()?.method())))),
);
static HDR: Fetch = Fetch {
    args: &[Arg::required("name", ArgKind::Str)],
    each: Some(each_hdr),
    ..fetch("req.hdr", Type::Str, Scope::REQUEST, Eval::Fn(hdr))
};
static SSL_VER: Fetch =
    fetch("req.ssl_ver", Type::Sint, Scope::ANYWHERE, Eval::Fn(|_, _| Ok(Sample::Sint(0x3_0001))));
static RES_HDR: Fetch = Fetch {
    args: &[Arg::required("name", ArgKind::Str)],
    ..fetch("res.hdr", Type::Str, Scope::RESPONSE, Eval::Fn(|_, _| Err(Missing::Absent)))
};

fn path<'a>(cx: &Cx<'a>, _args: &'a Args) -> Fetched<'a> {
    let uri = cx.request()?.uri();
    Ok(Sample::str(uri.split(|&byte| byte == b'?').next().unwrap_or(uri)))
}

fn hdr<'a>(cx: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    cx.request()?.values(args.str(0)).last().map(Sample::str).ok_or(Missing::Absent)
}

fn each_hdr<'a>(
    cx: &Cx<'a>,
    args: &'a Args,
    take: &mut dyn FnMut(Sample<'a>) -> ControlFlow<()>,
) -> Result<(), Missing> {
    for value in cx.request()?.values(args.str(0)) {
        if take(Sample::str(value)).is_break() {
            break;
        }
    }
    Ok(())
}

const fn converter(
    name: &'static str,
    input: Type,
    output: Type,
    eval: convert::Eval,
) -> Converter {
    Converter {
        name,
        aliases: &[],
        args: &[],
        input,
        output,
        sentence: "",
        examples: &[],
        eval,
        check: None,
    }
}

static LOWER: Converter = converter(
    "lower",
    Type::Str,
    Type::Str,
    convert::Eval::Fn(|value, _, _| match value {
        Sample::Str(text) => Some(Sample::string(text.to_ascii_lowercase())),
        _ => None,
    }),
);
static LENGTH: Converter = converter(
    "length",
    Type::Str,
    Type::Sint,
    convert::Eval::Fn(|value, _, _| match value {
        Sample::Str(text) => Some(Sample::Sint(text.len() as i64)),
        _ => None,
    }),
);
static ADD: Converter = Converter {
    args: &[Arg::required("n", ArgKind::Sint)],
    ..converter(
        "add",
        Type::Sint,
        Type::Sint,
        convert::Eval::Fn(|value, args, _| match value {
            Sample::Sint(n) => Some(Sample::Sint(n + args.sint(0)?)),
            _ => None,
        }),
    )
};
static CONCAT: Converter = Converter {
    args: &[
        Arg::optional("a", ArgKind::Str),
        Arg::optional("b", ArgKind::Str),
        Arg::optional("c", ArgKind::Str),
    ],
    ..converter(
        "concat",
        Type::Str,
        Type::Str,
        convert::Eval::Fn(|value, args, _| match value {
            Sample::Str(text) => {
                Some(Sample::string([&text, args.str(0), args.str(1), args.str(2)].join(&b'|')))
            }
            _ => None,
        }),
    )
};
/// Shows how a `map_*` converter is made.
static MAP: Converter = Converter {
    args: &[Arg::required("map", ArgKind::Map)],
    check: Some(|args| {
        let list = match &args[0] {
            ArgValue::Made(list) => list.downcast_ref::<Arc<PatternRef>>().cloned(),
            _ => None,
        };
        let bad = |message: &str| BadArg { index: 0, message: message.into(), help: None };
        let view = list.ok_or_else(|| bad("no map"))?.view(Method::Beg.into());
        args[0] = ArgValue::Made(Box::new(view.map_err(|error| bad(&error.message))?));
        Ok(())
    }),
    ..converter(
        "map_toy",
        Type::Str,
        Type::Str,
        convert::Eval::Fn(|value, args, _| {
            let found = args.made::<Arc<View>>(0)?.value(value)?;
            Some(Sample::string(found.to_vec()))
        }),
    )
};
static SAME: Converter =
    converter("same", Type::Any, Type::Any, convert::Eval::Fn(|value, _, _| Some(value)));

pub(crate) fn catalogue() -> Catalogue {
    let mut all = Catalogue::default();
    for fetch in [
        &STR, &INT, &BOOL, &BIN, &VAR, &NAME, &TRUE, &FALSE, &LATER, &SRC, &PATH, &METHOD, &HDR,
        &RES_HDR, &SSL_VER,
    ] {
        all.add_fetch(fetch);
    }
    for converter in [&LOWER, &LENGTH, &ADD, &CONCAT, &SAME, &MAP] {
        all.add_converter(converter);
    }
    all
}
