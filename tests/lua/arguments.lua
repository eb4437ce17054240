-- Arguments behind the file's name, and a module found by require.
local first, second = ...
local words = require("words")

core.register_service("arguments", "http", function(applet)
    local answer = words.join(first, second)
    applet:set_status(200)
    applet:add_header("content-length", #answer)
    applet:start_response()
    applet:send(answer)
end)
