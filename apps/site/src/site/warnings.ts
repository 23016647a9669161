import { createLogger, type Logger } from 'vite'

const vite = createLogger('info', { prefix: '[site]' })

/** Says what Vite's own logger says. After a warning the build goes on, and has failed. */
export const logger: Logger = {
  ...vite,
  warn: (message, options) => {
    process.exitCode = 1
    vite.warn(message, options)
  },
  warnOnce: (message, options) => {
    process.exitCode = 1
    vite.warnOnce(message, options)
  },
}
