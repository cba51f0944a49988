/**
 * What has to happen in one step at the server, in Lua: the server runs one script at a time. Numbers are doubles there as here, and go
 * in and out as texts with all their digits.
 */
export interface Script {
  readonly keys: number
  readonly lua: string
}

/** KEYS: bucket. ARGV: rate, burst, now, most milliseconds that it is kept. Thousandths of a token, as in memory. */
const TAKE = `
local rate, full, now = tonumber(ARGV[1]), tonumber(ARGV[2]) * 1000, tonumber(ARGV[3])
local held = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens, at = tonumber(held[1]) or full, tonumber(held[2]) or now
if now > at then
  tokens = tokens + (now - at) * rate
  at = now
end
if tokens > full then tokens = full end
local taken = 0
if tokens >= 1000 - 1e-6 then
  tokens = math.max(0, tokens - 1000)
  taken = 1
end
redis.call('HSET', KEYS[1], 'tokens', string.format('%.17g', tokens), 'at', string.format('%.17g', at))
local keep = tonumber(ARGV[4])
if rate > 0 then keep = math.min(keep, (full - tokens) / rate + 86400000) end
redis.call('PEXPIRE', KEYS[1], string.format('%d', keep))
return taken
`

/** KEYS: counter. ARGV: by, resetAt, now, milliseconds that it is kept. */
const COUNT = `
local by = ARGV[1]
local held = redis.call('HMGET', KEYS[1], 'sum', 'resetAt')
if held[1] and tonumber(held[2]) > tonumber(ARGV[3]) then
  if by == '0' then return tonumber(held[1]) end
  return redis.call('HINCRBY', KEYS[1], 'sum', by)
end
if by == '0' then return 0 end
redis.call('HSET', KEYS[1], 'sum', by, 'resetAt', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return tonumber(by)
`

/** Takes a value out of a cache. KEYS: values, sizes, order, totals. */
const DROP = `
local function drop(key)
  local bytes = redis.call('HGET', KEYS[2], key)
  if not bytes then return end
  redis.call('HDEL', KEYS[1], key)
  redis.call('HDEL', KEYS[2], key)
  redis.call('ZREM', KEYS[3], key)
  redis.call('HINCRBY', KEYS[4], 'bytes', -tonumber(bytes))
end
`

/** KEYS: values, sizes, order, totals. ARGV: key, text that begins with when it expires, bytes, capacity, milliseconds that the cache is kept. */
const REMEMBER = `${DROP}
local key, bytes, capacity = ARGV[1], tonumber(ARGV[3]), tonumber(ARGV[4])
drop(key)
if bytes > capacity then return 0 end
redis.call('HSET', KEYS[1], key, ARGV[2])
redis.call('HSET', KEYS[2], key, ARGV[3])
redis.call('ZADD', KEYS[3], redis.call('HINCRBY', KEYS[4], 'uses', 1), key)
local total = redis.call('HINCRBY', KEYS[4], 'bytes', ARGV[3])
while total > capacity do
  drop(redis.call('ZRANGE', KEYS[3], 0, 0)[1])
  total = tonumber(redis.call('HGET', KEYS[4], 'bytes'))
end
for i = 1, 4 do redis.call('PEXPIRE', KEYS[i], ARGV[5]) end
return 1
`

/** KEYS: values, sizes, order, totals. ARGV: key, now. */
const RECALL = `${DROP}
local held = redis.call('HGET', KEYS[1], ARGV[1])
if not held then return false end
if tonumber(string.match(held, '^(%d+):')) <= tonumber(ARGV[2]) then
  drop(ARGV[1])
  return false
end
redis.call('ZADD', KEYS[3], redis.call('HINCRBY', KEYS[4], 'uses', 1), ARGV[1])
return held
`

/** KEYS: stream, its place. ARGV: at, record, most records, milliseconds that it is kept. A record is told from the same one by its place. */
const APPEND = `
local place = redis.call('INCR', KEYS[2])
redis.call('ZADD', KEYS[1], ARGV[1], string.format('%016d:', place) .. ARGV[2])
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -1 - tonumber(ARGV[3]))
redis.call('PEXPIRE', KEYS[1], ARGV[4])
redis.call('PEXPIRE', KEYS[2], ARGV[4])
return place
`

export const SCRIPTS = {
  take: { keys: 1, lua: TAKE },
  count: { keys: 1, lua: COUNT },
  remember: { keys: 4, lua: REMEMBER },
  recall: { keys: 4, lua: RECALL },
  append: { keys: 2, lua: APPEND },
} as const satisfies Readonly<Record<string, Script>>
