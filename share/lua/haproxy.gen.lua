---@meta haproxy
-- Written by `cargo run -p xtask -- docs` from the declarations. Don't edit.
-- For editors: point the setting `workspace.library` of the Lua language server here.

---Registration, waiting, logging and time.
---@class core
---@field thread integer The worker's number from 1, or 0 in the state that all workers share.
---@field proxies table<string, Proxy> All proxies by name, once the configuration is read.
---@field frontends table<string, Proxy> Those that accept.
---@field backends table<string, Proxy> Those with servers.
---@field silent integer A level of log messages.
---@field emerg integer A level of log messages.
---@field alert integer A level of log messages.
---@field crit integer A level of log messages.
---@field err integer A level of log messages.
---@field warning integer A level of log messages.
---@field notice integer A level of log messages.
---@field info integer A level of log messages.
---@field debug integer A level of log messages.
core = {}

---Makes a function an action, `lua.<name>`, of the rule sets named by `tcp-req`, `tcp-res`, `http-req`, `http-res` and `http-after-res`.
---@param name string
---@param actions string[]
---@param func fun(txn: TXN, ...: string): integer?
---@param nb_args? integer
function core.register_action(name, actions, func, nb_args) end

---Makes a function a sample fetch, `lua.<name>`; it gets the TXN and the arguments.
---@param name string
---@param func fun(txn: TXN, ...: string): any
function core.register_fetches(name, func) end

---Makes a function a converter, `lua.<name>`; it gets the value and the arguments.
---@param name string
---@param func fun(value: string, ...: string): any
function core.register_converters(name, func) end

---Makes a function a service, `lua.<name>`, which answers in a server's place.
---@param name string
---@param mode "http"|"tcp"
---@param func fun(applet: AppletHTTP|AppletTCP)
function core.register_service(name, mode, func) end

---Makes a class a filter, `filter lua.<name>`; the function gives the filter of each such line.
---@param name string
---@param class table
---@param func fun(flt: table, args: string[]): table?
function core.register_filter(name, class, func) end

---Makes a function a command of the runtime API; it gets the words of the line, and what it sends is the answer.
---@param path string[]
---@param usage string?
---@param func fun(applet: AppletTCP, ...: string)
function core.register_cli(path, usage, func) end

---Runs a function once the configuration is read, before the process serves anybody.
---@param func fun()
function core.register_init(func) end

---Runs a function beside the traffic, from when the process serves; it gets the arguments.
---@param func fun(...)
---@param arg1? any
---@param arg2? any
---@param arg3? any
---@param arg4? any
function core.register_task(func, arg1, arg2, arg3, arg4) end

---Waits for so many seconds; everything else goes on meanwhile.
---@param seconds number
function core.sleep(seconds) end

---Waits for so many milliseconds; everything else goes on meanwhile.
---@param milliseconds number
function core.msleep(milliseconds) end

---Lets everything else have its turn, then goes on.
function core.yield() end

---Waits until an alarm wakes the run (Queue:alarm), at most for the given time.
---@param milliseconds? integer
function core.wait(milliseconds) end

---Ends the script at once; the value is what a fetch or a converter gives.
---@param value? any
function core.done(value) end

---Sets how much this transaction or task lets others of its thread go first, from -1024 (others let it) to 1024.
---@param nice integer
function core.set_nice(nice) end

---The time since the epoch, in seconds and microseconds.
---@return {sec: integer, usec: integer}
function core.now() end

---Seconds since the epoch of a date in any of HTTP's three formats, or nil.
---@param date string
---@return integer?
function core.http_date(date) end

---Seconds since the epoch of `Sun, 06 Nov 1994 08:49:37 GMT`, or nil.
---@param date string
---@return integer?
function core.imf_date(date) end

---Seconds since the epoch of `Sunday, 06-Nov-94 08:49:37 GMT`, or nil.
---@param date string
---@return integer?
function core.rfc850_date(date) end

---Seconds since the epoch of `Sun Nov  6 08:49:37 1994`, or nil.
---@param date string
---@return integer?
function core.asctime_date(date) end

---The value of a `proc.` variable, or nil.
---@param name string
---@return any
function core.get_var(name) end

---A new socket, to be connected.
---@return Socket
function core.tcp() end

---A client for HTTP requests to other servers.
---@return HTTPClient
function core.httpclient() end

---Facts and counters of the process by the names of `show info`; none before it serves.
---@return table<string, string|number>
function core.get_info() end

