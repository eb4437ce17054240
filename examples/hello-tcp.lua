-- Answers every connection with a greeting and closes it.
function hello_world(txn)
    txn.res:send("hello world\n")
    txn:close()
end
