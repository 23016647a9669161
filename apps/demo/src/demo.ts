import { backends } from 'demo-parts/settings'
import { check } from './check/check.ts'
import { serveFrontPage } from './front-page.ts'
import { type Options, parseOptions, usage } from './options.ts'
import { startAll } from './start-all.ts'

const options = readOptions()
if (options === null) process.exitCode = 2
else process.exitCode = await (options.check ? check(options) : demo(options)).catch(failed)

function readOptions(): Options | null {
  try {
    return parseOptions(process.argv.slice(2))
  } catch (error) {
    console.error(`${messageOf(error)}\n\n${usage}`)
    return null
  }
}

/** Runs until somebody stops it, or until one of them ends. */
async function demo(options: Options): Promise<number> {
  const running = await startAll(options)
  const { label } = backends[options.backend]
  const front = await serveFrontPage(running.servers, label, 3000)
  const addresses = running.servers.map(
    ({ framework, address }) => `  ${framework.padEnd(8)} ${address}`,
  )
  console.log(`
One sign-in, sessions in ${label}. Ctrl-C stops it.

  Start at ${front.address}

${addresses.join('\n')}
`)
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve())
  })
  await Promise.race([stopped, ...running.servers.map(({ ended }) => ended)])
  front.stop()
  return Math.max(...(await running.stop()))
}

function failed(error: unknown): number {
  console.error(messageOf(error))
  return 1
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
