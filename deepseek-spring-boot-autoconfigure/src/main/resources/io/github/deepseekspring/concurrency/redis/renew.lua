-- Lets leases last for another while, adds those that are gone, and registers the instance.
-- KEYS: leases, users, limit, instances, rebuilding
-- ARGV: duration of a lease, ceiling, instance, how many leases there were when the instance last heard, the leases
-- Reply: time, limit, leases, instances

-- A lease lasts so many heartbeats at least, and in one of them every instance renews.
local HEARTBEATS = 3

local leases, users, limit_key, instances, rebuilding = unpack(KEYS)
local lease, ceiling, instance, expected = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4])
local now = clock()

remove_lapsed(leases, users, now)
redis.call('ZREMRANGEBYSCORE', instances, '-inf', integer(now))
local nobody_known = redis.call('ZCARD', instances) == 0
local added = 0
for i = 5, #ARGV do
  added = added + put_lease(leases, users, ARGV[i], now + lease)
end
if #ARGV > 4 then
  keep(leases, users, now, lease)
end
if nobody_known then
  redis.call('HSET', rebuilding, 'since', integer(now))
  redis.call('PEXPIRE', rebuilding, math.ceil(lease / HEARTBEATS))
end
if added > 0 and redis.call('HGET', rebuilding, 'since') then
  -- this server is new to the instances, but something runs already: it has lost its data
  local before = redis.call('HMGET', rebuilding, 'leases', 'expected')
  redis.call('HSET', rebuilding, 'leases', before[1] and before[1] + added or redis.call('ZCARD', leases), 'expected',
    math.max(before[2] or 0, expected))
end
redis.call('ZADD', instances, integer(now + lease), instance)
redis.call('PEXPIRE', instances, integer(3 * lease))

local limit = limit_now(read_limit(limit_key), ceiling, now)
return { now, math.floor(limit), redis.call('ZCARD', leases), count_instances(instances, now) }
