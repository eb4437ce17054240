-- Services: they answer by themselves.
core.register_service("hello", "http", function(applet)
    local answer = "hello world"
    applet:set_status(200)
    applet:add_header("content-length", #answer)
    applet:add_header("content-type", "text/plain")
    applet:start_response()
    applet:send(answer)
end)

core.register_service("echo", "http", function(applet)
    local body = applet:receive()
    local answer = table.concat({
        applet.method, applet.path, applet.qs or "", applet.version, applet.headers["x-a"][0], body,
    }, "|")
    applet:set_status(201, "Made")
    applet:add_header("X-Length", tostring(applet.length))
    applet:add_header("content-length", #answer)
    applet:start_response()
    applet:send(answer)
end)

core.register_service("chunks", "http", function(applet)
    applet:set_status(200)
    applet:start_response()
    for number = 1, 5 do
        applet:send("piece " .. number .. "\n")
        core.yield()
    end
end)

core.register_service("lines", "tcp", function(applet)
    applet:send("ready\n")
    while true do
        local line = applet:getline()
        if not line or line == "" or line == "quit\n" then
            return
        end
        applet:send(line:upper())
    end
end)
