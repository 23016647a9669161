// How large each package is, beside what scripts/size-budget.json allows it. All in bytes.
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { rolldown } from 'rolldown'

const budget = JSON.parse(readFileSync(new URL('size-budget.json', import.meta.url), 'utf8'))

/**
 * The sizes of a package: `packed`, the tarball; `unpacked`, all of its files; and each entry with all of its
 * own code, minified and gzipped. What it imports from other packages is not counted.
 */
export async function sizesOf({ manifest, tarball, unpacked, files }) {
  const sizes = {
    packed: statSync(tarball).size,
    unpacked: files.reduce((sum, path) => sum + statSync(join(unpacked, path)).size, 0),
  }
  for (const [entry, target] of Object.entries(manifest.exports)) {
    if (typeof target === 'string') continue
    sizes[entry] = await minified(join(unpacked, target.default))
  }
  return Object.entries(sizes).map(([what, bytes]) => {
    return { what, bytes, budget: budget[manifest.name]?.[what] ?? 0 }
  })
}

/** What `sizesOf` found to be too large. */
export function overBudget(sizes) {
  return sizes
    .filter(({ bytes, budget }) => bytes > budget)
    .map(
      ({ what, bytes, budget }) =>
        `${what} is ${bytes} bytes, and its budget is ${budget}. Make it smaller, or scripts/size-budget.json larger, and say why in the commit.`,
    )
}

async function minified(input) {
  const bundle = await rolldown({
    input,
    platform: 'node',
    external: /^(?:node:|@?[a-z][\w.-]*(?:\/|$))/,
  })
  const { output } = await bundle.generate({ format: 'esm', minify: true })
  await bundle.close()
  return output.reduce((sum, { code = '' }) => sum + gzipSync(code, { level: 9 }).length, 0)
}
