-- The service of the manuals.
core.register_service("bench", "http", function(applet)
    local answer = "hello world"
    applet:set_status(200)
    applet:add_header("content-length", tostring(#answer))
    applet:add_header("content-type", "text/plain")
    applet:start_response()
    applet:send(answer)
end)
