// Started by watchdog.test.ts: starts servers and never stops them.
import { startMariadb, startPostgres, startRedis } from '../src/index.ts'

const servers = await Promise.all([startRedis(), startPostgres(), startMariadb()])
// One that cannot hear anything.
await servers[0].pause()
await servers[1].pause()
console.log(JSON.stringify({ servers: servers.map(({ pid, logFile }) => ({ pid, logFile })) }))
// Nothing of the servers keeps this process alive.
process.stdin.resume()
