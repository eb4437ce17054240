-- A global that counts calls, and the number of the state that it lives in.
calls = 0

core.register_service("count", "http", function(applet)
    calls = calls + 1
    local answer = core.thread .. ":" .. calls
    applet:set_status(200)
    applet:add_header("content-length", #answer)
    applet:start_response()
    applet:send(answer)
end)
