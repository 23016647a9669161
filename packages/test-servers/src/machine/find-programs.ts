import { execFileSync } from 'node:child_process'
import { accessSync, constants, readdirSync } from 'node:fs'
import { basename, delimiter, dirname, join } from 'node:path'
import type { Software } from './software.ts'

const always = [
  '/usr/local/bin',
  '/usr/bin',
  '/usr/sbin',
  '/usr/local/sbin',
  '/opt/homebrew/bin',
  '/snap/bin',
]

/** The paths of the programs of a software, in its order, or `undefined` if one is not on this machine. */
export function findPrograms(software: Software): string[] | undefined {
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const folders = [...software.folders.flatMap(newestFirst), ...path, ...always]
  const found: string[] = []
  for (const names of software.programs) {
    const program = folders
      .flatMap((folder) => names.map((name) => join(folder, name)))
      .find(isExecutable)
    if (program === undefined) return undefined
    found.push(program)
  }
  return found
}

/** The paths of the programs of a software; what to install if one is missing. */
export function requirePrograms(software: Software): string[] {
  const found = findPrograms(software)
  if (found) return found
  throw new Error(howToInstall([software]))
}

/** One line for whoever runs the tests. */
export function howToInstall(missing: readonly Software[]): string {
  const names = missing.map(({ name }) => name).join(', ')
  const packages = missing.map((each) => each.package).join(' ')
  const programs = missing.flatMap((each) => each.programs.map(([name]) => name)).join(', ')
  return `Missing: ${names}. \`apt-get install ${packages}\`, or put ${programs} on the path.`
}

/** The version that a program states when asked for it. */
export function versionOf(program: string): string {
  const said = execFileSync(program, ['--version'], { encoding: 'utf8' })
  return /\d+\.\d+(\.\d+)?/.exec(said)?.[0] ?? said.trim()
}

/** The folders that a pattern with a version stands for, the newest version first. */
function newestFirst(pattern: string): string[] {
  const [before, after] = pattern.split('*')
  if (before === undefined || after === undefined) return [pattern]
  const parent = dirname(`${before}x`)
  const start = basename(`${before}x`).slice(0, -1)
  let names: string[]
  try {
    names = readdirSync(parent)
  } catch {
    return []
  }
  return names
    .filter((name) => name.startsWith(start))
    .sort(
      (one, other) =>
        Number.parseFloat(other.slice(start.length)) - Number.parseFloat(one.slice(start.length)),
    )
    .map((name) => join(parent, name) + after)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
