import { sessions } from './session.ts'

const hour = 3_600_000

/**
 * What a server does of itself. On SIGTERM `next start` finishes the requests that have begun, whose
 * sessions are saved then, and ends the process.
 */
export async function begin(): Promise<void> {
  await sessions.migrate()
  setInterval(() => sessions.clearExpired().catch(console.error), hour).unref()
  // The process that started this one has gone.
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
  process.channel?.unref()
}
