-- A converter of one call.
core.register_converters("bench", function(text)
    return string.upper(text)
end)
