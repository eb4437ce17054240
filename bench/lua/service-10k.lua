-- A service that answers 10 KiB.
local answer = string.rep("0123456789abcdef", 640)
core.register_service("bench", "http", function(applet)
    applet:set_status(200)
    applet:add_header("content-length", tostring(#answer))
    applet:add_header("content-type", "text/plain")
    applet:start_response()
    applet:send(answer)
end)
