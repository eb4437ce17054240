-- Shows the stick tables of all proxies in the words of `show table`.

local function entry(key, values, names)
    local line = { "key=" .. key }
    for _, name in ipairs(names) do
        line[#line + 1] = name .. "=" .. values[name]
    end
    return table.concat(line, " ")
end

core.register_service("tables", "http", function(applet)
    local lines = {}
    for name, proxy in pairs(core.proxies) do
        local stick = proxy.stktable
        if stick then
            local info, names = stick:info(), {}
            for data in pairs(info.data) do
                names[#names + 1] = data
            end
            table.sort(names)
            lines[#lines + 1] = name .. " " .. info.type .. " " .. info.size .. " " .. info.used
            for key, values in pairs(stick:dump()) do
                lines[#lines + 1] = name .. " " .. entry(key, values, names)
                local same = stick:lookup(tostring(key))
                assert(entry(key, same, names) == entry(key, values, names))
            end
            for key in pairs(stick:dump({ { "gpc0", "gt", 1 } }) or {}) do
                lines[#lines + 1] = name .. " more than one: " .. key
            end
        end
    end
    table.sort(lines)
    local text = table.concat(lines, "\n")
    applet:set_status(200)
    applet:add_header("content-length", #text)
    applet:start_response()
    applet:send(text)
end)
