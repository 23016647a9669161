import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { type Project, readProjects } from './page.ts'

/**
 * Writes the projects of a page into folders under `target`, named after its path, and gives back these folders.
 * A file that already says what it should is left alone; one that is no longer on the page goes.
 */
export function writeProjects(page: { path: string; text: string }, target: string): string[] {
  const path = page.path.replace(/\.md$/, '')
  const projects = readProjects(page.text)
  const folders = projects.map((_, index) =>
    join(target, index === projects.length - 1 ? path : `${path}~${index + 1}`),
  )
  for (const [index, folder] of folders.entries()) writeFolder(folder, projects[index] ?? new Map())
  return folders
}

function writeFolder(folder: string, project: Project): void {
  const files = new Map(project).set('tsconfig.json', tsconfig(folder, project))
  for (const old of globSync('**/*.*', { cwd: folder })) {
    if (!files.has(old) && old !== 'tsconfig.tsbuildinfo') rmSync(join(folder, old))
  }
  for (const [file, text] of files) {
    const path = join(folder, file)
    if (existsSync(path) && readFileSync(path, 'utf8') === text) continue
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
}

function tsconfig(folder: string, project: Project): string {
  const settings = settingsOf(project).map((name) =>
    relative(folder, join(import.meta.dirname, `tsconfig.${name}.json`)),
  )
  return `${JSON.stringify({ extends: settings, include: ['**/*'] }, undefined, 2)}\n`
}

/** Which of the TypeScript settings in this folder a project is checked under: all together. */
function settingsOf(project: Project): string[] {
  const text = [...project.values()].join('\n')
  const next = /from '(next\/|next'|@sojourn\/adapter-next)/.test(text)
  const nest = text.includes("from '@nestjs/")
  return ['node', ...(next ? ['next'] : []), ...(nest ? ['nest'] : [])]
}
