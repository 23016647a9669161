export { nextSessions } from './next-sessions.ts'