---Adds a pattern to the list of that name (its file's).
---@param name string
---@param key string
function core.add_acl(name, key) end

---Removes a pattern from the list of that name (its file's).
---@param name string
---@param key string
function core.del_acl(name, key) end

---Gives a key of the map of that name (its file's) a value; adds it if it isn't there.
---@param name string
---@param key string
---@param value string
function core.set_map(name, key, value) end

---Removes a key from the map of that name (its file's).
---@param name string
---@param key string
function core.del_map(name, key) end

---The list of patterns or the map of that name (mostly its file's).
---@param name string
---@return Patref
function core.get_patref(name) end

---An object that joins texts faster than `..` does.
---@return Concat
function core.concat() end

---A new, empty queue.
---@return Queue
function core.queue() end

---Has a function called for events of servers: SERVER_UP, SERVER_DOWN, SERVER_STATE, SERVER_ADMIN, SERVER_CHECK, or SERVER for all.
---@param event_types string[]
---@param func fun(event: string, data: ServerEvent?, sub: EventSub, when: integer)
---@return EventSub
function core.event_sub(event_types, func) end

---The pieces of a text between any of the separators; without empty ones if `noblank` is true.
---@param str string
---@param separators string
---@param noblank? boolean
---@return string[]
function core.tokenize(str, separators, noblank) end

---An address with the length of its network (`127.0.0.1/8`), for core.match_addr; nil if it is none.
---@param address string
---@return Address?
function core.parse_addr(address) end

---Whether one of the networks lies in the other.
---@param addr1 Address
---@param addr2 Address
---@return boolean
function core.match_addr(addr1, addr2) end

---Logs a message of that level (`core.info` and so on).
---@param level integer
---@param message string
function core.log(level, message) end

---Logs a message of the level that the name says.
---@param message string
function core.Debug(message) end

---Logs a message of the level that the name says.
---@param message string
function core.Info(message) end

---Logs a message of the level that the name says.
---@param message string
function core.Warning(message) end

---Logs a message of the level that the name says.
---@param message string
function core.Alert(message) end

---What an action may return.
---@class act
---@field CONTINUE integer Go on with the next rule.
---@field STOP integer No more rules of this set.
---@field YIELD integer Run the action again when more bytes have come, or at its wake time.
---@field ERROR integer An internal fault: answered with 500.
---@field DONE integer The transaction ends here.
---@field DENY integer Refuse: 403, or 502 in a response's place.
---@field ABORT integer End the transaction without an answer.
---@field INVALID integer Refuse as malformed: 400, or 502 in a response's place.
act = {}

---An action that returns act.YIELD runs again after that time at the latest.
---@param milliseconds integer
function act:wake_time(milliseconds) end

---What callbacks of filters return and use.
---@class filter
---@field CONTINUE integer Go on; what is left of the data passes.
---@field WAIT integer Wait for more data, or for the time of `wake_time`.
---@field ERROR integer The stream fails.
---@field FLT_CFG_FL_HTX integer The filter understands HTTP messages.
filter = {}

---Lets the filter see the data of a channel.
---@param flt table
---@param chn Channel
function filter.register_data_filter(flt, chn) end

---Lets the data of a channel pass the filter by.
---@param flt table
---@param chn Channel
function filter.unregister_data_filter(flt, chn) end

---Has the filter called again after that time at the latest.
---@param milliseconds integer
function filter.wake_time(milliseconds) end

---A transaction: one request and its response, or one TCP stream.
---@class TXN
---@field f Fetches Sample fetches by their names.
---@field sf Fetches The same; results are texts, and empty when there is none.
---@field c Converters Converters by their names.
---@field sc Converters The same; results are texts, and empty when there is none.
---@field http HTTP The message's heads; in HTTP mode only.
---@field http_req HTTPMessage The request; in HTTP mode only.
---@field http_res HTTPMessage The response; in HTTP mode only.
---@field req Channel Bytes from the client to the server.
---@field res Channel Bytes from the server to the client.
local TXN = {}

---Bytes from the client to the server, as the field `req`.
---@return Channel
function TXN:req_channel() end

---Bytes from the server to the client, as the field `res`.
---@return Channel
function TXN:res_channel() end

---The value that `set_priv` kept with the transaction, or nil.
---@return any
function TXN:get_priv() end

---Keeps a value with the transaction, in the place of an older one.
---@param value any
function TXN:set_priv(value) end

---The value of a variable (`txn.user`), or nil.
---@param name string
---@return any
function TXN:get_var(name) end

---Sets a variable (`txn.user`); with `ifexist` a `proc.` variable only if it exists.
---@param name string
---@param value string|integer|boolean
---@param ifexist? boolean
---@return boolean
function TXN:set_var(name, value, ifexist) end

---Removes a variable if there is one; false if there can't be one of that name.
---@param name string
---@return boolean
function TXN:unset_var(name) end

---The headers of the request: for each name its values, from 0 on.
---@return table<string, table<integer, string>>
function TXN:get_headers() end

---Ends the transaction with that answer, or closes the connection without one.
---@param reply? {status: integer?, reason: string?, headers: table<string, string|string[]>?, body: string?}
function TXN:done(reply) end
TXN.close = TXN.done

---Makes an answer for `TXN:done`, with what the table says and the usual for the rest.
---@param reply? {status: integer?, reason: string?, headers: table<string, string|string[]>?, body: string?}
---@return Reply
function TXN:reply(reply) end

---Sets the level of the request's log line, or with `core.silent` leaves it out.
---@param level integer
function TXN:set_loglevel(level) end

---Sets the netfilter mark of the packets to the client.
---@param mark integer
function TXN:set_fc_mark(mark) end
TXN.set_mark = TXN.set_fc_mark

---Sets the type of service (DSCP) of the packets to the client.
---@param tos integer
function TXN:set_fc_tos(tos) end
TXN.set_tos = TXN.set_fc_tos

---Sets the class from -2047 to 2047; lower classes leave the queue first.
---@param prio integer
function TXN:set_priority_class(prio) end

---Sets by how many milliseconds, -524287 to 524287, the request counts as come later.
---@param prio integer
function TXN:set_priority_offset(prio) end

---Logs a message of that level (`core.info` and so on).
---@param level integer
---@param message string
function TXN:log(level, message) end

---Logs a message of the level that the request's log line has.
---@param message string
function TXN:deflog(message) end

---Logs a message of the level that the name says.
---@param message string
function TXN:Debug(message) end

---Logs a message of the level that the name says.
---@param message string
function TXN:Info(message) end

---Logs a message of the level that the name says.
---@param message string
function TXN:Warning(message) end

---Logs a message of the level that the name says.
---@param message string
function TXN:Alert(message) end

---An answer to be given with `TXN:done`.
---@class Reply
---@field status integer The status, 200 by default.
---@field reason string The reason behind the status.
---@field headers table<string, string[]> For each name the lines of the header.
---@field body string The body.
local Reply = {}

---Sets the status, and the reason to the given or the usual one.
---@param status integer
---@param reason? string
function Reply:set_status(status, reason) end

---Adds a line to a header.
---@param name string
---@param value string
function Reply:add_header(name, value) end

---Removes all lines of a header.
---@param name string
function Reply:del_header(name) end

---Sets the body.
---@param body string
function Reply:set_body(body) end

---The heads of a transaction's request and response.
---@class HTTP
local HTTP = {}

---All headers: for each name, in lower case, its lines from 0 on.
---@return table<string, table<integer, string>>
function HTTP:req_get_headers() end
HTTP.req_get_header = HTTP.req_get_headers

---All headers: for each name, in lower case, its lines from 0 on.
---@return table<string, table<integer, string>>
function HTTP:res_get_headers() end
HTTP.res_get_header = HTTP.res_get_headers

---Adds a header line behind the others.
---@param name string
---@param value string
function HTTP:req_add_header(name, value) end

---Adds a header line behind the others.
---@param name string
---@param value string
function HTTP:res_add_header(name, value) end

---Puts one header line in the place of all lines of that name.
---@param name string
---@param value string
function HTTP:req_set_header(name, value) end

---Puts one header line in the place of all lines of that name.
---@param name string
---@param value string
function HTTP:res_set_header(name, value) end

---Removes all header lines of that name.
---@param name string
function HTTP:req_del_header(name) end

---Removes all header lines of that name.
---@param name string
function HTTP:res_del_header(name) end

---Replaces the lines of a header that match; `\1` and so on are what groups matched.
---@param name string
---@param regex string
---@param replace string
function HTTP:req_rep_header(name, regex, replace) end
HTTP.req_replace_header = HTTP.req_rep_header

---Replaces the lines of a header that match; `\1` and so on are what groups matched.
---@param name string
---@param regex string
---@param replace string
function HTTP:res_rep_header(name, regex, replace) end
HTTP.res_replace_header = HTTP.res_rep_header

---Replaces the comma-delimited values of a header that match.
---@param name string
---@param regex string
---@param replace string
function HTTP:req_rep_value(name, regex, replace) end
HTTP.req_replace_value = HTTP.req_rep_value

---Replaces the comma-delimited values of a header that match.
---@param name string
---@param regex string
---@param replace string
function HTTP:res_rep_value(name, regex, replace) end
HTTP.res_replace_value = HTTP.res_rep_value

---Changes the request's method; gives true.
---@param method string
---@return boolean
function HTTP:req_set_method(method) end

---Changes the path of the request; the query stays. Gives true.
---@param path string
---@return boolean
function HTTP:req_set_path(path) end

---Changes what follows the question mark; the path stays. Gives true.
---@param query string
---@return boolean
function HTTP:req_set_query(query) end

---Changes the whole target of the request; gives true.
---@param uri string
---@return boolean
function HTTP:req_set_uri(uri) end

---Changes the status of the response, and its reason to the given or the usual one.
---@param status integer
---@param reason? string
function HTTP:res_set_status(status, reason) end

---A request or a response: its head, and in filters the bytes of its body.
---@class HTTPMessage
---@field channel Channel The channel that the message passes through.
local HTTPMessage = {}

---The first line of the head, in parts.
---@return {method: string?, uri: string?, version: string, code: string?, reason: string?}
function HTTPMessage:get_stline() end

---All headers: for each name, in lower case, its lines from 0 on.
---@return table<string, table<integer, string>>
function HTTPMessage:get_headers() end

---Adds a header line behind the others.
---@param name string
---@param value string
function HTTPMessage:add_header(name, value) end

---Puts one header line in the place of all lines of that name.
---@param name string
---@param value string
function HTTPMessage:set_header(name, value) end

---Removes all header lines of that name.
---@param name string
function HTTPMessage:del_header(name) end

---Replaces the lines of a header that match; `\1` and so on are what groups matched.
---@param name string
---@param regex string
---@param replace string
function HTTPMessage:rep_header(name, regex, replace) end

---Replaces the comma-delimited values of a header that match.
---@param name string
---@param regex string
---@param replace string
function HTTPMessage:rep_value(name, regex, replace) end

---Changes the request's method.
---@param method string
function HTTPMessage:set_method(method) end

---Changes the request's path; the query stays.
---@param path string
function HTTPMessage:set_path(path) end

---Changes what follows the question mark; the path stays.
---@param query string
function HTTPMessage:set_query(query) end

---Changes the whole target of the request.
---@param uri string
function HTTPMessage:set_uri(uri) end

---Changes the status of the response, and its reason to the given or the usual one.
---@param status integer
---@param reason? string
function HTTPMessage:set_status(status, reason) end

---So many bytes of input from an offset on, which stay; an action waits for them.
---@param offset? integer
---@param length? integer
---@return string?
function HTTPMessage:body(offset, length) end
HTTPMessage.data = HTTPMessage.body

---The first line from an offset on, with its end, which stays; an action waits for it.
---@param offset? integer
---@param length? integer
---@return string?
function HTTPMessage:line(offset, length) end

---Replaces the input, or a part of it; gives the length of the text, or -1 if it doesn't fit.
---@param text string
---@param offset? integer
---@param length? integer
---@return integer
function HTTPMessage:set(text, offset, length) end

---Puts a text behind the input; gives its length, or -1 if it doesn't fit.
---@param text string
---@return integer
function HTTPMessage:append(text) end

---Puts a text before the input; gives its length, or -1 if it doesn't fit.
---@param text string
---@return integer
function HTTPMessage:prepend(text) end

---Puts a text into the input at an offset; gives its length, or -1 if it doesn't fit.
---@param text string
---@param offset? integer
---@return integer
function HTTPMessage:insert(text, offset) end

---Takes bytes out of the input; gives how many.
---@param offset? integer
---@param length? integer
---@return integer
function HTTPMessage:remove(offset, length) end

---Sends a text before the input; an action waits until all of it is on its way. Gives its length, or -1 if nothing can be sent any more.
---@param text string
---@return integer
function HTTPMessage:send(text) end

---Lets so many bytes of input pass; an action waits for them to come. Gives how many.
---@param length integer
---@return integer
function HTTPMessage:forward(length) end

---How many bytes of input there are.
---@return integer
function HTTPMessage:input() end
HTTPMessage.get_in_len = HTTPMessage.input
HTTPMessage.get_in_length = HTTPMessage.input

---How many bytes of output there are.
---@return integer
function HTTPMessage:output() end
HTTPMessage.get_out_len = HTTPMessage.output
HTTPMessage.get_out_length = HTTPMessage.output

---Whether no more input can come before some is taken away.
---@return boolean
function HTTPMessage:is_full() end

---Whether these are the bytes from the server to the client.
---@return boolean
function HTTPMessage:is_resp() end

---Whether more input may come.
---@return boolean
function HTTPMessage:may_recv() end

---Whether no more of the body will come.
---@return boolean
function HTTPMessage:eom() end

---Ends the message behind the bytes that are there.
function HTTPMessage:set_eom() end

---Holds the message open, until `set_eom` ends it.
function HTTPMessage:unset_eom() end

---Announces how long the body will be; false if the head is gone already.
---@param length integer|"chunked"
---@return boolean
function HTTPMessage:set_body_len(length) end

---Bytes of one direction: input waits for a decision, output is on its way.
---@class Channel
local Channel = {}

---The whole input, which stays; nil when none is left to come.
---@return string?
function Channel:dup() end

---The whole input, which is taken away; nil when none is left to come.
---@return string?
function Channel:get() end

---The first line with its end, which is taken away; an action waits for it to come.
---@return string?
function Channel:getline() end
Channel.get_line = Channel.getline

---So many bytes of input from an offset on, which stay; an action waits for them.
---@param offset? integer
---@param length? integer
---@return string?
function Channel:data(offset, length) end

---The first line from an offset on, with its end, which stays; an action waits for it.
---@param offset? integer
---@param length? integer
---@return string?
function Channel:line(offset, length) end

---Replaces the input, or a part of it; gives the length of the text, or -1 if it doesn't fit.
---@param text string
---@param offset? integer
---@param length? integer
---@return integer
function Channel:set(text, offset, length) end

---Puts a text behind the input; gives its length, or -1 if it doesn't fit.
---@param text string
---@return integer
function Channel:append(text) end

---Puts a text before the input; gives its length, or -1 if it doesn't fit.
---@param text string
---@return integer
function Channel:prepend(text) end

---Puts a text into the input at an offset; gives its length, or -1 if it doesn't fit.
---@param text string
---@param offset? integer
---@return integer
function Channel:insert(text, offset) end

---Takes bytes out of the input; gives how many.
---@param offset? integer
---@param length? integer
---@return integer
function Channel:remove(offset, length) end

---Sends a text before the input; an action waits until all of it is on its way. Gives its length, or -1 if nothing can be sent any more.
---@param text string
---@return integer
function Channel:send(text) end

---Lets so many bytes of input pass; an action waits for them to come. Gives how many.
---@param length integer
---@return integer
function Channel:forward(length) end

---How many bytes of input there are.
---@return integer
function Channel:input() end
Channel.get_in_len = Channel.input
Channel.get_in_length = Channel.input

---How many bytes of output there are.
---@return integer
function Channel:output() end
Channel.get_out_len = Channel.output
Channel.get_out_length = Channel.output

---Whether no more input can come before some is taken away.
---@return boolean
function Channel:is_full() end

---Whether these are the bytes from the server to the client.
---@return boolean
function Channel:is_resp() end

---Whether more input may come.
---@return boolean
function Channel:may_recv() end

---The request that an HTTP service answers.
---@class AppletHTTP
---@field method string The request's method.
---@field version string The request's version (`HTTP/1.1`).
---@field path string The path of the request's target.
---@field qs string What follows the question mark; empty if there is none.
---@field length integer The length of the request's body, as far as it is known.
---@field headers table<string, table<integer, string>> The request's headers: for each name, in lower case, its lines from 0 on.
---@field f Fetches Sample fetches by their names.
---@field sf Fetches The same; results are texts, and empty when there is none.
---@field c Converters Converters by their names.
---@field sc Converters The same; results are texts, and empty when there is none.
local AppletHTTP = {}

---Sets the answer's status, 200 by default, and its reason to the given or the usual one; gives true.
---@param code integer
---@param reason? string
---@return boolean
function AppletHTTP:set_status(code, reason) end

---Adds a header line to the answer; gives true.
---@param name string
---@param value string
---@return boolean
function AppletHTTP:add_header(name, value) end

---Sends the head; texts may be sent from then on.
function AppletHTTP:start_response() end

---The next line with its end, or what is left; empty at the end.
---@return string
function AppletHTTP:getline() end

---So many bytes, or all up to the end; what has come when the milliseconds are over.
---@param size? integer
---@param timeout? integer
---@return string?
function AppletHTTP:receive(size, timeout) end

---Sends a text, and waits until all of it is on its way; gives its length, or -1 if the client is gone.
---@param text string
---@return integer
function AppletHTTP:send(text) end

---The value that `set_priv` kept with the transaction, or nil.
---@return any
function AppletHTTP:get_priv() end

---Keeps a value with the transaction, in the place of an older one.
---@param value any
function AppletHTTP:set_priv(value) end

---The value of a variable (`txn.user`), or nil.
---@param name string
---@return any
function AppletHTTP:get_var(name) end

---Sets a variable (`txn.user`); with `ifexist` a `proc.` variable only if it exists.
---@param name string
---@param value string|integer|boolean
---@param ifexist? boolean
---@return boolean
function AppletHTTP:set_var(name, value, ifexist) end

---Removes a variable if there is one; false if there can't be one of that name.
---@param name string
---@return boolean
function AppletHTTP:unset_var(name) end

---The stream that a TCP service answers.
---@class AppletTCP
---@field f Fetches Sample fetches by their names.
---@field sf Fetches The same; results are texts, and empty when there is none.
---@field c Converters Converters by their names.
---@field sc Converters The same; results are texts, and empty when there is none.
local AppletTCP = {}

---The next line with its end, or what is left; empty at the end.
---@return string
function AppletTCP:getline() end

---So many bytes, or all up to the end; what has come when the milliseconds are over.
---@param size? integer
---@param timeout? integer
---@return string?
function AppletTCP:receive(size, timeout) end

---The bytes that have come; nil if there are none yet, empty at the end.
---@return string?
function AppletTCP:try_receive() end

---Sends a text, and waits until all of it is on its way; gives its length, or -1 if the client is gone.
---@param text string
---@return integer
function AppletTCP:send(text) end

---The value that `set_priv` kept with the transaction, or nil.
---@return any
function AppletTCP:get_priv() end

---Keeps a value with the transaction, in the place of an older one.
---@param value any
function AppletTCP:set_priv(value) end

---The value of a variable (`txn.user`), or nil.
---@param name string
---@return any
function AppletTCP:get_var(name) end

---Sets a variable (`txn.user`); with `ifexist` a `proc.` variable only if it exists.
---@param name string
---@param value string|integer|boolean
---@param ifexist? boolean
---@return boolean
function AppletTCP:set_var(name, value, ifexist) end

---Removes a variable if there is one; false if there can't be one of that name.
---@param name string
---@return boolean
function AppletTCP:unset_var(name) end

---A connection to another server, over TCP or a unix socket.
---@class Socket
local Socket = {}

---Connects to an address, a name or a unix socket; gives 1, or nil and what went wrong.
---@param address string
---@param port? integer
---@return integer?, string?
function Socket:connect(address, port) end

---Connects as `connect` does, over TLS; the server's certificate has to be for the address, or for the name, unless `ssl-server-verify none` is set.
---@param address string
---@param port? integer
---@param name? string
---@return integer?, string?
function Socket:connect_ssl(address, port, name) end

---Sends a text, or the part from one place to another as string.sub has it; gives the place of the last byte sent, or nil, what went wrong, and that place.
---@param data string
---@param start? integer
---@param end_? integer
---@return integer?, string?, integer?
function Socket:send(data, start, end_) end

---A line without its end (`*l`), all up to the end (`*a`), or so many bytes, behind the prefix; or nil, what went wrong, and what has come.
---@param pattern? string|integer
---@param prefix? string
---@return string?, string?, string?
function Socket:receive(pattern, prefix) end

---Sets how many seconds an operation waits at most: without any progress, or in all with the mode `t`; nil or a negative number: without an end.
---@param value? number
---@param mode? string
---@return integer
function Socket:settimeout(value, mode) end

---Is there for scripts that were written for LuaSocket, and does nothing.
---@param option string
---@param value? any
---@return integer
function Socket:setoption(option, value) end

---The other end as `address:port`, and its port; nil if the socket isn't connected.
---@return string?, integer?
function Socket:getpeername() end

---This end as `address:port`, and its port; nil if the socket isn't connected.
---@return string?, integer?
function Socket:getsockname() end

---Ends the connection in both directions; with the mode `send`, only the sending one.
---@param mode? string
---@return integer?, string?
function Socket:shutdown(mode) end

---Closes the connection; the socket can't be used any more.
---@return integer
function Socket:close() end

---A client for HTTP requests to other servers; it can be used again and again.
---@class HTTPClient
local HTTPClient = {}

---Sends a GET request and waits for the answer.
---@param request {url: string, headers?: table<string, string[]>, body?: string, dst?: string, timeout?: integer}
---@return {status: integer, reason: string, headers: table<string, string[]>, body: string, error?: string}
function HTTPClient:get(request) end

---Sends a HEAD request and waits for the answer.
---@param request {url: string, headers?: table<string, string[]>, body?: string, dst?: string, timeout?: integer}
---@return {status: integer, reason: string, headers: table<string, string[]>, body: string, error?: string}
function HTTPClient:head(request) end

---Sends a PUT request and waits for the answer.
---@param request {url: string, headers?: table<string, string[]>, body?: string, dst?: string, timeout?: integer}
---@return {status: integer, reason: string, headers: table<string, string[]>, body: string, error?: string}
function HTTPClient:put(request) end

---Sends a POST request and waits for the answer.
---@param request {url: string, headers?: table<string, string[]>, body?: string, dst?: string, timeout?: integer}
---@return {status: integer, reason: string, headers: table<string, string[]>, body: string, error?: string}
function HTTPClient:post(request) end

---Sends a DELETE request and waits for the answer.
---@param request {url: string, headers?: table<string, string[]>, body?: string, dst?: string, timeout?: integer}
---@return {status: integer, reason: string, headers: table<string, string[]>, body: string, error?: string}
function HTTPClient:delete(request) end

---Sample fetches by their names, with `_` for `.`, `-` and `+`.
---@class Fetches
local Fetches = {}

---When the connection was accepted: seconds (`s`), `ms` or `us` since 1970.
---@param unit? string
---@return integer?
function Fetches:accept_date(unit) end

---Whether all these ACLs of the section hold; `!` before a name turns it round.
---@param acl string
---@param arg2? string
---@param arg3? string
---@param arg4? string
---@param arg5? string
---@param arg6? string
---@param arg7? string
---@param arg8? string
---@param arg9? string
---@param arg10? string
---@param arg11? string
---@param arg12? string
---@return boolean|integer?
function Fetches:acl(acl, arg2, arg3, arg4, arg5, arg6, arg7, arg8, arg9, arg10, arg11, arg12) end

---How many connections from clients the process has now.
---@return integer?
function Fetches:act_conn() end

---False.
---@return boolean|integer?
function Fetches:always_false() end

---True.
---@return boolean|integer?
function Fetches:always_true() end

---How many requests wait for each usable server; twice as many as wait if there is none.
---@param backend? string
---@return integer?
function Fetches:avg_queue(backend) end

---The host and the path behind one another; the path alone if there is no host.
---@return string?
function Fetches:base() end

---A 32-bit hash of `base`: SDBM, well mixed.
---@return integer?
function Fetches:base32() end

---The four bytes of `base32` and the bytes of the source address.
---@return string?
function Fetches:base32_src() end

---The host, the path and the query behind one another.
---@return string?
function Fetches:baseq() end

---How long the connection to the server took, in milliseconds (`%Tc`).
---@return integer?
function Fetches:bc_timer_connect() end

---How many requests were before this one in the backend's queue (`%bq`).
---@return integer?
function Fetches:bc_be_queue() end

---The address at which the server was reached.
---@return string?
function Fetches:bc_dst() end

---The port at which the server was reached.
---@return integer?
function Fetches:bc_dst_port() end

---The number of the error of the server's connection; none if none was tried.
---@return integer?
function Fetches:bc_err() end

---The name of the error of the server's connection; empty if there was none.
---@return string?
function Fetches:bc_err_name() end

---The error of the server's connection in words; `Success` if there was none.
---@return string?
function Fetches:bc_err_str() end

---How many oddities of the server's protocol were counted: none with HTTP/1 and TCP.
---@return integer?
function Fetches:bc_glitches() end

---The major version of HTTP that is spoken with the server; none without a connection.
---@return integer?
function Fetches:bc_http_major() end

---How many streams the server's connection carries now.
---@return integer?
function Fetches:bc_nb_streams() end

---Whether the connection to the server had carried a request before.
---@return boolean|integer?
function Fetches:bc_reused() end

---The round-trip time of the server's connection in milliseconds, or with `us` in microseconds; none if it isn't TCP.
---@param unit? string
---@return integer?
function Fetches:bc_rtt(unit) end

---The variance of the round-trip time of the server's connection in milliseconds, or with `us` in microseconds; none if it isn't TCP.
---@param unit? string
---@return integer?
function Fetches:bc_rttvar(unit) end

---How many streams the server's connection may carry at once: 1 with HTTP/1 and TCP.
---@return integer?
function Fetches:bc_settings_streams_limit() end

---The address from which the server was reached.
---@return string?
function Fetches:bc_src() end

---The port from which the server was reached.
---@return integer?
function Fetches:bc_src_port() end

---How many requests were before this one in the server's queue (`%sq`).
---@return integer?
function Fetches:bc_srv_queue() end

---How many streams a backend has now.
---@param backend? string
---@return integer?
function Fetches:be_conn(backend) end

---How many streams more the usable servers of a backend take; -1 if one has no limit.
---@param backend? string
---@return integer?
function Fetches:be_conn_free(backend) end

---`timeout connect` of the backend, in milliseconds; 0 without one.
---@return integer?
function Fetches:be_connect_timeout() end

---The number of the backend, or of the frontend while none is chosen.
---@return integer?
function Fetches:be_id() end

---`retries` of the backend.
---@return integer?
function Fetches:be_max_retries() end

---The name of the backend, or of the frontend while none is chosen.
---@return string?
function Fetches:be_name() end

---`timeout queue` of the backend, in milliseconds; 0 without one.
---@return integer?
function Fetches:be_queue_timeout() end

---`timeout server` of the backend, in milliseconds; 0 without one.
---@return integer?
function Fetches:be_server_timeout() end

---How many streams came to a backend in the last second.
---@param backend? string
---@return integer?
function Fetches:be_sess_rate(backend) end

---`timeout tarpit` of the backend, in milliseconds; 0 without one.
---@return integer?
function Fetches:be_tarpit_timeout() end

---`timeout tunnel` of the backend, in milliseconds; 0 without one.
---@return integer?
function Fetches:be_tunnel_timeout() end

---The bytes that these hexadecimal digits stand for.
---@param digits string
---@return string?
function Fetches:bin(digits) end

---True for `true` and `1`, false for `false` and `0`.
---@param value string
---@return boolean|integer?
function Fetches:bool(value) end

---Whether the server ended the stream before it was over.
---@return integer?
function Fetches:bs_aborted() end

---Internal state of the server's side for developers, with the numbers of `fs.debug_str`.
---@param layers? integer|string
---@return string?
function Fetches:bs_debug_str(layers) end

---The number of the stream on the server's connection: 0, as one is there at a time.
---@return integer?
function Fetches:bs_id() end

---The code with which the server reset the stream; none with HTTP/1, which has no codes.
---@return integer?
function Fetches:bs_rst_code() end

---How many bytes were received from the client, the head included.
---@return integer?
function Fetches:bytes_in() end

---How many bytes were sent to the client, the head included.
---@return integer?
function Fetches:bytes_out() end

---What was captured in this slot of the request; the first one is 0.
---@param slot integer|string
---@return string?
function Fetches:capture_req_hdr(slot) end

---The method as received.
---@return string?
function Fetches:capture_req_method() end

---The target as received.
---@return string?
function Fetches:capture_req_uri() end

---The version of the request: `HTTP/1.1` or `HTTP/1.0`.
---@return string?
function Fetches:capture_req_ver() end

---What was captured in this slot of the response; the first one is 0.
---@param slot integer|string
---@return string?
function Fetches:capture_res_hdr(slot) end

---The version of the response: `HTTP/1.1` or `HTTP/1.0`.
---@return string?
function Fetches:capture_res_ver() end

---How many streams more a backend takes, in its servers and their queues; -1 without a limit, which queues never have.
---@param backend? string
---@return integer?
function Fetches:connslots(backend) end

---The value of a cookie in the request: the last of that name, or the first of all.
---@param name? string
---@return string?
function Fetches:cook(name) end

---How many cookies of that name the request has, or how many in all.
---@param name? string
---@return integer?
function Fetches:cook_cnt(name) end

---The integer at the start of a cookie's value in the request; 0 if there is none.
---@param name? string
---@return integer?
function Fetches:cook_val(name) end

---A cookie's value: of the request, or of the response once there is one.
---@param name? string
---@return string?
function Fetches:cookie(name) end

---How often the connection's task was run since this request or stream began.
---@return integer?
function Fetches:cpu_calls() end

---Nanoseconds that a run of the task took: 0, as tasks aren't profiled.
---@return integer?
function Fetches:cpu_ns_avg() end

---Nanoseconds that all runs of the task took: 0, as tasks aren't profiled.
---@return integer?
function Fetches:cpu_ns_tot() end

---How much of their processors the threads of the group used lately, from 0 to 100.
---@return integer?
function Fetches:cpu_usage_grp() end

---How much of their processors all threads used lately, from 0 to 100.
---@return integer?
function Fetches:cpu_usage_proc() end

---How much of a processor this thread used lately, from 0 to 100.
---@return integer?
function Fetches:cpu_usage_thr() end

---The time limit of the client, be it of a rule or of the frontend, in milliseconds; 0 without one.
---@return integer?
function Fetches:cur_client_timeout() end

---The time limit of connecting, be it of a rule or of the backend, in milliseconds; 0 without one.
---@return integer?
function Fetches:cur_connect_timeout() end

---How often a connection is tried again, be it by a rule or by the backend.
---@return integer?
function Fetches:cur_max_retries() end

---The time limit of queues, be it of a rule or of the backend, in milliseconds; 0 without one.
---@return integer?
function Fetches:cur_queue_timeout() end

---The time limit of the server, be it of a rule or of the backend, in milliseconds; 0 without one.
---@return integer?
function Fetches:cur_server_timeout() end

---The time in the tarpit, be it of a rule or of the frontend, in milliseconds; 0 without one.
---@return integer?
function Fetches:cur_tarpit_timeout() end

---The time limit of tunnels, be it of a rule or of the backend, in milliseconds; 0 without one.
---@return integer?
function Fetches:cur_tunnel_timeout() end

---The time since 1970 in seconds (`s`), milliseconds (`ms`) or microseconds (`us`), plus an offset.
---@param offset? integer|string
---@param unit? string
---@return integer?
function Fetches:date(offset, unit) end

---The microseconds of the second that it is now.
---@return integer?
function Fetches:date_us() end

---The bytes behind a token of a distcc message; the first of that name, or the one at this place.
---@param token string
---@param occurrence? integer|string
---@return string?
function Fetches:distcc_body(token, occurrence) end

---The number of a token of a distcc message: its length or its value.
---@param token string
---@param occurrence? integer|string
---@return integer?
function Fetches:distcc_param(token, occurrence) end

---The address that the client connected to; none on unix sockets.
---@return string?
function Fetches:dst() end

---How many connections the `bind` line that took this one has now.
---@return integer?
function Fetches:dst_conn() end

---Whether the address that the client connected to belongs to this machine.
---@return boolean|integer?
function Fetches:dst_is_local() end

---The port that the client connected to.
---@return integer?
function Fetches:dst_port() end

---All variables of a scope, or of all scopes, whose names begin with the prefix, with their values.
---@param scope? string
---@param prefix? string
---@param delimiter? string
---@return string?
function Fetches:dump_all_vars(scope, prefix, delimiter) end

---The value that an environment variable had when the configuration was read.
---@param name string
---@return string?
function Fetches:env(name) end

---How long handshakes with the client took, in milliseconds (`%Th`).
---@return integer?
function Fetches:fc_timer_handshake() end

---The time from the connection to the end, in milliseconds (`%Tt`).
---@return integer?
function Fetches:fc_timer_total() end

---The address that the client's connection itself went to.
---@return string?
function Fetches:fc_dst() end

---Whether the address that the client's connection itself went to belongs to this machine.
---@return boolean|integer?
function Fetches:fc_dst_is_local() end

---The port that the client's connection itself went to.
---@return integer?
function Fetches:fc_dst_port() end

---The number of the error of the client's connection; 0 if there was none.
---@return integer?
function Fetches:fc_err() end

---The name of the error of the client's connection; empty if there was none.
---@return string?
function Fetches:fc_err_name() end

---The error of the client's connection in words; `Success` if there was none.
---@return string?
function Fetches:fc_err_str() end

---Segments that the client acknowledged ahead; none if the connection isn't TCP.
---@param unit? string
---@return integer?
function Fetches:fc_fackets(unit) end

---How many oddities of the client's protocol were counted: none with HTTP/1 and TCP.
---@return integer?
function Fetches:fc_glitches() end

---The major version of HTTP that is spoken with the client.
---@return integer?
function Fetches:fc_http_major() end

---Segments to the client that are thought lost; none if the connection isn't TCP.
---@param unit? string
---@return integer?
function Fetches:fc_lost(unit) end

---How many streams the client's connection carries now.
---@return integer?
function Fetches:fc_nb_streams() end

---The host name that the PROXY header told, if it did.
---@return string?
function Fetches:fc_pp_authority() end

---The value of an extension of the PROXY header, by its number (0 to 255) or name; ACLs look at all of that type.
---@param type string
---@return string?
function Fetches:fc_pp_tlv(type) end

---The unique ID that the PROXY header told, if it did.
---@return string?
function Fetches:fc_pp_unique_id() end

---Whether the client's connection began with a PROXY header.
---@return boolean|integer?
function Fetches:fc_rcvd_proxy() end

---How much the order of segments to the client changes; none if the connection isn't TCP.
---@param unit? string
---@return integer?
function Fetches:fc_reordering(unit) end

---Segments sent to the client again; none if the connection isn't TCP.
---@param unit? string
---@return integer?
function Fetches:fc_retrans(unit) end

---The round-trip time of the client's connection in milliseconds, or with `us` in microseconds; none if it isn't TCP.
---@param unit? string
---@return integer?
function Fetches:fc_rtt(unit) end

---The variance of the round-trip time of the client's connection in milliseconds, or with `us` in microseconds; none if it isn't TCP.
---@param unit? string
---@return integer?
function Fetches:fc_rttvar(unit) end

---Segments that the client acknowledged selectively; none if the connection isn't TCP.
---@param unit? string
---@return integer?
function Fetches:fc_sacked(unit) end

---The packet that opened the client's connection, if `tcp-ss` of `bind` has it kept. The system may give it only once: keep it in a `sess.` variable.
---@return string?
function Fetches:fc_saved_syn() end

---How many streams the client's connection may carry at once: 1 with HTTP/1 and TCP.
---@return integer?
function Fetches:fc_settings_streams_limit() end

---The address that the client's connection itself comes from.
---@return string?
function Fetches:fc_src() end

---Whether the address that the client's connection itself comes from belongs to this machine.
---@return boolean|integer?
function Fetches:fc_src_is_local() end

---The port that the client's connection itself comes from.
---@return integer?
function Fetches:fc_src_port() end

---Segments sent to the client and not acknowledged; none if the connection isn't TCP.
---@param unit? string
---@return integer?
function Fetches:fc_unacked(unit) end

---`timeout client` of the frontend, in milliseconds; 0 without one.
---@return integer?
function Fetches:fe_client_timeout() end

---How many connections a frontend has now.
---@param frontend? string
---@return integer?
function Fetches:fe_conn(frontend) end

---The name of the frontend's default backend; none without one.
---@return string?
function Fetches:fe_defbe() end

---The number of the frontend that the connection came in by.
---@return integer?
function Fetches:fe_id() end

---The name of the frontend that the connection came in by.
---@return string?
function Fetches:fe_name() end

---How many HTTP requests came to a frontend in the last second.
---@param frontend? string
---@return integer?
function Fetches:fe_req_rate(frontend) end

---How many sessions began on a frontend in the last second.
---@param frontend? string
---@return integer?
function Fetches:fe_sess_rate(frontend) end

---`timeout tarpit` of the frontend, in milliseconds; 0 without one.
---@return integer?
function Fetches:fe_tarpit_timeout() end

---Whether the client ended the stream before it was over.
---@return integer?
function Fetches:fs_aborted() end

---Internal state of the client's side for developers: of the stream (1), its protocol (2), the transport (4), the connection (8), the socket (16), or the sum of these.
---@param layers? integer|string
---@return string?
function Fetches:fs_debug_str(layers) end

---The number of the stream on the client's connection: of the request, from 1; 0 in TCP mode.
---@return string?
function Fetches:fs_id() end

---The code with which the client reset the stream; none with HTTP/1, which has no codes.
---@return integer?
function Fetches:fs_rst_code() end

---One of the values of a header: of the request, or of the response once there is one.
---@param name? string
---@param occurrence? integer|string
---@return string?
function Fetches:hdr(name, occurrence) end

---How many comma-delimited values a header of the request has, or all headers.
---@param name? string
---@return integer?
function Fetches:hdr_cnt(name) end

---The address in one of the values of a header of the request; no value if it is none.
---@param name? string
---@param occurrence? integer|string
---@return string?
function Fetches:hdr_ip(name, occurrence) end

---The integer at the start of one of the values of a header of the request; 0 if there is none.
---@param name? string
---@param occurrence? integer|string
---@return integer?
function Fetches:hdr_val(name, occurrence) end

---The name of the machine.
---@return string?
function Fetches:hostname() end

---Whether the user and the password in the `authorization` header are in a userlist.
---@param userlist string
---@return boolean|integer?
function Fetches:http_auth(userlist) end

---The token behind `Bearer` in the `authorization` header or another one.
---@param header? string
---@return string?
function Fetches:http_auth_bearer(header) end

---The user's name if the password is the one of a userlist; in ACLs, each of the user's groups.
---@param userlist string
---@return string?
function Fetches:http_auth_group(userlist) end

---The password in the `authorization` header, if its scheme is `Basic`.
---@return string?
function Fetches:http_auth_pass() end

---The scheme in the `authorization` header: `Basic` or `Bearer`.
---@return string?
function Fetches:http_auth_type() end

---The user's name in the `authorization` header, if its scheme is `Basic`.
---@return string?
function Fetches:http_auth_user() end

---Whether the request is the first one of its connection.
---@return boolean|integer?
function Fetches:http_first_req() end

---This integer.
---@param number integer|string
---@return integer?
function Fetches:int(number) end

---Bytes of all blocks of the message.
---@return integer?
function Fetches:internal_htx_data() end

---Bytes that the message leaves of what it may take.
---@return integer?
function Fetches:internal_htx_free() end

---Bytes that one more block could have.
---@return integer?
function Fetches:internal_htx_free_data() end

---Whether the end of the message has come.
---@return boolean|integer?
function Fetches:internal_htx_has_eom() end

---How many blocks the message has.
---@return integer?
function Fetches:internal_htx_nbblks() end

---Bytes that a message may take.
---@return integer?
function Fetches:internal_htx_size() end

---Bytes of all blocks of the message, and of what describes them.
---@return integer?
function Fetches:internal_htx_used() end

---The bytes of the block at a place, if it has payload.
---@param place string
---@return string?
function Fetches:internal_htx_blk_data(place) end

---The name of the header that the block at a place is.
---@param place string
---@return string?
function Fetches:internal_htx_blk_hdrname(place) end

---The value of the header that the block at a place is.
---@param place string
---@return string?
function Fetches:internal_htx_blk_hdrval(place) end

---Bytes of the block at a place: a number from 0, `head`, `first` or `tail`.
---@param place string
---@return integer?
function Fetches:internal_htx_blk_size(place) end

---The start line, if the block at a place is one.
---@param place string
---@return string?
function Fetches:internal_htx_blk_start_line(place) end

---The kind of the block at a place.
---@param place string
---@return string?
function Fetches:internal_htx_blk_type(place) end

---Whether the stream carries HTTP messages.
---@return boolean|integer?
function Fetches:internal_strm_is_htx() end

---This IPv4 address.
---@param address string
---@return string?
function Fetches:ipv4(address) end

---This IPv6 address.
---@param address string
---@return string?
function Fetches:ipv6(address) end

---File and line of the last rule that ended a rule set.
---@return string?
function Fetches:last_entity() end

---The configuration file of the last rule that ended a rule set, such as a `deny`.
---@return string?
function Fetches:last_rule_file() end

---The line of the last rule that ended a rule set.
---@return integer?
function Fetches:last_rule_line() end

---Nanoseconds that the task waited for a run: 0, as tasks aren't profiled.
---@return integer?
function Fetches:lat_ns_avg() end

---Nanoseconds that the task waited for all runs: 0, as tasks aren't profiled.
---@return integer?
function Fetches:lat_ns_tot() end

---This HTTP method.
---@param name string
---@return string?
function Fetches:meth(name) end

---The method of the request, as received or as rules changed it.
---@return string?
function Fetches:method() end

---Always 1: there is one process.
---@return integer?
function Fetches:nbproc() end

---How many servers of a backend take traffic.
---@param backend? string
---@return integer?
function Fetches:nbsrv(backend) end

---The path of the target: from the first slash behind the host to the question mark.
---@return string?
function Fetches:path() end

---The path with its query: from the first slash behind the host to the end.
---@return string?
function Fetches:pathq() end

---`req.payload` before the response, `res.payload` afterwards.
---@param offset integer|string
---@param length integer|string
---@return string?
function Fetches:payload(offset, length) end

---`req.payload_lv` before the response, `res.payload_lv` afterwards.
---@param arg1 integer|string
---@param arg2 integer|string
---@param arg3? string
---@return string?
function Fetches:payload_lv(arg1, arg2, arg3) end

---The number that the system gave the process.
---@return integer?
function Fetches:pid() end

---The class in queues, as `set-priority-class` set it.
---@return integer?
function Fetches:prio_class() end

---The milliseconds by which the request counts as later in queues, as `set-priority-offset` set them.
---@return integer?
function Fetches:prio_offset() end

---Always 1: there is one process.
---@return integer?
function Fetches:proc() end

---What follows the first question mark; with `with_qm`, the mark too unless nothing follows.
---@param options? string
---@return string?
function Fetches:query(options) end

---How many requests wait in the queues of a backend and its servers.
---@param backend? string
---@return integer?
function Fetches:queue(backend) end

---Whether QUIC can be used: it can't.
---@return boolean|integer?
function Fetches:quic_enabled() end

---A random integer from 0 up to, but not including, the range (2^32 if left out); not for secrets.
---@param range? integer|string
---@return integer?
function Fetches:rand(range) end

---The value of the RDP cookie of this name, or of any.
---@param name? string
---@return string?
function Fetches:rdp_cookie(name) end

---1 if there is an RDP cookie of this name, or any, else 0.
---@param name? string
---@return integer?
function Fetches:rdp_cookie_cnt(name) end

---The kind of the server's first TLS message: 2 for a hello.
---@return integer?
function Fetches:rep_ssl_hello_type() end

---What has come of the request's body (`option http-buffer-request` waits for it).
---@return string?
function Fetches:req_body() end

---How many bytes of the request's body have come.
---@return integer?
function Fetches:req_body_len() end

---The value of a parameter in the request's body, as written.
---@param name? string
---@param i? string
---@return string?
function Fetches:req_body_param(name, i) end

---The length of the request's body by `content-length`, or how many bytes have come.
---@return integer?
function Fetches:req_body_size() end

---How many bytes were received from the client, the head included.
---@return integer?
function Fetches:req_bytes_in() end

---How many bytes were sent to the server, the head included.
---@return integer?
function Fetches:req_bytes_out() end

---The value of a cookie in the request: the last of that name, or the first of all.
---@param name? string
---@return string?
function Fetches:req_cook(name) end

---How many cookies of that name the request has, or how many in all.
---@param name? string
---@return integer?
function Fetches:req_cook_cnt(name) end

---The names of all cookies of the request in order, joined with commas or another character.
---@param delimiter? string
---@return string?
function Fetches:req_cook_names(delimiter) end

---The integer at the start of a cookie's value in the request; 0 if there is none.
---@param name? string
---@return integer?
function Fetches:req_cook_val(name) end

---A whole line of a header of the request: the last, or the one at this place.
---@param name? string
---@param occurrence? integer|string
---@return string?
function Fetches:req_fhdr(name, occurrence) end

---How many lines a header of the request has, or all headers.
---@param name? string
---@return integer?
function Fetches:req_fhdr_cnt(name) end

---One of the comma-delimited values of a header of the request: the last, or the one at this place.
---@param name? string
---@param occurrence? integer|string
---@return string?
function Fetches:req_hdr(name, occurrence) end

---How many comma-delimited values a header of the request has, or all headers.
---@param name? string
---@return integer?
function Fetches:req_hdr_cnt(name) end

---The address in one of the values of a header of the request; no value if it is none.
---@param name? string
---@param occurrence? integer|string
---@return string?
function Fetches:req_hdr_ip(name, occurrence) end

---The names of all headers of the request in order, joined with commas or another character.
---@param delimiter? string
---@return string?
function Fetches:req_hdr_names(delimiter) end

---The integer at the start of one of the values of a header of the request; 0 if there is none.
---@param name? string
---@param occurrence? integer|string
---@return integer?
function Fetches:req_hdr_val(name, occurrence) end

---All headers of the request as they would be sent, and the empty line behind them.
---@return string?
function Fetches:req_hdrs() end

---All headers of the request, each name and value behind its length, ended by two lengths of 0.
---@return string?
function Fetches:req_hdrs_bin() end

---How many bytes from the client wait for a decision; of an HTTP request, those of its head and of what has come of its body.
---@return integer?
function Fetches:req_len() end

---So many bytes from the client from an offset on; length 0: all there are.
---@param offset integer|string
---@param length integer|string
---@return string?
function Fetches:req_payload(offset, length) end

---As many bytes from the client as a big-endian number among them says.
---@param arg1 integer|string
---@param arg2 integer|string
---@param arg3? string
---@return string?
function Fetches:req_payload_lv(arg1, arg2, arg3) end

---Whether what came from the client is the whole head of an HTTP/1 request.
---@return boolean|integer?
function Fetches:req_proto_http() end

---The value of the RDP cookie of this name, or of any.
---@param name? string
---@return string?
function Fetches:req_rdp_cookie(name) end

---1 if there is an RDP cookie of this name, or any, else 0.
---@param name? string
---@return integer?
function Fetches:req_rdp_cookie_cnt(name) end

---The protocols in the client's TLS hello, as it passes by (RFC 7301).
---@return string?
function Fetches:req_ssl_alpn() end

---The cipher suites in the client's TLS hello, two bytes each.
---@return string?
function Fetches:req_ssl_cipherlist() end

---Whether the client's TLS hello lists elliptic curves (RFC 8422 section 5.1.1).
---@return boolean|integer?
function Fetches:req_ssl_ec_ext() end

---The kind of the client's first TLS message: 1 for a hello.
---@return integer?
function Fetches:req_ssl_hello_type() end

---The groups that the client's TLS hello has keys for (RFC 8446 section 4.2.8), two bytes each.
---@return string?
function Fetches:req_ssl_keyshare_groups() end

---The signature schemes in the client's TLS hello (RFC 8446 section 4.2.3), two bytes each.
---@return string?
function Fetches:req_ssl_sigalgs() end

---The server name in the client's TLS hello, as it passes by (RFC 6066 section 3).
---@return string?
function Fetches:req_ssl_sni() end

---0 if the client's TLS hello has no session ticket (RFC 5077), 1 if it has an empty one, 2 if it has one.
---@return integer?
function Fetches:req_ssl_st_ext() end

---The groups in the client's TLS hello (RFC 8446 section 4.2.7), two bytes each.
---@return string?
function Fetches:req_ssl_supported_groups() end

---The version in the client's TLS hello: 65536 times the major one plus the minor one.
---@return integer?
function Fetches:req_ssl_ver() end

---How long the request's head took to come, in milliseconds (`%TR`).
---@return integer?
function Fetches:req_timer_hdr() end

---How long the client was silent before its request, in milliseconds (`%Ti`).
---@return integer?
function Fetches:req_timer_idle() end

---How long the request waited in queues, in milliseconds (`%Tw`).
---@return integer?
function Fetches:req_timer_queue() end

---How long it took from the connection to the whole request head, in milliseconds (`%Tq`).
---@return integer?
function Fetches:req_timer_tq() end

---The HTTP version of the request, such as `1.1`.
---@return string?
function Fetches:req_ver() end

---How many bytes from the client wait for a decision; of an HTTP request, those of its head and of what has come of its body.
---@return integer?
function Fetches:req_len() end

---Whether what came from the client is the whole head of an HTTP/1 request.
---@return boolean|integer?
function Fetches:req_proto_http() end

---The kind of the client's first TLS message: 1 for a hello.
---@return integer?
function Fetches:req_ssl_hello_type() end

---The server name in the client's TLS hello, as it passes by (RFC 6066 section 3).
---@return string?
function Fetches:req_ssl_sni() end

---The version in the client's TLS hello: 65536 times the major one plus the minor one.
---@return integer?
function Fetches:req_ssl_ver() end

---The HTTP version of the request, such as `1.1`.
---@return string?
function Fetches:req_ver() end

---When the request's first byte came: seconds (`s`), `ms` or `us` since 1970.
---@param unit? string
---@return integer?
function Fetches:request_date(unit) end

---What has come of the response's body.
---@return string?
function Fetches:res_body() end

---How many bytes of the response's body have come.
---@return integer?
function Fetches:res_body_len() end

---The length of the response's body by `content-length`, or how many bytes have come.
---@return integer?
function Fetches:res_body_size() end

---How many bytes were received from the server, the head included.
---@return integer?
function Fetches:res_bytes_in() end

---How many bytes were sent to the client, the head included.
---@return integer?
function Fetches:res_bytes_out() end

---The value of a cookie in the response: the last of that name, or the first of all.
---@param name? string
---@return string?
function Fetches:res_cook(name) end

---How many cookies of that name the response has, or how many in all.
---@param name? string
---@return integer?
function Fetches:res_cook_cnt(name) end

---The names of all cookies of the response in order, joined with commas or another character.
---@param delimiter? string
---@return string?
function Fetches:res_cook_names(delimiter) end

---The integer at the start of a cookie's value in the response; 0 if there is none.
---@param name? string
---@return integer?
function Fetches:res_cook_val(name) end

---A whole line of a header of the response: the last, or the one at this place.
---@param name? string
---@param occurrence? integer|string
---@return string?
function Fetches:res_fhdr(name, occurrence) end

---How many lines a header of the response has, or all headers.
---@param name? string
---@return integer?
function Fetches:res_fhdr_cnt(name) end

---One of the comma-delimited values of a header of the response: the last, or the one at this place.
---@param name? string
---@param occurrence? integer|string
---@return string?
function Fetches:res_hdr(name, occurrence) end

---How many comma-delimited values a header of the response has, or all headers.
---@param name? string
---@return integer?
function Fetches:res_hdr_cnt(name) end

---The address in one of the values of a header of the response; no value if it is none.
---@param name? string
---@param occurrence? integer|string
---@return string?
function Fetches:res_hdr_ip(name, occurrence) end

---The names of all headers of the response in order, joined with commas or another character.
---@param delimiter? string
---@return string?
function Fetches:res_hdr_names(delimiter) end

---The integer at the start of one of the values of a header of the response; 0 if there is none.
---@param name? string
---@param occurrence? integer|string
---@return integer?
function Fetches:res_hdr_val(name, occurrence) end

---All headers of the response as they would be sent, and the empty line behind them.
---@return string?
function Fetches:res_hdrs() end

---All headers of the response, each name and value behind its length, ended by two lengths of 0.
---@return string?
function Fetches:res_hdrs_bin() end

---How many bytes from the server wait for a decision.
---@return integer?
function Fetches:res_len() end

---So many bytes from the server from an offset on; length 0: all there are.
---@param offset integer|string
---@param length integer|string
---@return string?
function Fetches:res_payload(offset, length) end

---As many bytes from the server as a big-endian number among them says.
---@param arg1 integer|string
---@param arg2 integer|string
---@param arg3? string
---@return string?
function Fetches:res_payload_lv(arg1, arg2, arg3) end

---The kind of the server's first TLS message: 2 for a hello.
---@return integer?
function Fetches:res_ssl_hello_type() end

---How long the response's body took, in milliseconds (`%Td`).
---@return integer?
function Fetches:res_timer_data() end

---How long the server took to send its response's head, in milliseconds (`%Tr`).
---@return integer?
function Fetches:res_timer_hdr() end

---The HTTP version of the response, such as `1.1`.
---@return string?
function Fetches:res_ver() end

---The HTTP version of the response, such as `1.1`.
---@return string?
function Fetches:resp_ver() end

---Of the entry that sticky counter 0 tracks: how many bytes came from the client in the period.
---@param table? string
---@return integer?
function Fetches:sc0_bytes_in_rate(table) end

---Of the entry that sticky counter 0 tracks: how many bytes went to the client in the period.
---@param table? string
---@return integer?
function Fetches:sc0_bytes_out_rate(table) end

---Of the entry that sticky counter 0 tracks: an element of the array `gpc`, which is zero from now on.
---@param idx integer|string
---@param table? string
---@return integer?
function Fetches:sc0_clr_gpc(idx, table) end

---Of the entry that sticky counter 0 tracks: the first general purpose counter, which is zero from now on.
---@param table? string
---@return integer?
function Fetches:sc0_clr_gpc0(table) end

---Of the entry that sticky counter 0 tracks: the second general purpose counter, which is zero from now on.
---@param table? string
---@return integer?
function Fetches:sc0_clr_gpc1(table) end

---Of the entry that sticky counter 0 tracks: how many connections there were.
---@param table? string
---@return integer?
function Fetches:sc0_conn_cnt(table) end

---Of the entry that sticky counter 0 tracks: how many connections there are now.
---@param table? string
---@return integer?
function Fetches:sc0_conn_cur(table) end

---Of the entry that sticky counter 0 tracks: how many connections came in the period.
---@param table? string
---@return integer?
function Fetches:sc0_conn_rate(table) end

---Of the entry that sticky counter 0 tracks: the first general purpose counter.
---@param table? string
---@return integer?
function Fetches:sc0_get_gpc0(table) end

---Of the entry that sticky counter 0 tracks: the second general purpose counter.
---@param table? string
---@return integer?
function Fetches:sc0_get_gpc1(table) end

---Of the entry that sticky counter 0 tracks: the first general purpose tag.
---@param table? string
---@return integer?
function Fetches:sc0_get_gpt0(table) end

---Of the entry that sticky counter 0 tracks: how many glitches of the protocol there were.
---@param table? string
---@return integer?
function Fetches:sc0_glitch_cnt(table) end

---Of the entry that sticky counter 0 tracks: how many glitches of the protocol there were in the period.
---@param table? string
---@return integer?
function Fetches:sc0_glitch_rate(table) end

---Of the entry that sticky counter 0 tracks: how often the first general purpose counter grew in the period.
---@param table? string
---@return integer?
function Fetches:sc0_gpc0_rate(table) end

---Of the entry that sticky counter 0 tracks: how often the second general purpose counter grew in the period.
---@param table? string
---@return integer?
function Fetches:sc0_gpc1_rate(table) end

---Of the entry that sticky counter 0 tracks: how many requests were mistakes of the client.
---@param table? string
---@return integer?
function Fetches:sc0_http_err_cnt(table) end

---Of the entry that sticky counter 0 tracks: how many requests in the period were mistakes of the client.
---@param table? string
---@return integer?
function Fetches:sc0_http_err_rate(table) end

---Of the entry that sticky counter 0 tracks: how many responses were failures of the server.
---@param table? string
---@return integer?
function Fetches:sc0_http_fail_cnt(table) end

---Of the entry that sticky counter 0 tracks: how many responses in the period were failures of the server.
---@param table? string
---@return integer?
function Fetches:sc0_http_fail_rate(table) end

---Of the entry that sticky counter 0 tracks: how many HTTP requests there were.
---@param table? string
---@return integer?
function Fetches:sc0_http_req_cnt(table) end

---Of the entry that sticky counter 0 tracks: how many HTTP requests came in the period.
---@param table? string
---@return integer?
function Fetches:sc0_http_req_rate(table) end

---Of the entry that sticky counter 0 tracks: the first general purpose counter, after adding one.
---@param table? string
---@return integer?
function Fetches:sc0_inc_gpc0(table) end

---Of the entry that sticky counter 0 tracks: the second general purpose counter, after adding one.
---@param table? string
---@return integer?
function Fetches:sc0_inc_gpc1(table) end

---Of the entry that sticky counter 0 tracks: how many KiB came from the client.
---@param table? string
---@return integer?
function Fetches:sc0_kbytes_in(table) end

---Of the entry that sticky counter 0 tracks: how many KiB went to the client.
---@param table? string
---@return integer?
function Fetches:sc0_kbytes_out(table) end

---The key of the entry that sticky counter 0 tracks.
---@return string?
function Fetches:sc0_key() end

---Of the entry that sticky counter 0 tracks: how many connections became sessions.
---@param table? string
---@return integer?
function Fetches:sc0_sess_cnt(table) end

---Of the entry that sticky counter 0 tracks: how many connections became sessions in the period.
---@param table? string
---@return integer?
function Fetches:sc0_sess_rate(table) end

---Whether sticky counter 0 tracks an entry.
---@param table? string
---@return boolean|integer?
function Fetches:sc0_tracked(table) end

---Of the entry that sticky counter 0 tracks: how many sessions and streams track it now.
---@param table? string
---@return integer?
function Fetches:sc0_trackers(table) end

---Of the entry that sticky counter 1 tracks: how many bytes came from the client in the period.
---@param table? string
---@return integer?
function Fetches:sc1_bytes_in_rate(table) end

---Of the entry that sticky counter 1 tracks: how many bytes went to the client in the period.
---@param table? string
---@return integer?
function Fetches:sc1_bytes_out_rate(table) end

---Of the entry that sticky counter 1 tracks: an element of the array `gpc`, which is zero from now on.
---@param idx integer|string
---@param table? string
---@return integer?
function Fetches:sc1_clr_gpc(idx, table) end

---Of the entry that sticky counter 1 tracks: the first general purpose counter, which is zero from now on.
---@param table? string
---@return integer?
function Fetches:sc1_clr_gpc0(table) end

---Of the entry that sticky counter 1 tracks: the second general purpose counter, which is zero from now on.
---@param table? string
---@return integer?
function Fetches:sc1_clr_gpc1(table) end

---Of the entry that sticky counter 1 tracks: how many connections there were.
---@param table? string
---@return integer?
function Fetches:sc1_conn_cnt(table) end

---Of the entry that sticky counter 1 tracks: how many connections there are now.
---@param table? string
---@return integer?
function Fetches:sc1_conn_cur(table) end

---Of the entry that sticky counter 1 tracks: how many connections came in the period.
---@param table? string
---@return integer?
function Fetches:sc1_conn_rate(table) end

---Of the entry that sticky counter 1 tracks: the first general purpose counter.
---@param table? string
---@return integer?
function Fetches:sc1_get_gpc0(table) end

---Of the entry that sticky counter 1 tracks: the second general purpose counter.
---@param table? string
---@return integer?
function Fetches:sc1_get_gpc1(table) end

---Of the entry that sticky counter 1 tracks: the first general purpose tag.
---@param table? string
---@return integer?
function Fetches:sc1_get_gpt0(table) end

---Of the entry that sticky counter 1 tracks: how many glitches of the protocol there were.
---@param table? string
---@return integer?
function Fetches:sc1_glitch_cnt(table) end

---Of the entry that sticky counter 1 tracks: how many glitches of the protocol there were in the period.
---@param table? string
---@return integer?
function Fetches:sc1_glitch_rate(table) end

---Of the entry that sticky counter 1 tracks: how often the first general purpose counter grew in the period.
---@param table? string
---@return integer?
function Fetches:sc1_gpc0_rate(table) end

---Of the entry that sticky counter 1 tracks: how often the second general purpose counter grew in the period.
---@param table? string
---@return integer?
function Fetches:sc1_gpc1_rate(table) end

---Of the entry that sticky counter 1 tracks: how many requests were mistakes of the client.
---@param table? string
---@return integer?
function Fetches:sc1_http_err_cnt(table) end

---Of the entry that sticky counter 1 tracks: how many requests in the period were mistakes of the client.
---@param table? string
---@return integer?
function Fetches:sc1_http_err_rate(table) end

---Of the entry that sticky counter 1 tracks: how many responses were failures of the server.
---@param table? string
---@return integer?
function Fetches:sc1_http_fail_cnt(table) end

---Of the entry that sticky counter 1 tracks: how many responses in the period were failures of the server.
---@param table? string
---@return integer?
function Fetches:sc1_http_fail_rate(table) end

---Of the entry that sticky counter 1 tracks: how many HTTP requests there were.
---@param table? string
---@return integer?
function Fetches:sc1_http_req_cnt(table) end

---Of the entry that sticky counter 1 tracks: how many HTTP requests came in the period.
---@param table? string
---@return integer?
function Fetches:sc1_http_req_rate(table) end

---Of the entry that sticky counter 1 tracks: the first general purpose counter, after adding one.
---@param table? string
---@return integer?
function Fetches:sc1_inc_gpc0(table) end

---Of the entry that sticky counter 1 tracks: the second general purpose counter, after adding one.
---@param table? string
---@return integer?
function Fetches:sc1_inc_gpc1(table) end

---Of the entry that sticky counter 1 tracks: how many KiB came from the client.
---@param table? string
---@return integer?
function Fetches:sc1_kbytes_in(table) end

---Of the entry that sticky counter 1 tracks: how many KiB went to the client.
---@param table? string
---@return integer?
function Fetches:sc1_kbytes_out(table) end

---The key of the entry that sticky counter 1 tracks.
---@return string?
function Fetches:sc1_key() end

---Of the entry that sticky counter 1 tracks: how many connections became sessions.
---@param table? string
---@return integer?
function Fetches:sc1_sess_cnt(table) end

---Of the entry that sticky counter 1 tracks: how many connections became sessions in the period.
---@param table? string
---@return integer?
function Fetches:sc1_sess_rate(table) end

---Whether sticky counter 1 tracks an entry.
---@param table? string
---@return boolean|integer?
function Fetches:sc1_tracked(table) end

---Of the entry that sticky counter 1 tracks: how many sessions and streams track it now.
---@param table? string
---@return integer?
function Fetches:sc1_trackers(table) end

---Of the entry that sticky counter 2 tracks: how many bytes came from the client in the period.
---@param table? string
---@return integer?
function Fetches:sc2_bytes_in_rate(table) end

---Of the entry that sticky counter 2 tracks: how many bytes went to the client in the period.
---@param table? string
---@return integer?
function Fetches:sc2_bytes_out_rate(table) end

---Of the entry that sticky counter 2 tracks: an element of the array `gpc`, which is zero from now on.
---@param idx integer|string
---@param table? string
---@return integer?
function Fetches:sc2_clr_gpc(idx, table) end

---Of the entry that sticky counter 2 tracks: the first general purpose counter, which is zero from now on.
---@param table? string
---@return integer?
function Fetches:sc2_clr_gpc0(table) end

---Of the entry that sticky counter 2 tracks: the second general purpose counter, which is zero from now on.
---@param table? string
---@return integer?
function Fetches:sc2_clr_gpc1(table) end

---Of the entry that sticky counter 2 tracks: how many connections there were.
---@param table? string
---@return integer?
function Fetches:sc2_conn_cnt(table) end

---Of the entry that sticky counter 2 tracks: how many connections there are now.
---@param table? string
---@return integer?
function Fetches:sc2_conn_cur(table) end

---Of the entry that sticky counter 2 tracks: how many connections came in the period.
---@param table? string
---@return integer?
function Fetches:sc2_conn_rate(table) end

---Of the entry that sticky counter 2 tracks: the first general purpose counter.
---@param table? string
---@return integer?
function Fetches:sc2_get_gpc0(table) end

---Of the entry that sticky counter 2 tracks: the second general purpose counter.
---@param table? string
---@return integer?
function Fetches:sc2_get_gpc1(table) end

---Of the entry that sticky counter 2 tracks: the first general purpose tag.
---@param table? string
---@return integer?
function Fetches:sc2_get_gpt0(table) end

---Of the entry that sticky counter 2 tracks: how many glitches of the protocol there were.
---@param table? string
---@return integer?
function Fetches:sc2_glitch_cnt(table) end

---Of the entry that sticky counter 2 tracks: how many glitches of the protocol there were in the period.
---@param table? string
---@return integer?
function Fetches:sc2_glitch_rate(table) end

---Of the entry that sticky counter 2 tracks: how often the first general purpose counter grew in the period.
---@param table? string
---@return integer?
function Fetches:sc2_gpc0_rate(table) end

---Of the entry that sticky counter 2 tracks: how often the second general purpose counter grew in the period.
---@param table? string
---@return integer?
function Fetches:sc2_gpc1_rate(table) end

---Of the entry that sticky counter 2 tracks: how many requests were mistakes of the client.
---@param table? string
---@return integer?
function Fetches:sc2_http_err_cnt(table) end

---Of the entry that sticky counter 2 tracks: how many requests in the period were mistakes of the client.
---@param table? string
---@return integer?
function Fetches:sc2_http_err_rate(table) end

---Of the entry that sticky counter 2 tracks: how many responses were failures of the server.
---@param table? string
---@return integer?
function Fetches:sc2_http_fail_cnt(table) end

---Of the entry that sticky counter 2 tracks: how many responses in the period were failures of the server.
---@param table? string
---@return integer?
function Fetches:sc2_http_fail_rate(table) end

---Of the entry that sticky counter 2 tracks: how many HTTP requests there were.
---@param table? string
---@return integer?
function Fetches:sc2_http_req_cnt(table) end

---Of the entry that sticky counter 2 tracks: how many HTTP requests came in the period.
---@param table? string
---@return integer?
function Fetches:sc2_http_req_rate(table) end

---Of the entry that sticky counter 2 tracks: the first general purpose counter, after adding one.
---@param table? string
---@return integer?
function Fetches:sc2_inc_gpc0(table) end

---Of the entry that sticky counter 2 tracks: the second general purpose counter, after adding one.
---@param table? string
---@return integer?
function Fetches:sc2_inc_gpc1(table) end

---Of the entry that sticky counter 2 tracks: how many KiB came from the client.
---@param table? string
---@return integer?
function Fetches:sc2_kbytes_in(table) end

---Of the entry that sticky counter 2 tracks: how many KiB went to the client.
---@param table? string
---@return integer?
function Fetches:sc2_kbytes_out(table) end

---The key of the entry that sticky counter 2 tracks.
---@return string?
function Fetches:sc2_key() end

---Of the entry that sticky counter 2 tracks: how many connections became sessions.
---@param table? string
---@return integer?
function Fetches:sc2_sess_cnt(table) end

---Of the entry that sticky counter 2 tracks: how many connections became sessions in the period.
---@param table? string
---@return integer?
function Fetches:sc2_sess_rate(table) end

---Whether sticky counter 2 tracks an entry.
---@param table? string
---@return boolean|integer?
function Fetches:sc2_tracked(table) end

---Of the entry that sticky counter 2 tracks: how many sessions and streams track it now.
---@param table? string
---@return integer?
function Fetches:sc2_trackers(table) end

---Of the entry that a sticky counter tracks: how many bytes came from the client in the period.
---@param ctr integer|string
---@param table? string
---@return integer?
function Fetches:sc_bytes_in_rate(ctr, table) end

---Of the entry that a sticky counter tracks: how many bytes went to the client in the period.
---@param ctr integer|string
---@param table? string
---@return integer?
function Fetches:sc_bytes_out_rate(ctr, table) end

---Of the entry that a sticky counter tracks: an element of the array `gpc`, which is zero from now on.
---@param idx integer|string
---@param ctr integer|string
---@param table? string
---@return integer?
function Fetches:sc_clr_gpc(idx, ctr, table) end

---Of the entry that a sticky counter tracks: the first general purpose counter, which is zero from now on.
---@param ctr integer|string
---@param table? string
---@return integer?
function Fetches:sc_clr_gpc0(ctr, table) end

---Of the entry that a sticky counter tracks: the second general purpose counter, which is zero from now on.
---@param ctr integer|string
---@param table? string
---@return integer?
function Fetches:sc_clr_gpc1(ctr, table) end

---Of the entry that a sticky counter tracks: how many connections there were.
---@param ctr integer|string
---@param table? string
---@return integer?
function Fetches:sc_conn_cnt(ctr, table) end

---Of the entry that a sticky counter tracks: how many connections there are now.
---@param ctr integer|string
---@param table? string
---@return integer?
function Fetches:sc_conn_cur(ctr, table) end

---Of the entry that a sticky counter tracks: how many connections came in the period.
---@param ctr integer|string
---@param table? string
---@return integer?
function Fetches:sc_conn_rate(ctr, table) end

---Of the entry that a sticky counter tracks: an element of the array `gpc`.
---@param idx integer|string
---@param ctr integer|string
---@param table? string
---@return integer?
function Fetches:sc_get_gpc(idx, ctr, table) end

---Of the entry that a sticky counter tracks: the first general purpose counter.
---@param ctr integer|string
---@param table? string
---@return integer?
function Fetches:sc_get_gpc0(ctr, table) end

---Of the entry that a sticky counter tracks: the second general purpose counter.
---@param ctr integer|string
---@param table? string
---@return integer?
function Fetches:sc_get_gpc1(ctr, table) end

---Of the entry that a sticky counter tracks: an element of the array `gpt`.
---@param idx integer|string
---@param ctr integer|string
---@param table? string
---@return integer?
function Fetches:sc_get_gpt(idx, ctr, table) end

---Of the entry that a sticky counter tracks: the first general purpose tag.
---@param ctr integer|string
---@param table? string
---@return integer?
function Fetches:sc_get_gpt0(ctr, table) end

---Of the entry that a sticky counter tracks: how many glitches of the protocol there were.
---@param ctr integer|string
---@param table? string
---@return integer?
function Fetches:sc_glitch_cnt(ctr, table) end

---Of the entry that a sticky counter tracks: how many glitches of the protocol there were in the period.
---@param ctr integer|string
---@param table? string
---@return integer?
function Fetches:sc_glitch_rate(ctr, table) end

---Of the entry that a sticky counter tracks: how often the first general purpose counter grew in the period.
---@param ctr integer|string
---@param table? string
---@return integer?
function Fetches:sc_gpc0_rate(ctr, table) end

---Of the entry that a sticky counter tracks: how often the second general purpose counter grew in the period.
---@param ctr integer|string
---@param table? string
---@return integer?
function Fetches:sc_gpc1_rate(ctr, table) end

---Of the entry that a sticky counter tracks: how often an element of the array `gpc` grew in the period.
---@param idx integer|string
---@param ctr integer|string
---@param table? string
---@return integer?
function Fetches:sc_gpc_rate(idx, ctr, table) end

---Of the entry that a sticky counter tracks: how many requests were mistakes of the client.
---@param ctr integer|string
---@param table? string
---@return integer?
function Fetches:sc_http_err_cnt(ctr, table) end

---Of the entry that a sticky counter tracks: how many requests in the period were mistakes of the client.
---@param ctr integer|string
---@param table? string
---@return integer?
function Fetches:sc_http_err_rate(ctr, table) end

---Of the entry that a sticky counter tracks: how many responses were failures of the server.
---@param ctr integer|string
---@param table? string
---@return integer?
function Fetches:sc_http_fail_cnt(ctr, table) end

---Of the entry that a sticky counter tracks: how many responses in the period were failures of the server.
---@param ctr integer|string
---@param table? string
---@return integer?
function Fetches:sc_http_fail_rate(ctr, table) end

---Of the entry that a sticky counter tracks: how many HTTP requests there were.
---@param ctr integer|string
---@param table? string
---@return integer?
function Fetches:sc_http_req_cnt(ctr, table) end

---Of the entry that a sticky counter tracks: how many HTTP requests came in the period.
---@param ctr integer|string
---@param table? string
---@return integer?
function Fetches:sc_http_req_rate(ctr, table) end

---Of the entry that a sticky counter tracks: an element of the array `gpc`, after adding one.
---@param idx integer|string
---@param ctr integer|string
---@param table? string
---@return integer?
function Fetches:sc_inc_gpc(idx, ctr, table) end

---Of the entry that a sticky counter tracks: the first general purpose counter, after adding one.
---@param ctr integer|string
---@param table? string
---@return integer?
function Fetches:sc_inc_gpc0(ctr, table) end

---Of the entry that a sticky counter tracks: the second general purpose counter, after adding one.
---@param ctr integer|string
---@param table? string
---@return integer?
function Fetches:sc_inc_gpc1(ctr, table) end

---Of the entry that a sticky counter tracks: how many KiB came from the client.
---@param ctr integer|string
---@param table? string
---@return integer?
function Fetches:sc_kbytes_in(ctr, table) end

---Of the entry that a sticky counter tracks: how many KiB went to the client.
---@param ctr integer|string
---@param table? string
---@return integer?
function Fetches:sc_kbytes_out(ctr, table) end

---The key of the entry that a sticky counter tracks.
---@param ctr integer|string
---@return string?
function Fetches:sc_key(ctr) end

---Of the entry that a sticky counter tracks: how many connections became sessions.
---@param ctr integer|string
---@param table? string
---@return integer?
function Fetches:sc_sess_cnt(ctr, table) end

---Of the entry that a sticky counter tracks: how many connections became sessions in the period.
---@param ctr integer|string
---@param table? string
---@return integer?
function Fetches:sc_sess_rate(ctr, table) end

---Whether a sticky counter tracks an entry.
---@param ctr integer|string
---@param table? string
---@return boolean|integer?
function Fetches:sc_tracked(ctr, table) end

---Of the entry that a sticky counter tracks: how many sessions and streams track it now.
---@param ctr integer|string
---@param table? string
---@return integer?
function Fetches:sc_trackers(ctr, table) end

---The value of a cookie in the response: the last of that name, or the first of all.
---@param name? string
---@return string?
function Fetches:scook(name) end

---How many cookies of that name the response has, or how many in all.
---@param name? string
---@return integer?
function Fetches:scook_cnt(name) end

---The integer at the start of a cookie's value in the response; 0 if there is none.
---@param name? string
---@return integer?
function Fetches:scook_val(name) end

---The status as the server sent it; none before it did.
---@return integer?
function Fetches:server_status() end

---One of the comma-delimited values of a header of the response: the last, or the one at this place.
---@param name? string
---@param occurrence? integer|string
---@return string?
function Fetches:shdr(name, occurrence) end

---How many comma-delimited values a header of the response has, or all headers.
---@param name? string
---@return integer?
function Fetches:shdr_cnt(name) end

---The address in one of the values of a header of the response; no value if it is none.
---@param name? string
---@param occurrence? integer|string
---@return string?
function Fetches:shdr_ip(name, occurrence) end

---The integer at the start of one of the values of a header of the response; 0 if there is none.
---@param name? string
---@param occurrence? integer|string
---@return integer?
function Fetches:shdr_val(name, occurrence) end

---The number of the `bind` line that took the connection.
---@return integer?
function Fetches:so_id() end

---The name of the `bind` line that took the connection; none without a `name`.
---@return string?
function Fetches:so_name() end

---The client's address; none on unix sockets.
---@return string?
function Fetches:src() end

---Of the entry of the client's address: how many bytes came from the client in the period.
---@param table string
---@return integer?
function Fetches:src_bytes_in_rate(table) end

---Of the entry of the client's address: how many bytes went to the client in the period.
---@param table string
---@return integer?
function Fetches:src_bytes_out_rate(table) end

---Of the entry of the client's address: an element of the array `gpc`, which is zero from now on.
---@param idx integer|string
---@param table string
---@return integer?
function Fetches:src_clr_gpc(idx, table) end

---Of the entry of the client's address: the first general purpose counter, which is zero from now on.
---@param table string
---@return integer?
function Fetches:src_clr_gpc0(table) end

---Of the entry of the client's address: the second general purpose counter, which is zero from now on.
---@param table string
---@return integer?
function Fetches:src_clr_gpc1(table) end

---Of the entry of the client's address: how many connections there were.
---@param table string
---@return integer?
function Fetches:src_conn_cnt(table) end

---Of the entry of the client's address: how many connections there are now.
---@param table string
---@return integer?
function Fetches:src_conn_cur(table) end

---Of the entry of the client's address: how many connections came in the period.
---@param table string
---@return integer?
function Fetches:src_conn_rate(table) end

---Of the entry of the client's address: an element of the array `gpc`.
---@param idx integer|string
---@param table string
---@return integer?
function Fetches:src_get_gpc(idx, table) end

---Of the entry of the client's address: the first general purpose counter.
---@param table string
---@return integer?
function Fetches:src_get_gpc0(table) end

---Of the entry of the client's address: the second general purpose counter.
---@param table string
---@return integer?
function Fetches:src_get_gpc1(table) end

---Of the entry of the client's address: an element of the array `gpt`.
---@param idx integer|string
---@param table string
---@return integer?
function Fetches:src_get_gpt(idx, table) end

---Of the entry of the client's address: the first general purpose tag.
---@param table string
---@return integer?
function Fetches:src_get_gpt0(table) end

---Of the entry of the client's address: how many glitches of the protocol there were.
---@param table string
---@return integer?
function Fetches:src_glitch_cnt(table) end

---Of the entry of the client's address: how many glitches of the protocol there were in the period.
---@param table string
---@return integer?
function Fetches:src_glitch_rate(table) end

---Of the entry of the client's address: how often the first general purpose counter grew in the period.
---@param table string
---@return integer?
function Fetches:src_gpc0_rate(table) end

---Of the entry of the client's address: how often the second general purpose counter grew in the period.
---@param table string
---@return integer?
function Fetches:src_gpc1_rate(table) end

---Of the entry of the client's address: how often an element of the array `gpc` grew in the period.
---@param idx integer|string
---@param table string
---@return integer?
function Fetches:src_gpc_rate(idx, table) end

---Of the entry of the client's address: how many requests were mistakes of the client.
---@param table string
---@return integer?
function Fetches:src_http_err_cnt(table) end

---Of the entry of the client's address: how many requests in the period were mistakes of the client.
---@param table string
---@return integer?
function Fetches:src_http_err_rate(table) end

---Of the entry of the client's address: how many responses were failures of the server.
---@param table string
---@return integer?
function Fetches:src_http_fail_cnt(table) end

---Of the entry of the client's address: how many responses in the period were failures of the server.
---@param table string
---@return integer?
function Fetches:src_http_fail_rate(table) end

---Of the entry of the client's address: how many HTTP requests there were.
---@param table string
---@return integer?
function Fetches:src_http_req_cnt(table) end

---Of the entry of the client's address: how many HTTP requests came in the period.
---@param table string
---@return integer?
function Fetches:src_http_req_rate(table) end

---Of the entry of the client's address: an element of the array `gpc`, after adding one.
---@param idx integer|string
---@param table string
---@return integer?
function Fetches:src_inc_gpc(idx, table) end

---Of the entry of the client's address: the first general purpose counter, after adding one.
---@param table string
---@return integer?
function Fetches:src_inc_gpc0(table) end

---Of the entry of the client's address: the second general purpose counter, after adding one.
---@param table string
---@return integer?
function Fetches:src_inc_gpc1(table) end

---Whether the client's address belongs to this machine.
---@return boolean|integer?
function Fetches:src_is_local() end

---Of the entry of the client's address: how many KiB came from the client.
---@param table string
---@return integer?
function Fetches:src_kbytes_in(table) end

---Of the entry of the client's address: how many KiB went to the client.
---@param table string
---@return integer?
function Fetches:src_kbytes_out(table) end

---The client's port.
---@return integer?
function Fetches:src_port() end

---Of the entry of the client's address: how many connections became sessions.
---@param table string
---@return integer?
function Fetches:src_sess_cnt(table) end

---Of the entry of the client's address: how many connections became sessions in the period.
---@param table string
---@return integer?
function Fetches:src_sess_rate(table) end

---Of the entry of the client's address: how many connections there were, after adding one.
---@param table string
---@return integer?
function Fetches:src_updt_conn_cnt(table) end

---How many streams a server has now.
---@param server string
---@return integer?
function Fetches:srv_conn(server) end

---How many streams more a server takes; -1 if it has no limit.
---@param server string
---@return integer?
function Fetches:srv_conn_free(server) end

---The number of the server; none while no server is chosen.
---@return integer?
function Fetches:srv_id() end

---Whether a server takes traffic.
---@param server string
---@return boolean|integer?
function Fetches:srv_is_up(server) end

---The weight that the configuration gave a server.
---@param server string
---@return integer?
function Fetches:srv_iweight(server) end

---The name of the server; none while no server is chosen.
---@return string?
function Fetches:srv_name() end

---How many requests wait for a server.
---@param server string
---@return integer?
function Fetches:srv_queue(server) end

---How many streams came to a server in the last second.
---@param server string
---@return integer?
function Fetches:srv_sess_rate(server) end

---The weight that an operator gave a server.
---@param server string
---@return integer?
function Fetches:srv_uweight(server) end

---The weight by which a server is chosen now.
---@param server string
---@return integer?
function Fetches:srv_weight(server) end

---Whether the server's connection uses TLS.
---@return boolean|integer?
function Fetches:ssl_bc() end

---Whether the server's connection goes on with an earlier TLS session.
---@return boolean|integer?
function Fetches:ssl_bc_is_resumed() end

---Whether the client has a certificate, be it of an earlier session; none without TLS.
---@return boolean|integer?
function Fetches:ssl_c_used() end

---Whether the client's connection uses TLS.
---@return boolean|integer?
function Fetches:ssl_fc() end

---Whether the client sent early data, even if the TLS handshake is over by now.
---@return boolean|integer?
function Fetches:ssl_fc_early_rcvd() end

---Whether the client showed a certificate on this connection; none without TLS.
---@return boolean|integer?
function Fetches:ssl_fc_has_crt() end

---Whether early data came and the TLS handshake isn't over; none without TLS.
---@return boolean|integer?
function Fetches:ssl_fc_has_early() end

---Whether the client named a server when TLS began.
---@return boolean|integer?
function Fetches:ssl_fc_has_sni() end

---Whether the client's connection goes on with an earlier TLS session.
---@return boolean|integer?
function Fetches:ssl_fc_is_resumed() end

---The status of the response, as received or as rules changed it.
---@return integer?
function Fetches:status() end

---Whether the process accepts no more connections and finishes what runs.
---@return boolean|integer?
function Fetches:stopping() end

---This text.
---@param text string
---@return string?
function Fetches:str(text) end

---For how many more entries a stick table has room.
---@param table string
---@return integer?
function Fetches:table_avl(table) end

---How many entries a stick table has.
---@param table string
---@return integer?
function Fetches:table_cnt(table) end

---Events that ended each of the seven layers of a stream; they aren't recorded, which `-` says.
---@return string?
function Fetches:term_events() end

---The group of that thread: always 0, as there is one group.
---@return integer?
function Fetches:tgroup() end

---The number of the worker thread that serves the connection, from 0.
---@return integer?
function Fetches:thread() end

---How often the connection to a server was tried again.
---@return integer?
function Fetches:txn_conn_retries() end

---The number of the transaction in 32 bits.
---@return integer?
function Fetches:txn_id32() end

---Whether another server took over from the one chosen first.
---@return boolean|integer?
function Fetches:txn_redispatched() end

---The two letters that say how the transaction ended; `--` while nothing went wrong.
---@return string?
function Fetches:txn_sess_term_state() end

---The status as in logs; none before there is one.
---@return integer?
function Fetches:txn_status() end

---The time from the request's first byte to the end, in milliseconds (`%Ta`).
---@return integer?
function Fetches:txn_timer_total() end

---The time that the client saw it take, idle time left out, in milliseconds (`%Tu`).
---@return integer?
function Fetches:txn_timer_user() end

---The identifier of the transaction, made by `unique-id-format`.
---@return string?
function Fetches:unique_id() end

---How many seconds ago the process started.
---@return integer?
function Fetches:uptime() end

---The target as it stands in the request line.
---@return string?
function Fetches:url() end

---A 32-bit hash of the host and the path with its query: SDBM, well mixed.
---@return integer?
function Fetches:url32() end

---The four bytes of `url32` and the bytes of the source address.
---@return string?
function Fetches:url32_src() end

---The IPv4 address in the target, if its host is written as one.
---@return string?
function Fetches:url_ip() end

---The value of a parameter of the query, as written; the first parameter without a name.
---@param name? string
---@param delimiter? string
---@param i? string
---@return string?
function Fetches:url_param(name, delimiter, i) end

---The port in the target behind an IPv4 address; 80 if none is written.
---@return integer?
function Fetches:url_port() end

---The value of a parameter of the query, as written; the first parameter without a name.
---@param name? string
---@param delimiter? string
---@param i? string
---@return string?
function Fetches:urlp(name, delimiter, i) end

---The value of a parameter of the query as an integer.
---@param name? string
---@param delimiter? string
---@param i? string
---@return integer?
function Fetches:urlp_val(name, delimiter, i) end

---A new UUID: version 4 (random), or 7 (sorted by time); not for secrets.
---@param version? integer|string
---@return string?
function Fetches:uuid(version) end

---The value of a variable, or a default if it isn't set.
---@param name string
---@param default? string
---@return string?
function Fetches:var(name, default) end

---True once the time of `inspect-delay` is over or nothing more will come.
---@return boolean|integer?
function Fetches:wait_end() end

---File and line of the rule whose action was waiting when an error or a timeout came.
---@return string?
function Fetches:waiting_entity() end

---Converters by their names, with `_` for `.`, `-` and `+`; the value is the first argument.
---@class Converters
local Converters = {}

---The sum of the value and this number.
---@param value any
---@param arg1 string
---@return integer?
function Converters:add(value, arg1) end

---The value as a list with one item more, made of a variable and a suffix; a delimiter stands between items.
---@param value any
---@param delimiter string
---@param variable string
---@param suffix? string
---@return string?
function Converters:add_item(value, delimiter, variable, suffix) end

---The bytes decrypted with AES-CBC; nonce (16 bytes) and key are in base64 or in variables. None if the padding isn't right.
---@param value any
---@param bits integer|string
---@param nonce string
---@param key string
---@param aad? string
---@return string?
function Converters:aes_cbc_dec(value, bits, nonce, key, aad) end

---The bytes encrypted with AES-CBC; nonce (16 bytes, zeros behind a shorter one) and key are in base64 or in variables.
---@param value any
---@param bits integer|string
---@param nonce string
---@param key string
---@param aad? string
---@return string?
function Converters:aes_cbc_enc(value, bits, nonce, key, aad) end

---The bytes decrypted with AES-GCM; nonce (12 bytes), key, tag and additional data are in base64 or in variables. None if the tag isn't right.
---@param value any
---@param bits integer|string
---@param nonce string
---@param key string
---@param tag string
---@param aad? string
---@return string?
function Converters:aes_gcm_dec(value, bits, nonce, key, tag, aad) end

---The bytes encrypted with AES-GCM; nonce (12 bytes), key and additional data are in base64 or in variables, and the tag goes into a variable as base64.
---@param value any
---@param bits integer|string
---@param nonce string
---@param key string
---@param tag string
---@param aad? string
---@return string?
function Converters:aes_gcm_enc(value, bits, nonce, key, tag, aad) end

---The bits set in both the value and this number.
---@param value any
---@param arg1 string
---@return integer?
Converters["and"] = function(self, value, arg1) end

---The bytes that this base64 stands for; no value if it isn't base64.
---@param value any
---@return string?
function Converters:b64dec(value) end

---The bytes in binary digits, eight a byte.
---@param value any
---@return string?
function Converters:base2(value) end

---The bytes in base64.
---@param value any
---@return string?
function Converters:base64(value) end

---Big-endian chunks of bytes as decimal numbers; `1` drops an incomplete chunk at the end.
---@param value any
---@param separator string
---@param arg2? integer|string
---@param truncate? integer|string
---@return string?
function Converters:be2dec(value, separator, arg2, truncate) end

---The bytes in hexadecimal digits with a separator between chunks; `1` drops an incomplete chunk at the end.
---@param value any
---@param separator string
---@param arg2? integer|string
---@param truncate? integer|string
---@return string?
function Converters:be2hex(value, separator, arg2, truncate) end

---False for 0, true for all other numbers.
---@param value any
---@return boolean|integer?
function Converters:bool(value) end

---The bytes from an offset on, at most so many; nothing if the offset is behind the end.
---@param value any
---@param offset string
---@param length? string
---@return string?
function Converters:bytes(value, offset, length) end

---Keeps the text in this slot of the request's captures; without such a slot nothing is kept.
---@param value any
---@param slot integer|string
---@return string?
function Converters:capture_req(value, slot) end

---Keeps the text in this slot of the response's captures; without such a slot nothing is kept.
---@param value any
---@param slot integer|string
---@return string?
function Converters:capture_res(value, slot) end

---The value, a text, a variable's value (nothing if it isn't set) and another text behind one another.
---@param value any
---@param text string
---@param variable? string
---@param arg3? string
---@return string?
function Converters:concat(value, text, variable, arg3) end

---The value with every bit flipped.
---@param value any
---@return integer?
function Converters:cpl(value) end

---The CRC-32 of the bytes, as in Ethernet and gzip; with `1`, mixed once more.
---@param value any
---@param avalanche? integer|string
---@return integer?
function Converters:crc32(value, avalanche) end

---The CRC-32C of the bytes (RFC 4960 appendix B); with `1`, mixed once more.
---@param value any
---@param avalanche? integer|string
---@return integer?
function Converters:crc32c(value, avalanche) end

---The text up to the first CR or LF.
---@param value any
---@return string?
function Converters:cut_crlf(value) end

---The seconds since 1970 of a date in one of the three forms of HTTP (RFC 9110 section 5.6.7).
---@param value any
---@return integer?
function Converters:date(value) end

---Writes the value with its type to `stdout` or `stderr`, behind a prefix, and gives it on.
---@param value any
---@param prefix? string
---@param destination? string
---@return string?
function Converters:debug(value, prefix, destination) end

---The digest of the bytes by the algorithm of that name: md5, sha1, sha224, sha256, sha384, sha512, sha512-256 or sha3-256 to sha3-512.
---@param value any
---@param algorithm string
---@return string?
function Converters:digest(value, algorithm) end

---The value divided by this number; the largest integer when that is 0.
---@param value any
---@param arg1 string
---@return integer?
function Converters:div(value, arg1) end

---The DJB2 hash of the bytes; with `1`, mixed once more.
---@param value any
---@param avalanche? integer|string
---@return integer?
function Converters:djb2(value, avalanche) end

---What is behind an Ethernet frame's header and its VLAN tags.
---@param value any
---@return string?
function Converters:eth_data(value) end

---The address that an Ethernet frame goes to, in 6 bytes.
---@param value any
---@return string?
function Converters:eth_dst(value) end

---An Ethernet frame's header with its VLAN tags.
---@param value any
---@return string?
function Converters:eth_hdr(value) end

---The protocol within an Ethernet frame: 2048 for IPv4, 34525 for IPv6.
---@param value any
---@return integer?
function Converters:eth_proto(value) end

---The address that an Ethernet frame comes from, in 6 bytes.
---@param value any
---@return string?
function Converters:eth_src(value) end

---The last VLAN of an Ethernet frame's header; none without a tag.
---@param value any
---@return integer?
function Converters:eth_vlan(value) end

---Whether the number is even.
---@param value any
---@return boolean|integer?
function Converters:even(value) end

---Whether there is a frontend of that name.
---@param value any
---@return boolean|integer?
function Converters:fe_exists(value) end

---The part at this place between any of the delimiters, from 1 or from -1 backwards; so many of them, or all with 0.
---@param value any
---@param index integer|string
---@param delimiters string
---@param count? integer|string
---@return string?
function Converters:field(value, index, delimiters, count) end

---Whether the bytes begin with a well-formed FIX message: its first three tags, its length and its checksum are right. None while it isn't whole.
---@param value any
---@return boolean|integer?
function Converters:fix_is_valid(value) end

---The value of the first tag of this number, or of this name: BeginString, BodyLength, MsgType, SenderCompID, TargetCompID or CheckSum.
---@param value any
---@param tag string
---@return string?
function Converters:fix_tag_value(value, tag) end

---Whether the bytes have a control character: all but TAB, those of a mask of 33 bits, `any`, or `http` (NUL, CR, LF).
---@param value any
---@param mask? string
---@return boolean|integer?
function Converters:has_ctl(value, mask) end

---The bytes in hexadecimal digits, two a byte, in upper case.
---@param value any
---@return string?
function Converters:hex(value) end

---The integer that hexadecimal digits stand for; none if they aren't digits.
---@param value any
---@return integer?
function Converters:hex2i(value) end

---The authentication code of the bytes (RFC 2104) by the digest of that name and a key in base64, or in a variable as base64.
---@param value any
---@param algorithm string
---@param key string
---@return string?
function Converters:hmac(value, algorithm, key) end

---A `host` header without its port, in lower case.
---@param value any
---@return string?
function Converters:host_only(value) end

---The lower 32 bits of the integer as four bytes, the highest first.
---@param value any
---@return string?
function Converters:htonl(value) end

---The date so many seconds (`s`), `ms` or `us` after 1970, plus an offset, as HTTP headers spell it.
---@param value any
---@param offset? integer|string
---@param unit? string
---@return string?
function Converters:http_date(value, offset, unit) end

---The first text if the value is true, the second if it isn't.
---@param value any
---@param arg1 string
---@param arg2 string
---@return string?
function Converters:iif(value, arg1, arg2) end

---Whether a stick table has the key.
---@param value any
---@param table string
---@return boolean|integer?
function Converters:in_table(value, table) end

---What is behind an IP packet's header, its options and extensions.
---@param value any
---@return string?
function Converters:ip_data(value) end

---1 if the packet must not be fragmented (as always with IPv6), else 0.
---@param value any
---@return integer?
function Converters:ip_df(value) end

---The address that an IP packet goes to.
---@param value any
---@return string?
function Converters:ip_dst(value) end

---A fingerprint of a host by its SYN packet, of 8 bytes; the mode adds 1 for its TTL, 2 for the kinds of TCP options, 4 for its address.
---@param value any
---@param mode? integer|string
---@return string?
function Converters:ip_fp(value, mode) end

---An IP packet's header with its options and extensions.
---@param value any
---@return string?
function Converters:ip_hdr(value) end

---The protocol within an IP packet: 6 for TCP, 17 for UDP.
---@param value any
---@return integer?
function Converters:ip_proto(value) end

---The address that an IP packet comes from.
---@param value any
---@return string?
function Converters:ip_src(value) end

---The type of service (IPv4) or traffic class (IPv6) of a packet.
---@param value any
---@return integer?
function Converters:ip_tos(value) end

---The time to live (IPv4) or hop limit (IPv6) of a packet.
---@param value any
---@return integer?
function Converters:ip_ttl(value) end

---The version of an IP packet: 4 or 6.
---@param value any
---@return integer?
function Converters:ip_ver(value) end

---The address with all bits outside the mask cleared; IPv6 has no value without its own mask.
---@param value any
---@param mask string
---@param arg2? string
---@return string?
function Converters:ipmask(value, mask, arg2) end

---The text escaped for a JSON string; read as bytes (`ascii`) or as UTF-8 (`utf8`; `s` drops what is wrong, `p` accepts overlong forms).
---@param value any
---@param code string
---@return string?
function Converters:json(value, code) end

---The value at a path (`$.name[0].other`) of a JSON text: a string, a boolean, a number as text (`int`: as an integer) or an array's text.
---@param value any
---@param path string
---@param type? string
---@return string?
function Converters:json_query(value, path, type) end

---What an encrypted token holds, opened with the private key of a PEM file (RSA, ECDH-ES), whose name may be in a variable; empty if it can't be opened.
---@param value any
---@param certificate string
---@return string?
function Converters:jwt_decrypt_cert(value, certificate) end

---What an encrypted token holds, opened with a JSON Web Key of the kind oct, RSA or EC, given or in a variable; empty if it can't be opened.
---@param value any
---@param key string
---@return string?
function Converters:jwt_decrypt_jwk(value, key) end

---What an encrypted token holds, opened with a secret in base64 or in a variable (dir, A…KW, A…GCMKW); empty if it can't be opened.
---@param value any
---@param secret string
---@return string?
function Converters:jwt_decrypt_secret(value, secret) end

---The header of a JSON Web Token, or the value at a path of it (see `json_query`).
---@param value any
---@param path? string
---@param type? string
---@return string?
function Converters:jwt_header_query(value, path, type) end

---The payload of a JSON Web Token, or the value at a path of it (see `json_query`).
---@param value any
---@param path? string
---@param type? string
---@return string?
function Converters:jwt_payload_query(value, path, type) end

---1 if the token's signature is right, 0 if it isn't, below 0 if that can't be told; the key is a secret (HS…) or a PEM file, it and the algorithm may be variables.
---@param value any
---@param algorithm string
---@param key string
---@return integer?
function Converters:jwt_verify(value, algorithm, key) end

---As `jwt_verify`, with the public key of a certificate in a PEM file, whose name may be in a variable.
---@param value any
---@param algorithm string
---@param certificate string
---@return integer?
function Converters:jwt_verify_cert(value, algorithm, certificate) end

---The one of these languages (`en;fr;de`) that an `accept-language` value likes best, or the default.
---@param value any
---@param languages string
---@param default? string
---@return string?
function Converters:language(value, languages, default) end

---Little-endian chunks of bytes as decimal numbers; `1` drops an incomplete chunk at the end.
---@param value any
---@param separator string
---@param arg2? integer|string
---@param truncate? integer|string
---@return string?
function Converters:le2dec(value, separator, arg2, truncate) end

---How many bytes the text has.
---@param value any
---@return integer?
function Converters:length(value) end

---The text with the letters A to Z in lower case.
---@param value any
---@return string?
function Converters:lower(value) end

---The date so many seconds after 1970, in local time and in this format.
---@param value any
---@param format string
---@param offset? integer|string
---@return string?
function Converters:ltime(value, format, offset) end

---The text without any of these characters at its beginning.
---@param value any
---@param characters string
---@return string?
function Converters:ltrim(value, characters) end

---The text that a map has for the value, or a default.
---@param value any
---@param map string
---@param default? string
---@return string?
function Converters:map(value, map, default) end

---The text that a map has for the value, or a default.
---@param value any
---@param map string
---@param default? string
---@return string?
function Converters:map_beg(value, map, default) end

---The integer that a map has for the value, or a default.
---@param value any
---@param map string
---@param default? integer|string
---@return integer?
function Converters:map_beg_int(value, map, default) end

---The address that a map has for the value, or a default.
---@param value any
---@param map string
---@param default? string
---@return string?
function Converters:map_beg_ip(value, map, default) end

---The key of a map that matches the value.
---@param value any
---@param map string
---@return string?
function Converters:map_beg_key(value, map) end

---The text that a map has for the value, or a default.
---@param value any
---@param map string
---@param default? string
---@return string?
function Converters:map_dir(value, map, default) end

---The integer that a map has for the value, or a default.
---@param value any
---@param map string
---@param default? integer|string
---@return integer?
function Converters:map_dir_int(value, map, default) end

---The address that a map has for the value, or a default.
---@param value any
---@param map string
---@param default? string
---@return string?
function Converters:map_dir_ip(value, map, default) end

---The key of a map that matches the value.
---@param value any
---@param map string
---@return string?
function Converters:map_dir_key(value, map) end

---The text that a map has for the value, or a default.
---@param value any
---@param map string
---@param default? string
---@return string?
function Converters:map_dom(value, map, default) end

---The integer that a map has for the value, or a default.
---@param value any
---@param map string
---@param default? integer|string
---@return integer?
function Converters:map_dom_int(value, map, default) end

---The address that a map has for the value, or a default.
---@param value any
---@param map string
---@param default? string
---@return string?
function Converters:map_dom_ip(value, map, default) end

---The key of a map that matches the value.
---@param value any
---@param map string
---@return string?
function Converters:map_dom_key(value, map) end

---The text that a map has for the value, or a default.
---@param value any
---@param map string
---@param default? string
---@return string?
function Converters:map_end(value, map, default) end

---The integer that a map has for the value, or a default.
---@param value any
---@param map string
---@param default? integer|string
---@return integer?
function Converters:map_end_int(value, map, default) end

---The address that a map has for the value, or a default.
---@param value any
---@param map string
---@param default? string
---@return string?
function Converters:map_end_ip(value, map, default) end

---The key of a map that matches the value.
---@param value any
---@param map string
---@return string?
function Converters:map_end_key(value, map) end

---The text that a map has for the value, or a default.
---@param value any
---@param map string
---@param default? string
---@return string?
function Converters:map_int(value, map, default) end

---The integer that a map has for the value, or a default.
---@param value any
---@param map string
---@param default? integer|string
---@return integer?
function Converters:map_int_int(value, map, default) end

---The address that a map has for the value, or a default.
---@param value any
---@param map string
---@param default? string
---@return string?
function Converters:map_int_ip(value, map, default) end

---The key of a map that matches the value.
---@param value any
---@param map string
---@return string?
function Converters:map_int_key(value, map) end

---The text that a map has for the value, or a default.
---@param value any
---@param map string
---@param default? string
---@return string?
function Converters:map_ip(value, map, default) end

---The integer that a map has for the value, or a default.
---@param value any
---@param map string
---@param default? integer|string
---@return integer?
function Converters:map_ip_int(value, map, default) end

---The address that a map has for the value, or a default.
---@param value any
---@param map string
---@param default? string
---@return string?
function Converters:map_ip_ip(value, map, default) end

---The key of a map that matches the value.
---@param value any
---@param map string
---@return string?
function Converters:map_ip_key(value, map) end

---The text that a map has for the value, or a default.
---@param value any
---@param map string
---@param default? string
---@return string?
function Converters:map_reg(value, map, default) end

---The integer that a map has for the value, or a default.
---@param value any
---@param map string
---@param default? integer|string
---@return integer?
function Converters:map_reg_int(value, map, default) end

---The address that a map has for the value, or a default.
---@param value any
---@param map string
---@param default? string
---@return string?
function Converters:map_reg_ip(value, map, default) end

---The key of a map that matches the value.
---@param value any
---@param map string
---@return string?
function Converters:map_reg_key(value, map) end

---The text that a map has for the value, `\1` standing for the first group of the key.
---@param value any
---@param map string
---@param default? string
---@return string?
function Converters:map_regm(value, map, default) end

---The text that a map has for the value, or a default.
---@param value any
---@param map string
---@param default? string
---@return string?
function Converters:map_str(value, map, default) end

---The integer that a map has for the value, or a default.
---@param value any
---@param map string
---@param default? integer|string
---@return integer?
function Converters:map_str_int(value, map, default) end

---The address that a map has for the value, or a default.
---@param value any
---@param map string
---@param default? string
---@return string?
function Converters:map_str_ip(value, map, default) end

---The key of a map that matches the value.
---@param value any
---@param map string
---@return string?
function Converters:map_str_key(value, map) end

---The text that a map has for the value, or a default.
---@param value any
---@param map string
---@param default? string
---@return string?
function Converters:map_sub(value, map, default) end

---The integer that a map has for the value, or a default.
---@param value any
---@param map string
---@param default? integer|string
---@return integer?
function Converters:map_sub_int(value, map, default) end

---The address that a map has for the value, or a default.
---@param value any
---@param map string
---@param default? string
---@return string?
function Converters:map_sub_ip(value, map, default) end

---The key of a map that matches the value.
---@param value any
---@param map string
---@return string?
function Converters:map_sub_key(value, map) end

---What remains when the value is divided by this number; 0 when that is 0.
---@param value any
---@param arg1 string
---@return integer?
function Converters:mod(value, arg1) end

---A field of a CONNECT or CONNACK packet by its name, or a property of MQTT 5.0 by its number.
---@param value any
---@param packet string
---@param field string
---@return string?
function Converters:mqtt_field_value(value, packet, field) end

---Whether the bytes begin with a well-formed CONNECT or CONNACK packet of MQTT 3.1, 3.1.1 or 5.0. None while it isn't whole.
---@param value any
---@return boolean|integer?
function Converters:mqtt_is_valid(value) end

---The date so many milliseconds after 1970, in local time and in this format; `%3N` gives milliseconds.
---@param value any
---@param format string
---@param offset? integer|string
---@return string?
function Converters:ms_ltime(value, format, offset) end

---The date so many milliseconds after 1970, in UTC and in this format; `%3N` gives milliseconds.
---@param value any
---@param format string
---@param offset? integer|string
---@return string?
function Converters:ms_utime(value, format, offset) end

---The product of the value and this number.
---@param value any
---@param arg1 string
---@return integer?
function Converters:mul(value, arg1) end

---How many servers of the backend of that name take traffic; none if there is no such backend.
---@param value any
---@return integer?
function Converters:nbsrv(value) end

---The opposite number.
---@param value any
---@return integer?
function Converters:neg(value) end

---True for 0, false for all other numbers.
---@param value any
---@return boolean|integer?
Converters["not"] = function(self, value) end

---Whether the number is odd.
---@param value any
---@return boolean|integer?
function Converters:odd(value) end

---The bits set in the value or this number.
---@param value any
---@param arg1 string
---@return integer?
Converters["or"] = function(self, value, arg1) end

---The value of the first parameter of this name, between `&` or another character; empty without `=`.
---@param value any
---@param name string
---@param delimiter? string
---@return string?
function Converters:param(value, name, delimiter) end

---The port of a `host` header; 0 if there is none.
---@param value any
---@return integer?
function Converters:port_only(value) end

---The field at a path of numbers (`48.59.1`) of a Protocol Buffers message: its bytes, or with a type an integer.
---@param value any
---@param field string
---@param type? string
---@return string?
function Converters:protobuf(value, field, type) end

---The text with what the expression matches replaced: the first match, or all with `g`; `i` ignores case.
---@param value any
---@param regex string
---@param replacement string
---@param flags? string
---@return string?
function Converters:regsub(value, regex, replacement, flags) end

---The bytes of the text in reverse order.
---@param value any
---@return string?
function Converters:reverse(value) end

---The labels of a domain name in reverse order; one dot at the end is ignored.
---@param value any
---@return string?
function Converters:reverse_dom(value) end

---The value of `proto`, `host`, `for` or `by` in the first element of a `forwarded` header, without quotes.
---@param value any
---@param field string
---@return string?
function Converters:rfc7239_field(value, field) end

---Whether the value of a `forwarded` header is as RFC 7239 has it.
---@param value any
---@return boolean|integer?
function Converters:rfc7239_is_valid(value) end

---The name of a node: an address, `unknown`, or an obfuscated one with its `_`.
---@param value any
---@return string?
function Converters:rfc7239_n2nn(value) end

---The port of a node: a number, or an obfuscated one with its `_`; none without one.
---@param value any
---@return string?
function Converters:rfc7239_n2np(value) end

---A node's name: an address, a text behind `_`, or `unknown` for an empty text.
---@param value any
---@return string?
function Converters:rfc7239_nn(value) end

---A node's port: a number, or a text behind `_`.
---@param value any
---@return string?
function Converters:rfc7239_np(value) end

---The text without any of these characters at its end.
---@param value any
---@param characters string
---@return string?
function Converters:rtrim(value, characters) end

---The SDBM hash of the bytes; with `1`, mixed once more.
---@param value any
---@param avalanche? integer|string
---@return integer?
function Converters:sdbm(value, avalanche) end

---Whether the text is the variable's, in a time that doesn't tell how much of it fits.
---@param value any
---@param variable string
---@return boolean|integer?
function Converters:secure_memcmp(value, variable) end

---The value, kept in a variable too if all conditions hold (`ifexists`, `ifnotexists`, `ifempty`, `ifnotempty`, `ifset`, `ifnotset`, `ifgt`, `iflt`).
---@param value any
---@param name string
---@param condition? string
---@param arg3? string
---@param arg4? string
---@param arg5? string
---@return string?
function Converters:set_var(value, name, condition, arg3, arg4, arg5) end

---The SHA-1 digest of the bytes, 20 bytes long.
---@param value any
---@return string?
function Converters:sha1(value) end

---The SHA-2 digest of the bytes in 224, 256 (if left out), 384 or 512 bits.
---@param value any
---@param bits? integer|string
---@return string?
function Converters:sha2(value, bits) end

---Whether the server of that name (`backend/server`, or of this backend) takes traffic.
---@param value any
---@return boolean|integer?
function Converters:srv_is_up(value) end

---How many requests wait for the server of that name (`backend/server`, or of this backend).
---@param value any
---@return integer?
function Converters:srv_queue(value) end

---0 if the text is the variable's, below 0 if it sorts before it, above 0 if behind; none if the variable isn't set.
---@param value any
---@param variable string
---@return integer?
function Converters:strcmp(value, variable) end

---The difference of the value and this number.
---@param value any
---@param arg1 string
---@return integer?
function Converters:sub(value, arg1) end

---Of the entry of the key in a stick table: how many bytes came from the client in the period; 0 if there is none.
---@param value any
---@param table string
---@return integer?
function Converters:table_bytes_in_rate(value, table) end

---Of the entry of the key in a stick table: how many bytes went to the client in the period; 0 if there is none.
---@param value any
---@param table string
---@return integer?
function Converters:table_bytes_out_rate(value, table) end

---Of the entry of the key in a stick table: an element of the array `gpc`, which is zero from now on.
---@param value any
---@param idx integer|string
---@param table string
---@return integer?
function Converters:table_clr_gpc(value, idx, table) end

---Of the entry of the key in a stick table: the first general purpose counter, which is zero from now on; 0 if there is none.
---@param value any
---@param table string
---@return integer?
function Converters:table_clr_gpc0(value, table) end

---Of the entry of the key in a stick table: the second general purpose counter, which is zero from now on; 0 if there is none.
---@param value any
---@param table string
---@return integer?
function Converters:table_clr_gpc1(value, table) end

---Of the entry of the key in a stick table: how many connections there were; 0 if there is none.
---@param value any
---@param table string
---@return integer?
function Converters:table_conn_cnt(value, table) end

---Of the entry of the key in a stick table: how many connections there are now; 0 if there is none.
---@param value any
---@param table string
---@return integer?
function Converters:table_conn_cur(value, table) end

---Of the entry of the key in a stick table: how many connections came in the period; 0 if there is none.
---@param value any
---@param table string
---@return integer?
function Converters:table_conn_rate(value, table) end

---In how many milliseconds a stick table forgets the key, or the default if it hasn't it.
---@param value any
---@param table string
---@param default? integer|string
---@return integer?
function Converters:table_expire(value, table, default) end

---Of the entry of the key in a stick table: how many glitches of the protocol there were; 0 if there is none.
---@param value any
---@param table string
---@return integer?
function Converters:table_glitch_cnt(value, table) end

---Of the entry of the key in a stick table: how many glitches of the protocol there were in the period; 0 if there is none.
---@param value any
---@param table string
---@return integer?
function Converters:table_glitch_rate(value, table) end

---Of the entry of the key in a stick table: an element of the array `gpc`.
---@param value any
---@param idx integer|string
---@param table string
---@return integer?
function Converters:table_gpc(value, idx, table) end

---Of the entry of the key in a stick table: the first general purpose counter; 0 if there is none.
---@param value any
---@param table string
---@return integer?
function Converters:table_gpc0(value, table) end

---Of the entry of the key in a stick table: how often the first general purpose counter grew in the period; 0 if there is none.
---@param value any
---@param table string
---@return integer?
function Converters:table_gpc0_rate(value, table) end

---Of the entry of the key in a stick table: the second general purpose counter; 0 if there is none.
---@param value any
---@param table string
---@return integer?
function Converters:table_gpc1(value, table) end

---Of the entry of the key in a stick table: how often the second general purpose counter grew in the period; 0 if there is none.
---@param value any
---@param table string
---@return integer?
function Converters:table_gpc1_rate(value, table) end

---Of the entry of the key in a stick table: how often an element of the array `gpc` grew in the period.
---@param value any
---@param idx integer|string
---@param table string
---@return integer?
function Converters:table_gpc_rate(value, idx, table) end

---Of the entry of the key in a stick table: an element of the array `gpt`.
---@param value any
---@param idx integer|string
---@param table string
---@return integer?
function Converters:table_gpt(value, idx, table) end

---Of the entry of the key in a stick table: the first general purpose tag; 0 if there is none.
---@param value any
---@param table string
---@return integer?
function Converters:table_gpt0(value, table) end

---Of the entry of the key in a stick table: how many requests were mistakes of the client; 0 if there is none.
---@param value any
---@param table string
---@return integer?
function Converters:table_http_err_cnt(value, table) end

---Of the entry of the key in a stick table: how many requests in the period were mistakes of the client; 0 if there is none.
---@param value any
---@param table string
---@return integer?
function Converters:table_http_err_rate(value, table) end

---Of the entry of the key in a stick table: how many responses were failures of the server; 0 if there is none.
---@param value any
---@param table string
---@return integer?
function Converters:table_http_fail_cnt(value, table) end

---Of the entry of the key in a stick table: how many responses in the period were failures of the server; 0 if there is none.
---@param value any
---@param table string
---@return integer?
function Converters:table_http_fail_rate(value, table) end

---Of the entry of the key in a stick table: how many HTTP requests there were; 0 if there is none.
---@param value any
---@param table string
---@return integer?
function Converters:table_http_req_cnt(value, table) end

---Of the entry of the key in a stick table: how many HTTP requests came in the period; 0 if there is none.
---@param value any
---@param table string
---@return integer?
function Converters:table_http_req_rate(value, table) end

---For how many milliseconds the key's entry in a stick table wasn't used, or the default if it hasn't it.
---@param value any
---@param table string
---@param default? integer|string
---@return integer?
function Converters:table_idle(value, table, default) end

---Of the entry of the key in a stick table: an element of the array `gpc`, after adding one.
---@param value any
---@param idx integer|string
---@param table string
---@return integer?
function Converters:table_inc_gpc(value, idx, table) end

---Of the entry of the key in a stick table: the first general purpose counter, after adding one; 0 if there is none.
---@param value any
---@param table string
---@return integer?
function Converters:table_inc_gpc0(value, table) end

---Of the entry of the key in a stick table: the second general purpose counter, after adding one; 0 if there is none.
---@param value any
---@param table string
---@return integer?
function Converters:table_inc_gpc1(value, table) end

---Of the entry of the key in a stick table: how many KiB came from the client; 0 if there is none.
---@param value any
---@param table string
---@return integer?
function Converters:table_kbytes_in(value, table) end

---Of the entry of the key in a stick table: how many KiB went to the client; 0 if there is none.
---@param value any
---@param table string
---@return integer?
function Converters:table_kbytes_out(value, table) end

---Of the entry of the key in a stick table: the number of its server; 0 if there is none.
---@param value any
---@param table string
---@return integer?
function Converters:table_server_id(value, table) end

---Of the entry of the key in a stick table: how many connections became sessions; 0 if there is none.
---@param value any
---@param table string
---@return integer?
function Converters:table_sess_cnt(value, table) end

---Of the entry of the key in a stick table: how many connections became sessions in the period; 0 if there is none.
---@param value any
---@param table string
---@return integer?
function Converters:table_sess_rate(value, table) end

---Of the entry of the key in a stick table: how many sessions and streams track it now; 0 if there is none.
---@param value any
---@param table string
---@return integer?
function Converters:table_trackers(value, table) end

---The port that a TCP segment goes to.
---@param value any
---@return integer?
function Converters:tcp_dst(value) end

---The eight flags of a TCP segment as a number, from FIN (1) to CWR (128).
---@param value any
---@return integer?
function Converters:tcp_flags(value) end

---The maximum segment size that a TCP header tells; 0 if it tells none.
---@param value any
---@return integer?
function Converters:tcp_options_mss(value) end

---1 if a TCP header permits selective acknowledgements, else 0.
---@param value any
---@return integer?
function Converters:tcp_options_sack(value) end

---1 if a TCP header has timestamps, else 0.
---@param value any
---@return integer?
function Converters:tcp_options_tsopt(value) end

---The sender's timestamp of a TCP header; none without one.
---@param value any
---@return integer?
function Converters:tcp_options_tsval(value) end

---The scale of the window that a TCP header tells; 0 if it tells none.
---@param value any
---@return integer?
function Converters:tcp_options_wscale(value) end

---1 if a TCP header tells the scale of the window, else 0.
---@param value any
---@return integer?
function Converters:tcp_options_wsopt(value) end

---The kinds of a TCP header's options in their order, one byte each.
---@param value any
---@return string?
function Converters:tcp_options_list(value) end

---The sequence number of a TCP segment.
---@param value any
---@return integer?
function Converters:tcp_seq(value) end

---The port that a TCP segment comes from.
---@param value any
---@return integer?
function Converters:tcp_src(value) end

---The window of a TCP segment, without its scale.
---@param value any
---@return integer?
function Converters:tcp_win(value) end

---The bytes that this base64 for URLs stands for.
---@param value any
---@return string?
function Converters:ub64dec(value) end

---The bytes in base64 for URLs, without padding.
---@param value any
---@return string?
function Converters:ub64enc(value) end

---The field at a path of numbers (`48.59.1`) of the first gRPC message that has it: its bytes, or with a type an integer.
---@param value any
---@param field string
---@param type? string
---@return string?
function Converters:ungrpc(value, field, type) end

---The value; the variable is removed.
---@param value any
---@param name string
---@return string?
function Converters:unset_var(value, name) end

---The text with the letters a to z in upper case.
---@param value any
---@return string?
function Converters:upper(value) end

---The text with percent-encoding undone; `+` is a space behind a question mark, or everywhere with `1`.
---@param value any
---@param arg1? integer|string
---@return string?
function Converters:url_dec(value, arg1) end

---The text with all but letters, digits and `-._~` percent-encoded.
---@param value any
---@param type string
---@return string?
function Converters:url_enc(value, type) end

---The date so many microseconds after 1970, in local time and in this format; `%6N` gives microseconds.
---@param value any
---@param format string
---@param offset? integer|string
---@return string?
function Converters:us_ltime(value, format, offset) end

---The date so many microseconds after 1970, in UTC and in this format; `%6N` gives microseconds.
---@param value any
---@param format string
---@param offset? integer|string
---@return string?
function Converters:us_utime(value, format, offset) end

---The date so many seconds after 1970, in UTC and in this format.
---@param value any
---@param format string
---@param offset? integer|string
---@return string?
function Converters:utime(value, format, offset) end

---The value if the condition holds: error, normal, forwarded, processed, toapplet, stopping, or an ACL; `!` turns it round.
---@param value any
---@param condition string
---@param acl? string
---@param nothing? string
---@return string?
function Converters:when(value, condition, acl, nothing) end

---The word at this place between any of the delimiters, from 1 or from -1 backwards; so many of them, or all with 0.
---@param value any
---@param index integer|string
---@param delimiters string
---@param count? integer|string
---@return string?
function Converters:word(value, index, delimiters, count) end

---The WT6 hash of the bytes; with `1`, mixed once more.
---@param value any
---@param avalanche? integer|string
---@return integer?
function Converters:wt6(value, avalanche) end

---The name of the result of a certificate's verification, or the number if it has none.
---@param value any
---@return string?
function Converters:x509_v_err_str(value) end

---The bits set in only one of the value and this number.
---@param value any
---@param arg1 string
---@return integer?
function Converters:xor(value, arg1) end

---The 64-bit XXH3 hash of the bytes as a signed integer.
---@param value any
---@param seed? integer|string
---@return integer?
function Converters:xxh3(value, seed) end

---The 32-bit xxHash of the bytes.
---@param value any
---@param seed? integer|string
---@return integer?
function Converters:xxh32(value, seed) end

---The 64-bit xxHash of the bytes as a signed integer.
---@param value any
---@param seed? integer|string
---@return integer?
function Converters:xxh64(value, seed) end

---A regular expression.
---@class Regex
Regex = {}

---Compiles an expression: gives true and it, or false and what is wrong.
---@param regex string
---@param case_sensitive? boolean
---@return boolean, Regex|string
function Regex.new(regex, case_sensitive) end

---Whether the expression matches somewhere in the text.
---@param str string
---@return boolean
function Regex:exec(str) end

---Whether the expression matches, and a table of the whole match and of its groups from 1 on.
---@param str string
---@return boolean, string[]
function Regex:match(str) end

---A map file, as the converters `map_…` use it.
---@class Map
---@field _int integer A way of matching (`-m` of ACLs).
---@field _ip integer A way of matching (`-m` of ACLs).
---@field _str integer A way of matching (`-m` of ACLs).
---@field _sub integer A way of matching (`-m` of ACLs).
---@field _dir integer A way of matching (`-m` of ACLs).
---@field _dom integer A way of matching (`-m` of ACLs).
---@field _beg integer A way of matching (`-m` of ACLs).
---@field _end integer A way of matching (`-m` of ACLs).
---@field _reg integer A way of matching (`-m` of ACLs).
---@field int integer A way of matching (`-m` of ACLs).
---@field ip integer A way of matching (`-m` of ACLs).
---@field str integer A way of matching (`-m` of ACLs).
---@field sub integer A way of matching (`-m` of ACLs).
---@field dir integer A way of matching (`-m` of ACLs).
---@field dom integer A way of matching (`-m` of ACLs).
---@field beg integer A way of matching (`-m` of ACLs).
---@field reg integer A way of matching (`-m` of ACLs).
Map = {}

---A map, read from its file unless the process knows it already; matches whole texts unless another way is given.
---@param name string
---@param method? integer
---@return Map
function Map.new(name, method) end

---The value of the entry that matches, or nil.
---@param str string
---@return string?
function Map:lookup(str) end

---The value of the entry that matches, or an empty text.
---@param str string
---@return string
function Map:slookup(str) end

---The content of a list of patterns or of a map; `ref[key]` and `pairs(ref)` work too.
---@class Patref
local Patref = {}

---Its name.
---@return string
function Patref:get_name() end

---Whether its entries have values.
---@return boolean
function Patref:is_map() end

---Adds an entry; a map's has a value. True, or nil and what is wrong.
---@param key string
---@param value? string
---@return true?, string?
function Patref:add(key, value) end

---Adds many entries at once: a table of keys, or for a map of keys and values. All or none.
---@param entries table
---@return true?, string?
function Patref:add_bulk(entries) end

---Removes all entries of a key; whether there was one.
---@param key string
---@return boolean
function Patref:del(key) end

---Gives all entries of a key another value; with `force` adds one if there is none. True, or nil and what is wrong.
---@param key string
---@param value string
---@param force? boolean
---@return true?, string?
function Patref:set(key, value, force) end

---Removes all entries at once.
function Patref:purge() end

---Begins a new, empty version, which edits work on until `commit` or `giveup`.
function Patref:prepare() end

---Puts the prepared version in the place of the content, at once. True, or nil and what is wrong.
---@return true?, string?
function Patref:commit() end

---Forgets the prepared version: edits work on the live content again.
function Patref:giveup() end

---Has a function called when the content changes: PAT_REF_ADD, PAT_REF_DEL, PAT_REF_SET, PAT_REF_CLEAR, PAT_REF_COMMIT, or PAT_REF for all.
---@param event_types string[]
---@param func fun(event: string, data: nil, sub: EventSub, when: integer)
---@return EventSub
function Patref:event_sub(event_types, func) end

---Values in the order in which they were pushed, for runs that have the object.
---@class Queue
local Queue = {}

---Adds a value at the end and wakes who waits for it; true.
---@param item any
---@return boolean
function Queue:push(item) end

---Takes the first value, or nil.
---@return any
function Queue:pop() end

---Takes the first value; waits until there is one.
---@return any
function Queue:pop_wait() end

---How many values are in it.
---@return integer
function Queue:size() end

---Has the next push end this run's core.wait.
function Queue:alarm() end

---A text that is put together from many.
---@class Concat
local Concat = {}

---Adds a text at the end.
---@param text string
function Concat:add(text) end

---The whole text so far.
---@return string
function Concat:dump() end

---A subscription to events.
---@class EventSub
local EventSub = {}

---Ends the subscription: the function isn't called again.
function EventSub:unsub() end

---What a function that subscribed to events of servers gets behind the event's name.
---@class ServerEvent
---@field name string The server's name.
---@field puid integer Its number in its backend.
---@field rid integer How often its place was taken by another server: never.
---@field proxy_name string Its backend's name.
---@field proxy_uuid integer Its backend's number.
---@field reference Server The server itself.
---@field state ServerEventState? What changed, in the event `SERVER_STATE`.
---@field admin ServerEventAdmin? What changed, in the event `SERVER_ADMIN`.
---@field check ServerEventCheckRes? What a check found, in the event `SERVER_CHECK`.
local ServerEvent = {}

---How a server's state changed.
---@class ServerEventState
---@field admin boolean Whether somebody changed it on purpose.
---@field check ServerEventCheckRes? The check that changed it, if one did.
---@field cause string Why, in words; empty when there is nothing to say.
---@field old_state string `RUNNING`, `STOPPING` or `STOPPED`, before.
---@field new_state string The same, after.
---@field requeued integer How many requests left its queue.
local ServerEventState = {}

---How a server's administrative state changed.
---@class ServerEventAdmin
---@field cause string Why, in words; empty when there is nothing to say.
---@field old_admin string[] `MAINT` and its kin, before; empty for none.
---@field new_admin string[] The same, after.
---@field requeued integer How many requests left its queue.
local ServerEventAdmin = {}

---What a check of a server found.
---@class ServerEventCheckRes
---@field result string `PASSED`, `FAILED` or `CONDPASS`.
---@field agent boolean Whether an agent was asked: never, so far.
---@field duration integer How long it took, in milliseconds.
---@field reason table `short` and `desc`, its status, and the answer's `code` if it had one.
---@field health table `cur`, the server's score with it; `rise` and `fall`.
local ServerEventCheckRes = {}

---A frontend, a backend, or both.
---@class Proxy
---@field name string Its name.
---@field uuid string Its number.
---@field servers table<string, Server> Its servers by name.
---@field listeners table<string, Listener> Its listeners by name; those without one by `sock-` and a number.
---@field stktable StickTable? Its stick table, if it has one.
local Proxy = {}

---Its name.
---@return string
function Proxy:get_name() end

---Its number.
---@return string
function Proxy:get_uuid() end

---What it can be: `frontend`, `backend`, or `proxy` for both.
---@return string
function Proxy:get_cap() end

---What it speaks: `tcp`, `http` or `syslog`.
---@return string
function Proxy:get_mode() end

---How many servers that aren't backups take traffic.
---@return integer
function Proxy:get_srv_act() end

---How many backup servers take traffic.
---@return integer
function Proxy:get_srv_bck() end

---Its counters by the names of `show stat`, as a backend if it is one.
---@return table<string, string|number>
function Proxy:get_stats() end

---A server of a backend.
---@class Server
---@field name string Its name.
---@field puid string Its number in its backend.
local Server = {}

---Its name.
---@return string
function Server:get_name() end

---Its number in its backend.
---@return string
function Server:get_puid() end

---Tells it from earlier servers of the name: 0, as servers stay.
---@return integer
function Server:get_rid() end

---Whether it gets no new clients because its weight is zero.
---@return boolean
function Server:is_draining() end

---Whether it is a backup server.
---@return boolean
function Server:is_backup() end

---Whether it was added while the process ran: never, so far.
---@return boolean
function Server:is_dynamic() end

---Its sessions now.
---@return integer
function Server:get_cur_sess() end

---How many requests wait for it.
---@return integer
function Server:get_pend_conn() end

---At most so many streams at once; 0 for no limit.
---@return integer
function Server:get_maxconn() end

---Its weight now.
---@return integer
function Server:get_weight() end

---Its address and port, or `<unknown>` while its name isn't resolved.
---@return string
function Server:get_addr() end

---Its counters by the names of `show stat`.
---@return table<string, string|number>
function Server:get_stats() end

---The backend that it belongs to.
---@return Proxy
function Server:get_proxy() end

---Sets how many streams it may have at once, 0 for no limit; gives nil, or why that can't be.
---@param maxconn string|integer
---@return string?
function Server:set_maxconn(maxconn) end

---Sets its weight from 0 to 256, or a share of the configured one (`50%`); gives nil, or why that can't be.
---@param weight string|integer
---@return string?
function Server:set_weight(weight) end

---Sets its address, and its port if one is given; gives a sentence that says what changed, or why nothing did.
---@param addr string
---@param port? string|integer
---@return string
function Server:set_addr(addr, port) end

---Takes it out of traffic.
function Server:set_maint() end

---Ends maintenance and draining: it takes traffic.
function Server:set_ready() end

---Gives it no new clients: its weight becomes zero.
function Server:set_drain() end

---As core.event_sub, for events of this server only.
---@param event_types string[]
---@param func fun(event: string, data: ServerEvent?, sub: EventSub, when: integer)
---@return EventSub
function Server:event_sub(event_types, func) end

---Lets its health checks run again; nothing if it has none.
function Server:check_enable() end

---Stops its health checks; it stays as it is.
function Server:check_disable() end

---Puts it up; the next checks may say otherwise.
function Server:check_force_up() end

---Gives it no new clients; the next checks may say otherwise.
function Server:check_force_nolb() end

---Puts it down; the next checks may say otherwise.
function Server:check_force_down() end

---The server whose state it takes; nil without one.
---@return Server?
function Server:tracking() end

---The servers that take its state.
---@return Server[]
function Server:get_trackers() end

---An address that a frontend listens on.
---@class Listener
local Listener = {}

---Its names, its number, and its sessions now and at most.
---@return table<string, string|integer>
function Listener:get_stats() end

---A stick table: what a proxy remembers by a key.
---@class StickTable
local StickTable = {}

---Its `type`, `length` of keys, `size`, entries `used`, `expire` in milliseconds (0: never), `nopurge`, and in `data` what it stores: the period of a rate, -1 for what is none.
---@return table<string, any>
function StickTable:info() end

---What is stored for a key, by the names of the data types, with `use`, how many track it, and `expire`, the milliseconds that it has left; nil if there is no such entry.
---@param key string|integer
---@return table<string, integer|string>?
function StickTable:lookup(key) end

---All entries by their keys, or those that meet the comparisons of a filter such as `{{"gpc0", "gt", 30}, {"conn_rate", "le", 10}}`: at most four, of a data type, an operator (`eq`, `ne`, `lt`, `le`, `gt`, `ge`) and a number. Nil and what is wrong with the filter, if something is. Others have their turn meanwhile where code may wait.
---@param filter? table
---@return table<string|integer, table>?, string?
function StickTable:dump(filter) end

---An address or a network.
---@class Address
local Address = {}
