import { hash } from 'node:crypto'
import {
  createSessions,
  type SessionBackend,
  type SessionRecord,
  type Sessions,
} from '@sojourn/core'
import { type SampleData, sampleData } from '../sample-data.ts'

/** How many characters all ids have in common. */
const kept = 2

/** One session, of which others are copies under other ids: the same secret opens each. */
export interface Template {
  readonly sessions: Sessions<SampleData>
  readonly record: SessionRecord
  readonly secret: string
}

/** Makes sessions on a backend, and stores the one that is copied: anonymous, of about 300 bytes. */
export async function templateOn(backend: SessionBackend): Promise<Template> {
  const sessions = createSessions<SampleData>({
    backend,
    name: false,
    // What is measured are the calls to the store.
    cache: false,
  })
  await sessions.migrate()
  const session = await sessions.open().load()
  session.update(sampleData(300))
  await session.create()
  const [id = '', secret = ''] = String(session.sessionKey).split('.')
  const call = { now: Date.now(), signal: AbortSignal.timeout(10_000) }
  const record = await backend.read(id, call)
  if (record === null) throw new Error('The session that was just stored is not there.')
  return { sessions, record, secret }
}

/**
 * The id of a copy: like 16 random bytes, and the same each time. It begins as the one that is copied:
 * on Redis, that is what the rest of a key is made from.
 */
export function copyId({ record }: Template, number: number): string {
  return record.id.slice(0, kept) + hash('md5', String(number), 'base64url').slice(kept)
}

/** The same for PostgreSQL, of the number `i`. Its parameter is the id that is copied. */
export const copyIdSql = `substr($1, 1, ${kept}) ||
  substr(translate(encode(decode(md5(i::text), 'hex'), 'base64'), '+/=', '-_'), ${kept + 1})`
