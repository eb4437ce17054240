-- The script of `moongate demo`.

-- A fetch: a value made of others.
core.register_fetches("greeting", function(txn)
    return "hello " .. txn.f:src() .. " and welcome to " .. txn.f:path()
end)

-- An action that waits: other requests go on meanwhile.
core.register_action("sleep", { "http-req" }, function(txn)
    core.msleep(1000)
end)

-- A service: an answer without a server.
core.register_service("hello", "http", function(applet)
    local body = "hello from Lua, you asked for " .. applet.path .. "\n"
    applet:set_status(200)
    applet:add_header("content-type", "text/plain")
    applet:add_header("content-length", tostring(#body))
    applet:start_response()
    applet:send(body)
end)
