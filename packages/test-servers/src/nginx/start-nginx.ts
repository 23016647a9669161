import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { requirePrograms } from '../machine/find-programs.ts'
import { software } from '../machine/software.ts'
import { freePort } from '../process/free-port.ts'
import { startOnFreePort, startServer } from '../process/private-server.ts'
import type { Server } from '../process/server.ts'
import { makeFolder } from '../process/temporary-folder.ts'

/** What nginx stands before. */
export interface NginxOptions {
  /** The server behind it, such as `http://127.0.0.1:8080`. */
  readonly origin: string
}

/**
 * Starts an nginx as a shared cache before a server: it keeps every response that its headers allow to
 * keep, for everybody, and says in `X-Cache` whether it had one (`HIT`, `MISS`, `BYPASS` …).
 */
export function startNginx({ origin }: NginxOptions): Promise<Server> {
  return startOnFreePort(
    () => freePort(),
    (port) => startNginxProcess(port, origin),
  )
}

function startNginxProcess(port: number, origin: string): Promise<Server> {
  const [program = ''] = requirePrograms(software.nginx)
  const folder = makeFolder('nginx')
  const file = join(folder, 'nginx.conf')
  const url = `http://127.0.0.1:${port}`
  writeFileSync(file, configuration(folder, port, origin))
  return startServer({
    url,
    host: '127.0.0.1',
    port,
    version: versionOf(program),
    command: {
      name: 'nginx',
      command: program,
      args: ['-c', file, '-p', folder, '-e', 'stderr'],
      folder,
      isReady: () => answers(url),
      shutDown: 'SIGQUIT',
      end: 'SIGTERM',
    },
  })
}

function configuration(folder: string, port: number, origin: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  return `
daemon off;
master_process off;
pid ${folder}/nginx.pid;
events {}
http {
  access_log off;
  ${temporary.map((each) => `${each}_temp_path ${folder}/${each};`).join('\n  ')}
  proxy_cache_path ${folder}/cache keys_zone=shared:1m;
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass ${origin};
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_cache shared;
      proxy_cache_key $request_uri$http_rsc;
      add_header X-Cache $upstream_cache_status always;
    }
  }
}
`
}

/** It knows no `--version`, and says it on its standard error. */
function versionOf(program: string): string {
  const { stderr } = spawnSync(program, ['-v'], { encoding: 'utf8' })
  return /\d+\.\d+(\.\d+)?/.exec(stderr)?.[0] ?? stderr.trim()
}

async function answers(url: string): Promise<boolean> {
  try {
    await fetch(url, { redirect: 'manual' })
    return true
  } catch {
    return false
  }
}
