export type { RedisClient } from './client/driver-of.ts'
export type { IoRedisClient, IoRedisCluster } from './client/ioredis-client.ts'
export type {
  NodeRedisClient,
  NodeRedisCluster,
  NodeRedisSentinel,
} from './client/node-redis-client.ts'
export type { RedisBackendOptions } from './options.ts'
export { GarbledRecordError } from './record/record-text.ts'
export { type RedisBackend, redisBackend } from './redis-backend.ts'
export { RedisCallError } from './store/redis-call-error.ts'
