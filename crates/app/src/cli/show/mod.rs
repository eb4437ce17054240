//! `show …`: what the process knows.

mod backend;
mod cli_sockets;
mod env;
pub mod info;
mod lua;
mod resolvers;
mod schema;
mod servers;
mod servers_conn;
pub mod stat;
mod threads;
mod version;

use super::Command;

/// Every `show` command.
pub static ALL: &[&Command] = &[
    &info::INFO,
    &stat::STAT,
    &schema::SCHEMA,
    &version::VERSION,
    &threads::THREADS,
    &env::ENV,
    &servers::SERVERS_STATE,
    &servers_conn::SERVERS_CONN,
    &backend::BACKEND,
    &cli_sockets::CLI_SOCKETS,
    &lua::LUA,
    &resolvers::RESOLVERS,
];
