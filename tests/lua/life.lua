-- Body, init and task contexts, in the order in which they run.
local order = { "body" }

core.register_init(function()
    table.insert(order, "init")
end)

core.register_task(function()
    table.insert(order, "task")
    core.Info("a task has begun")
    while true do
        core.msleep(10)
    end
end)

core.register_service("order", "http", function(applet)
    local answer = table.concat(order, " ")
    applet:set_status(200)
    applet:add_header("content-length", #answer)
    applet:start_response()
    applet:send(answer)
end)
