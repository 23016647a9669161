import { PoolHolder } from '../pool-holder.ts'
import type { MysqlPool, MysqlPromisePool } from './client.ts'

/** Holds a pool as one with promises, whichever it was. */
export function poolHolder(given: MysqlPool | (() => MysqlPool)): PoolHolder<MysqlPromisePool> {
  const promising =
    typeof given === 'function' ? (): MysqlPromisePool => promised(given()) : promised(given)
  // The connections of these pools answer for their own failures: an idle one that is lost is silent.
  return new PoolHolder(promising, () => undefined)
}

/** What a pool points at, without user and password; `undefined` for one that is not made yet. */
export function targetOf(given: MysqlPool | (() => MysqlPool), table: string): string | undefined {
  if (typeof given === 'function') return undefined
  const config = 'config' in given ? given.config : given.pool?.config
  const connection: unknown =
    config === undefined ? undefined : Reflect.get(config, 'connectionConfig')
  if (typeof connection !== 'object' || connection === null) return undefined
  const of = (name: string): string => String(Reflect.get(connection, name) ?? '')
  const place = of('socketPath') || `${of('host')}:${of('port')}`
  return `mysql:${place}/${of('database')}#${table}`
}

function promised(pool: MysqlPool): MysqlPromisePool {
  return 'promise' in pool ? pool.promise() : pool
}
