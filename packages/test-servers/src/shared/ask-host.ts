import { get } from 'node:http'

/** What a host makes when the first asks for it: the URL of a server, or the folder of a template. */
export type Hosted = 'redis' | 'postgres' | 'mariadb' | 'postgres-template' | 'mariadb-template'

/** The environment variable by which the processes of a test run find its host. */
export const hostVariable = 'SOJOURN_TEST_SERVERS'

/** Asks the host of this test run; `undefined` when this process is not part of one. */
export function askHost(what: Hosted): Promise<string | undefined> {
  const host = process.env[hostVariable]
  if (host === undefined || host === '') return Promise.resolve(undefined)
  return new Promise((resolve, reject) => {
    const request = get(`${host}/${what}`, { agent: false }, async (response) => {
      response.setEncoding('utf8')
      let text = ''
      for await (const chunk of response) text += chunk
      if (response.statusCode === 200) resolve(text)
      else reject(new Error(text))
    })
    request.once('error', reject)
  })
}
