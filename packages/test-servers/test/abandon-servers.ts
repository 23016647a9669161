// Started by watchdog.test.ts with the kinds of servers that it starts and never stops.
import { startMariadb, startPostgres, startRedis } from '../src/index.ts'

const start = { redis: startRedis, postgres: startPostgres, mariadb: startMariadb }

const kinds = process.argv.slice(2)
const servers = await Promise.all(
  Object.entries(start).flatMap(([kind, each]) => (kinds.includes(kind) ? [each()] : [])),
)
// Those cannot hear anything.
for (const server of servers.slice(0, 2)) await server.pause()
console.log(JSON.stringify({ servers: servers.map(({ pid, logFile }) => ({ pid, logFile })) }))
// Nothing of the servers keeps this process alive.
process.stdin.resume()
