-- Answers every request with a greeting and what was asked for.
core.register_service("hello", "http", function(applet)
    local body = "hello world, you asked for " .. applet.path .. "\n"
    applet:set_status(200)
    applet:add_header("content-length", tostring(#body))
    applet:add_header("content-type", "text/plain")
    applet:start_response()
    applet:send(body)
end)
