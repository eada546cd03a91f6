-- Lets leases last for another while, adds those that are gone, and registers the instance.
-- KEYS: leases, users, limit, instances
-- ARGV: duration of a lease, ceiling, instance, the leases
-- Reply: time, limit, leases, instances

local leases, users, limit_key, instances = unpack(KEYS)
local lease, ceiling, instance = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3]
local now = clock()

remove_lapsed(leases, users, now)
for i = 4, #ARGV do
  put_lease(leases, users, ARGV[i], now + lease)
end
if #ARGV > 3 then
  keep(leases, users, now, lease)
end
redis.call('ZREMRANGEBYSCORE', instances, '-inf', integer(now))
redis.call('ZADD', instances, integer(now + lease), instance)
redis.call('PEXPIRE', instances, integer(3 * lease))

local limit = limit_now(read_limit(limit_key), ceiling, now)
return { now, math.floor(limit), redis.call('ZCARD', leases), count_instances(instances, now) }
