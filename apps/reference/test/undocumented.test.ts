import { join } from 'node:path'
import { expect, it } from 'vitest'
import { convert } from '../src/convert.ts'
import { publicEntries } from '../src/entries.ts'
import { undocumented } from '../src/undocumented.ts'

it('a public name without words is found, in whatever is exported', async () => {
  const source = join(import.meta.dirname, 'entry.ts')
  const { project } = await convert([{ name: 'entry', source }])
  expect(undocumented(project)).toEqual([
    'entry.Options.second',
    'entry.Options.inner',
    'entry.Options.inner.__type.third',
    'entry.described.described.options.__type.fifth',
    'entry.undescribed',
    'entry.Leaf.own',
  ])
})

it('every entry of a published package is looked at', () => {
  const names = publicEntries().map(({ name }) => name)
  expect(names).toContain('@sojourn/core')
  expect(names).toContain('@sojourn/core/node')
  expect(names).not.toContain('@sojourn/test-servers')
})
