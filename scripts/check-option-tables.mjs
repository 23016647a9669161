// The tables of options in the packages' READMEs name what the types have, no more and no less, and as required
// what is required. `<!-- options: SomeOptions -->` before a table says of which types. Reads the text of both.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { publishedPackages } from './published-packages.mjs'
import { root } from './setup.mjs'

const core = sourcesIn(join(root, 'packages', 'core', 'src'))
let tables = 0
let failed = false

for (const { folder, source } of publishedPackages()) {
  const sources = [...sourcesIn(join(folder, 'src')), ...core]
  const readme = readFileSync(join(folder, 'README.md'), 'utf8')
  for (const [, names, table] of readme.matchAll(/<!-- options: (.+) -->\n((?:\|.*\n)+)/g)) {
    tables++
    const rows = [...table.matchAll(/^\| `(\w+)` \|[^|]+\| (required|this or)?/gm)]
    const written = rows.map(([, option, must]) => asText(option, must))
    const typed = names.split(', ').flatMap((name) => optionsOf(name, sources))
    report(written, typed, 'is in the table, and not so in the type')
    report(typed, written, 'is in the type, and not so in the table')

    function report(these, others, what) {
      for (const one of these.filter((each) => !others.includes(each))) {
        failed = true
        console.error(`✗ README of ${source.name}, options ${names}: ${one} ${what}`)
      }
    }
  }
}
console.log(`${tables} tables of options`)
if (failed) process.exit(1)

/** The options of a type: its own, those of what it extends, and of each type of a union. */
function optionsOf(name, sources) {
  const alias = new RegExp(`\\btype ${name} = ([\\w |]+)\\n`)
  const type = new RegExp(`\\binterface ${name}(?:\\s+extends ([\\w, ]+))? \\{\\n([^]*?)\\n\\}`)
  for (const source of sources) {
    // Two files may have an interface of one name: what stands in this one comes first.
    const nearest = [source, ...sources]
    const [, union] = alias.exec(source) ?? []
    if (union) return union.split(' | ').flatMap((part) => optionsOf(part, nearest))
    const [, parents, body] = type.exec(source) ?? []
    if (!body) continue
    const own = body.matchAll(/^ {2}readonly (\w+)(\??): (?!never$)/gm)
    return [
      ...[...own].map(([, option, optional]) => asText(option, optional === '')),
      ...(parents?.split(', ') ?? []).flatMap((parent) => optionsOf(parent, nearest)),
    ]
  }
  throw new Error(`There is no type ${name}.`)
}

function asText(option, required) {
  return required ? `${option} (required)` : option
}

/** Every source file, without type arguments. */
function sourcesIn(folder) {
  return (
    readdirSync(folder, { recursive: true })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(join(folder, file), 'utf8'))
      // What one type leaves out of another, to say it anew, is an option all the same.
      .map((text) => withoutTypeArguments(text.replaceAll(/\bOmit<(\w+), [^<>]*>/g, '$1')))
  )
}

function withoutTypeArguments(text) {
  const stripped = text.replaceAll(/<[^<>=]*(?: = [^<>=]*)?>/g, '')
  return stripped === text ? text : withoutTypeArguments(stripped)
}
