//! `core.register_service`: makes a function a service, `lua.<name>`.

use crate::declaration::{Contexts, Declaration, param};
use crate::handler::Kind;
use crate::raw::{Call, Done, Fault, Function};
use crate::run::LuaService;
use std::sync::Arc;

/// `core.register_service`
pub(super) struct RegisterService;

impl Function for RegisterService {
    const DECLARATION: Declaration = Declaration {
        class: "core",
        name: "register_service",
        aliases: &[],
        contexts: Contexts::BODY,
        params: &[
            param("name", "string"),
            param("mode", "\"http\"|\"tcp\""),
            param("func", "fun(applet: AppletHTTP|AppletTCP)"),
        ],
        returns: "",
        sentence: "Makes a function a service, `lua.<name>`, which answers in a server's place.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let http = match call.text(2)? {
            b"http" => true,
            b"tcp" => false,
            _ => return Err(Fault::Argument(2, "`http` or `tcp`")),
        };
        super::register_action::register(call, Kind::Service, 3, 0, |host, weak, handler| {
            let name = format!("lua.{}", handler.name);
            let shown = name.as_str().into();
            let service = LuaService { shared: weak, handler, http, name: shown };
            host.services.push((name, http, Arc::new(service)));
        })
    }
}
