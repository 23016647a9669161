// Every entry of every package, imported and required: one module, not two copies of it.
const { strict: assert } = require('node:assert')
const { readFileSync } = require('node:fs')

const entries = JSON.parse(readFileSync('entries.json', 'utf8'))

async function main() {
  for (const entry of entries) {
    const imported = await import(entry)
    assert.equal(require(entry), imported, entry)
    assert.ok(Object.keys(imported).length > 0, `${entry} exports nothing`)
  }
}

main().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
