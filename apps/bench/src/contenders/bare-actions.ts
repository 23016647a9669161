import type { SessionActions } from './contender.ts'

/** Fixed answers of the same kind. */
export const bareActions: SessionActions<unknown> = {
  fill: async () => {},
  read: async () => 'visitor',
  count: async () => 1,
  put: async () => {},
  keys: async () => [],
  signIn: async () => {},
  signOut: async () => {},
}
