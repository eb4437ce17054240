//! A compiled expression: a fetch, and the converters that its value goes through.

use crate::{
    Args, Converter, Cx, Fetch, Fetched, Missing, Sample, Scope, Type, cast, convert, fetch,
};
use std::ops::ControlFlow;

/// An expression, ready to be evaluated.
#[derive(Debug)]
pub struct Expr {
    pub(crate) fetch: &'static Fetch,
    pub(crate) args: Args,
    pub(crate) steps: Box<[Step]>,
    pub(crate) output: Type,
    pub(crate) source: Box<str>,
}

/// One converter of an expression.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) converter: &'static Converter,
    pub(crate) args: Args,
}

impl Expr {
    /// An expression of a fetch alone, with arguments already built.
    pub fn of(fetch: &'static Fetch, args: Args) -> Self {
        Self { fetch, args, steps: Box::default(), output: fetch.output, source: fetch.name.into() }
    }

    /// The type of its values.
    pub fn output(&self) -> Type {
        self.output
    }

    /// Its fetch.
    pub fn fetch(&self) -> &'static Fetch {
        self.fetch
    }

    /// Where its data exist.
    pub fn scope(&self) -> Scope {
        self.fetch.scope
    }

    /// Whether it calls functions of scripts.
    pub fn calls_scripts(&self) -> bool {
        matches!(self.fetch.eval, fetch::Eval::Dyn(_))
            || self.steps.iter().any(|step| matches!(step.converter.eval, convert::Eval::Dyn(_)))
    }

    /// As it was written.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Its value.
    ///
    /// # Errors
    /// There is none, or not yet.
    #[inline]
    pub fn eval<'a>(&'a self, cx: &Cx<'a>) -> Fetched<'a> {
        let value = match self.fetch.eval {
            fetch::Eval::Fn(eval) => eval(cx, &self.args)?,
            fetch::Eval::Dyn(it) => it.eval(cx, &self.args)?,
        };
        if self.steps.is_empty() {
            Ok(value)
        } else {
            self.convert(value, cx).ok_or(Missing::Absent)
        }
    }

    /// Its value as one of type `to`.
    ///
    /// # Errors
    /// There is none, or not yet, or it isn't one of that type.
    pub fn eval_as<'a>(&'a self, cx: &Cx<'a>, to: Type) -> Fetched<'a> {
        cast::cast(self.eval(cx)?, to).ok_or(Missing::Absent)
    }

    /// Hands every value to `take` until it breaks: several for fetches such as `req.hdr`, else
    /// one.
    ///
    /// # Errors
    /// There is none, or not yet.
    pub fn each<'a>(
        &'a self,
        cx: &Cx<'a>,
        take: &mut dyn FnMut(Sample<'a>) -> ControlFlow<()>,
    ) -> Result<(), Missing> {
        let Some(each) = self.fetch.each else {
            // Whether the taker had enough doesn't matter: there is only one.
            let _ = take(self.eval(cx)?);
            return Ok(());
        };
        each(cx, &self.args, &mut |value| match self.convert(value, cx) {
            Some(value) => take(value),
            None => ControlFlow::Continue(()),
        })
    }

    fn convert<'a>(&'a self, mut value: Sample<'a>, cx: &Cx<'a>) -> Option<Sample<'a>> {
        for step in &self.steps {
            value = cast::cast(value, step.converter.input)?;
            value = match step.converter.eval {
                convert::Eval::Fn(eval) => eval(value, &step.args, cx)?,
                convert::Eval::Dyn(it) => it.eval(value, &step.args, cx)?,
            };
        }
        Some(value)
    }
}
