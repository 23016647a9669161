import { spawn } from 'node:child_process'
import { delimiter, dirname } from 'node:path'

/**
 * The environment of a newcomer: this Node and the machine's npm, and none of the tools and settings of
 * this workspace.
 */
export function newcomer(): NodeJS.ProcessEnv {
  const { NODE_ENV: _, NODE_OPTIONS: __, ...rest } = process.env
  const folders = (rest['PATH'] ?? '').split(delimiter)
  return {
    ...rest,
    PATH: [dirname(process.execPath), ...folders.filter((each) => !isOfWorkspace(each))].join(
      delimiter,
    ),
    // What was installed for the tests is not downloaded once more.
    npm_config_prefer_offline: 'true',
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_update_notifier: 'false',
    NEXT_TELEMETRY_DISABLED: '1',
  }
}

/** Runs one command to its end. Rejects, with all that it said, unless it ends well. */
export function runCommand(command: string, cwd: string, env: NodeJS.ProcessEnv): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, { cwd, env, shell: true, stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text
      })
    }
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`${command}\nended with ${code}:\n${said}`))
    })
  })
}

function isOfWorkspace(folder: string): boolean {
  return /node_modules[\\/]\.bin$/.test(folder)
}
