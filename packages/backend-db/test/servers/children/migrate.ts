// node migrate.ts <database> <url>: migrates, and prints what is wrong then, or why it could not.
import { databaseOf } from '../databases.ts'

const [name = '', url = ''] = process.argv.slice(2)
const { backend, close } = databaseOf(name).open(url)
try {
  await backend.migrate()
  console.log(JSON.stringify(await backend.check()))
} catch (error) {
  console.log(String(error))
}
await close()
