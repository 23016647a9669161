import type { App } from '../contender.ts'
import { koaApp } from './app.ts'

/** The framework alone: the same routes, with fixed answers of the same kind. */
export async function startBare(): Promise<App> {
  const app = koaApp({
    read: async () => 'visitor',
    count: async () => 1,
    signIn: async () => {},
    signOut: async () => {},
  })
  const token = 'x'.repeat(66)
  return {
    listener: app.callback(),
    prime: async () => `__Host-sid=${token}`,
    close: async () => {},
  }
}
