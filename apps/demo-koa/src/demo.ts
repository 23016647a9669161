import { backends } from './backends.ts'
import { check } from './check/check.ts'
import { type Options, parseOptions, usage } from './options.ts'
import { startServer } from './server-process.ts'

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

/** Runs until somebody stops it. */
async function demo(options: Options): Promise<number> {
  const server = await startServer(options)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, server.stop)
  console.log(`
Sojourn with Koa, sessions in ${backends[options.backend].label}. Ctrl-C stops it.

  ${server.address}
`)
  return await server.ended
}

function failed(error: unknown): number {
  console.error(messageOf(error))
  return 1
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
