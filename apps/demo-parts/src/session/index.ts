export { devicesOf, outcomeOf } from './devices.ts'
export { type AppSession, closeSessions, demos, sessions, storage } from './sessions.ts'
export { personOf, readView, takeMessage, type Visit, viewOf } from './view-of.ts'
