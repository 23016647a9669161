import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { start } from '../children/start.ts'
import { call, newRecord, openFile, tempFile } from './support.ts'

const increment = new URL('children/increment.ts', import.meta.url)
const writeForever = new URL('children/write-forever.ts', import.meta.url)

it('R33, R34: three processes that add to one session at once lose no increment', async () => {
  const path = tempFile()
  const { id } = newRecord()
  const children = [1, 2, 3].map(() => start(increment, path, id, '200'))
  const ends = await Promise.all(children.map((child) => once(child, 'exit')))
  expect(ends).toEqual([
    [0, null],
    [0, null],
    [0, null],
  ])
  const record = await openFile(path).read(id, call({ now: Date.now() }))
  expect(record?.payload).toBe('600')
}, 60_000)

it('keeps every acknowledged write when its process is killed', async () => {
  const path = tempFile()
  const child = start(writeForever, path)
  const exit = once(child, 'exit')
  const acknowledged = new Map<string, string[]>()
  let lines = 0
  if (child.stdout === null) throw new Error('the child has no output')
  for await (const line of createInterface(child.stdout)) {
    const [id = '', revision = ''] = line.split(' ')
    acknowledged.set(id, [...(acknowledged.get(id) ?? []), revision])
    lines++
    if (lines === 500) child.kill('SIGKILL')
  }
  expect(await exit).toEqual([null, 'SIGKILL'])
  expect(lines).toBeGreaterThanOrEqual(500)
  const backend = openFile(path)
  for (const [id, revisions] of acknowledged) {
    const record = await backend.read(id, call({ now: Date.now() }))
    // The update after the last acknowledgement may have happened or not.
    if (revisions.length === 2) expect(record?.revision).toBe(revisions[1])
    else expect(record?.payload).toHaveLength(2000)
  }
  const database = new DatabaseSync(path)
  expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
  database.close()
}, 60_000)
