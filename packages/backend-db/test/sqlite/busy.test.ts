import { DatabaseSync } from 'node:sqlite'
import { expect, it, onTestFinished } from 'vitest'
import { call, newRecord, nextRecord, openFile, tempFile } from './support.ts'

function locked(path: string): { release: () => void } {
  const other = new DatabaseSync(path)
  other.exec('BEGIN IMMEDIATE')
  onTestFinished(() => other.close())
  return { release: () => other.exec('ROLLBACK') }
}

it('reads while another process writes', async () => {
  const path = tempFile()
  const backend = openFile(path)
  const record = newRecord()
  await backend.create(record, call())
  locked(path)
  expect(await backend.read(record.id, call())).toEqual(record)
})

it('waits for a lock without holding up the process, and then writes', async () => {
  const path = tempFile()
  const backend = openFile(path)
  const record = newRecord()
  await backend.create(record, call())
  const lock = locked(path)
  const next = nextRecord(record, { payload: 'after the lock' })
  const update = backend.update(next, record.revision, call())
  // Only a process that is not held up gets to the timer.
  setTimeout(lock.release, 1)
  expect(await update).toBe('updated')
  expect(await backend.read(record.id, call())).toEqual(next)
})

it('R111: rejects when the deadline comes first, with nothing written, and recovers', async () => {
  const path = tempFile()
  const backend = openFile(path)
  const record = newRecord()
  await backend.create(record, call())
  const lock = locked(path)
  const deadline = (): AbortSignal => AbortSignal.timeout(20)
  const next = nextRecord(record, { owner: 'user-1' })
  const created = newRecord({ owner: 'user-1' })
  const place = { max: 1, policy: 'evict-oldest' } as const
  const attempts = await Promise.allSettled([
    backend.create(created, call({ signal: deadline() })),
    backend.update(next, record.revision, call({ signal: deadline() })),
    backend.delete(record.id, call({ signal: deadline() })),
    backend.admit(created, call({ signal: deadline(), ...place })),
  ])
  for (const attempt of attempts) {
    expect(attempt).toMatchObject({
      status: 'rejected',
      reason: { message: expect.stringContaining('busy until the deadline') },
    })
  }
  lock.release()
  expect(await backend.read(record.id, call())).toEqual(record)
  expect(await backend.read(created.id, call())).toBeNull()
  expect(await backend.update(next, record.revision, call())).toBe('updated')
})

it('makes its table once the lock of another process is free', async () => {
  const path = tempFile()
  const lock = locked(path)
  const created = openFile(path).create(newRecord(), call())
  setTimeout(lock.release, 5)
  expect(await created).toBe(true)
})
