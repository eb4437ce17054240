-- An HTTP request to a local server.
local url = "http://" .. os.getenv("ORIGIN") .. "/"
core.register_action("bench", { "http-req" }, function(txn)
    local client = core.httpclient()
    local answer = client:get({ url = url })
    txn.http:req_set_header("x-bench", #answer.body)
end)
