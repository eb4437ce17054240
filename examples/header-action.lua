-- Counts a request's headers into one more header.
core.register_action("count_headers", { "http-req" }, function(txn)
    local count = 0
    for _, values in pairs(txn.http:req_get_headers()) do
        for _ in pairs(values) do
            count = count + 1
        end
    end
    txn.http:req_set_header("x-header-count", tostring(count))
end)

-- Joins two facts about the request.
core.register_fetches("where", function(txn)
    return txn.sf:method() .. " from " .. txn.sf:src()
end)

-- Turns a text round.
core.register_converters("reverse", function(text)
    return text:reverse()
end)
