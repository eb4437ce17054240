-- Reads all request headers and two fetches, sets a variable and a header.
core.register_action("bench", { "http-req" }, function(txn)
    local count = 0
    for _, values in pairs(txn.http:req_get_headers()) do
        for _ in pairs(values) do
            count = count + 1
        end
    end
    local line = txn.sf:method() .. " " .. txn.sf:path()
    txn:set_var("txn.bench", line)
    txn.http:req_set_header("x-bench", line .. " " .. count)
end)
