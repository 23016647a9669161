/** The name of the sessions that no name was given to. */
export const defaultName = 'default'

/**
 * The injection token of the `Sessions` that `SessionModule` was given: what `InjectSessions()` asks
 * for, and what `app.get(…)` and a test's `overrideProvider(…)` take.
 */
export function sessionsToken(name: string = defaultName): string {
  return `Sessions of ${moduleCall(name)}`
}

/** @internal What the module was told. */
export function optionsToken(name: string): string {
  return `Options of ${moduleCall(name)}`
}

/**
 * @internal What guards and decorators depend on. It reads as what to write, because Nest prints the
 * token of a dependency that is missing.
 */
export function mountToken(name: string): string {
  return moduleCall(name)
}

/** @internal What a `SessionModule` knows of itself. Not exported: one that is imported bare fails on it. */
export const definitionToken = 'SessionModule.forRoot({ sessions }) instead of SessionModule'

/** @internal The call that makes the sessions of this name available. */
export function moduleCall(name: string): string {
  return name === defaultName
    ? 'SessionModule.forRoot({ sessions })'
    : `SessionModule.forRoot({ name: '${name}', sessions })`
}
