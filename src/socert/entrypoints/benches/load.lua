-- Purchases for wrk: any card with any rest of a receipt, a new time-ordered idempotency key for each request.
-- Arguments: folder with cards, keys and rests; seed; purchases; whether in two messages; how many in one request.
local cards, keys, rests = {}, {}, {}
local left, is_apart, sent, batch = 0, false, 0, 1
local held = {}
local own = ""
local format, random, floor, time = string.format, math.random, math.floor, os.time
local the_thread
begun = 0

local function lines_of(path)
   local found = {}
   for line in io.lines(path) do found[#found + 1] = line end
   return found
end

local ffi = require("ffi")
ffi.cdef("int kill(int, int); int getpid(void);")

function setup(thread)
   the_thread = thread
end

function init(args)
   cards, keys, rests = lines_of(args[1] .. "/cards"), lines_of(args[1] .. "/keys"), lines_of(args[1] .. "/rests")
   math.randomseed(tonumber(args[2]))
   left, is_apart = tonumber(args[3]), args[4] == "apart"
   batch = tonumber(args[5])
   if is_apart then response = remember else response = nil end
   -- Two draws: one alone has 31 bits at best and repeats.
   own = format("%04x-%04x", random(32768, 49151), random(0, 65535))
   for place, card in ipairs(cards) do cards[place] = '{"carrier":{"kind":"card","number":"' .. card end
   for place, rest in ipairs(rests) do rests[place] = { rest, #rest } end
   begun = os.clock()
   for place, key in ipairs(keys) do
      keys[place] = " HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\nauthorization: Bearer " .. key
         .. "\r\nidempotency-key: "
   end
end

local function new_key()
   sent = sent + 1
   local now = time() * 1000 + floor(sent / 16) % 1000
   return format("%08x-%04x-7%03x-%s%08x", floor(now / 65536), now % 65536, sent % 4096, own, sent)
end

local function purchase()
   return cards[random(#cards)] .. rests[random(#rests)][1]
end

function request()
   local head, body
   local one = table.remove(held)
   if one then
      head, body = "POST /api/v1/authorisations/" .. one.id .. "/capture" .. one.key, "{}"
   else
      -- wrk knows durations only; an interrupt ends it as its time would.
      if left <= 0 then ffi.C.kill(ffi.C.getpid(), 2) end
      left = left - 1
      body = purchase()
      head = "POST /api/v1/authorisations" .. keys[math.random(#keys)]
      if batch > 1 then
         local all = {}
         for place = 1, batch do
            all[place] = '{"idempotency_key":"' .. new_key() .. '","body":' .. (place == 1 and body or purchase()) .. "}"
         end
         left = left - batch + 1
         body = '{"operations":[' .. table.concat(all, ",") .. "]}"
         head = string.gsub(head, "authorisations", "authorisations:batch", 1)
      end
   end
   return head .. new_key() .. "\r\ncontent-length: " .. #body .. "\r\n\r\n" .. body
end

function remember(status, headers, body)
   if is_apart and status == 200 then
      local id = string.match(body, '^{"id":"(auth_%x+)","outcome":"[ap]')
      -- Whoever captures shows the same key as whoever held: ids alone do not say which till, so there is one till.
      if id then held[#held + 1] = { id = id, key = keys[1] } end
   end
end

function done(summary, latency, requests)
   local errors = summary.errors
   io.write(string.format(
      "JSON{\"requests\":%d,\"seconds\":%.6f,\"errors\":%d,\"p50\":%.3f,\"p99\":%.3f,\"mean\":%.3f,\"processor\":%.3f}\n",
      summary.requests, summary.duration / 1e6, errors.connect + errors.read + errors.write + errors.status
      + errors.timeout, latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.mean / 1000, os.clock() - the_thread:get("begun")))
end
