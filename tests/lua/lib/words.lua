-- A module.
local words = {}

function words.join(...)
    return table.concat({ ... }, " and ")
end

return words
