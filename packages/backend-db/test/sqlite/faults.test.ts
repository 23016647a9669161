import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it, onTestFinished } from 'vitest'
import { dbBackend, sqlite } from '../../src/index.ts'
import { call, newRecord, nextRecord, openFile, tempFile, tempFolder } from './support.ts'

function ownDatabase(path: string, options = {}): DatabaseSync {
  const database = new DatabaseSync(path, options)
  onTestFinished(() => database.close())
  return database
}

it('a full disk rejects a write, leaves what was there, and is survived', async () => {
  const database = ownDatabase(tempFile())
  const backend = dbBackend(sqlite({ database }))
  const record = newRecord({ owner: 'user-1' })
  await backend.create(record, call())
  const pages = Number(database.prepare('PRAGMA page_count').get()?.['page_count'])
  database.exec(`PRAGMA max_page_count = ${pages}`)
  const large = { payload: 'x'.repeat(100_000) }
  const next = nextRecord(record, large)
  const created = newRecord({ owner: 'user-1', ...large })
  const place = { max: 1, policy: 'evict-oldest' } as const
  await expect(backend.update(next, record.revision, call())).rejects.toThrow('full')
  await expect(backend.create(created, call())).rejects.toThrow('full')
  await expect(backend.admit(created, call(place))).rejects.toThrow('full')
  expect(await backend.read(record.id, call())).toEqual(record)
  expect(await backend.read(created.id, call())).toBeNull()
  database.exec('PRAGMA max_page_count = 100000')
  expect(await backend.admit(created, call(place))).toEqual([record.id])
  expect(await backend.read(created.id, call())).toEqual(created)
})

it('a read-only database can be read, and rejects every write', async () => {
  const path = tempFile()
  const record = newRecord()
  const writer = openFile(path)
  await writer.create(record, call())
  const backend = dbBackend(sqlite({ database: ownDatabase(path, { readOnly: true }) }))
  expect(await backend.read(record.id, call())).toEqual(record)
  const writes = await Promise.allSettled([
    backend.create(newRecord(), call()),
    backend.update(nextRecord(record), record.revision, call()),
    backend.touch(record.id, record.expiresAt + 1, record.revision, call()),
    backend.delete(record.id, call()),
    backend.clear(call()),
  ])
  for (const write of writes) {
    expect(write).toMatchObject({
      status: 'rejected',
      reason: { message: expect.stringContaining('readonly') },
    })
  }
  expect(await writer.read(record.id, call())).toEqual(record)
})

it('a missing folder rejects, and is survived once it is there', async () => {
  const folder = join(tempFolder(), 'later')
  const backend = openFile(join(folder, 'sessions.db'))
  await expect(backend.create(newRecord(), call())).rejects.toThrow('unable to open')
  await expect(backend.read(newRecord().id, call())).rejects.toThrow('unable to open')
  mkdirSync(folder)
  expect(await backend.create(newRecord(), call())).toBe(true)
})

it('a folder that is deleted under it rejects writes rather than lose them', async () => {
  const folder = tempFolder()
  const backend = openFile(join(folder, 'sessions.db'))
  const record = newRecord()
  await backend.create(record, call())
  rmSync(folder, { recursive: true })
  await expect(backend.create(newRecord(), call())).rejects.toThrow('unable to open')
  await expect(backend.read(record.id, call())).rejects.toThrow('unable to open')
  mkdirSync(folder)
  expect(await backend.create(record, call())).toBe(true)
  expect(await openFile(join(folder, 'sessions.db')).read(record.id, call())).toEqual(record)
})

it('a file that is put back from a copy is the one that is read and written', async () => {
  const folder = tempFolder()
  const [path, copy] = [join(folder, 'sessions.db'), join(folder, 'copy.db')]
  const backend = openFile(path)
  const [kept, lost] = [newRecord(), newRecord()]
  await backend.create(kept, call())
  const database = ownDatabase(path)
  database.exec(`VACUUM INTO '${copy}'`)
  await backend.create(lost, call())
  for (const suffix of ['-wal', '-shm']) rmSync(path + suffix)
  renameSync(copy, path)
  // A read may trust for a millisecond that the file is the same; a write never does.
  await expect.poll(() => backend.read(lost.id, call())).toBeNull()
  expect(await backend.read(kept.id, call())).toEqual(kept)
  await backend.delete(kept.id, call())
  expect(await openFile(path).read(kept.id, call())).toBeNull()
})

it('a file that is no database rejects, and is survived once it is gone', async () => {
  const path = tempFile()
  writeFileSync(path, 'this is no database. '.repeat(100))
  const backend = openFile(path)
  await expect(backend.read(newRecord().id, call())).rejects.toThrow('not a database')
  rmSync(path)
  expect(await backend.create(newRecord(), call())).toBe(true)
})

it('a row that was truncated by hand rejects rather than read as something else', async () => {
  const path = tempFile()
  const backend = openFile(path)
  const record = newRecord()
  await backend.create(record, call())
  ownDatabase(path).exec("UPDATE sojourn_sessions SET payload = x'01'")
  await expect(backend.read(record.id, call())).rejects.toThrow('something else than text')
})

it('a closed backend rejects', async () => {
  const backend = openFile(tempFile())
  await backend.create(newRecord(), call())
  await backend.close()
  await expect(backend.read(newRecord().id, call())).rejects.toThrow('closed')
})
