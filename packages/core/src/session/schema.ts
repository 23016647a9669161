import { ConfigurationError, SessionDataError } from '../errors.ts'
import { JsonObject } from '../json/json-object.ts'
import { jsonText } from '../json/json-text.ts'
import { isFlashKey } from '../record/flash.ts'

/**
 * The part of Standard Schema (https://standardschema.dev, version 1) that is used: zod, valibot, arktype …
 *
 * @foreign
 */
export interface StandardSchema<T> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => SchemaResult<T> | Promise<SchemaResult<T>>
    readonly types?: { readonly input: unknown; readonly output: T } | undefined
  }
}

/** What a schema makes of a value: `value`, as it is accepted, or the `issues` that refuse it. */
export type SchemaResult<T> =
  | { readonly value: T; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] }

/** Why a schema refuses a value. */
export interface SchemaIssue {
  /** For developers. It may quote the value. */
  readonly message: string
  /** Where in the value it is. Absent: the value as a whole. */
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
}

/** Fits data to a schema. */
export interface Conform {
  /** Stored data as the schema gives it, without the keys that no longer fit, which are told. */
  stored(data: JsonObject, dropped: (keys: string[]) => void): JsonObject
  /** Throws `SessionDataError` if the data to be saved does not fit. */
  assert(data: JsonObject): void
}

/** The schema's rules over session data. `ConfigurationError` unless it is synchronous, accepts `{}` and gives JSON. */
export function conformTo(schema: StandardSchema<unknown>): Conform {
  const plain = conformPlain(schema)
  return {
    stored(data, dropped) {
      const { named, flash } = apart(data)
      const fitted = plain.stored(named, dropped)
      for (const [key, value] of flash) fitted.set(key, value)
      return fitted
    },
    assert: (data) => plain.assert(apart(data).named),
  }
}

/** The schema speaks of the application's keys alone. */
function apart(data: JsonObject): { named: JsonObject; flash: [string, unknown][] } {
  const entries = data.entries()
  return {
    named: JsonObject.of(entries.filter(([key]) => !isFlashKey(key))),
    flash: entries.filter(([key]) => isFlashKey(key)),
  }
}

function conformPlain(schema: StandardSchema<unknown>): Conform {
  const run = (data: JsonObject): SchemaResult<unknown> => {
    const result = schema['~standard'].validate(data.toObject())
    if (result instanceof Promise) {
      throw new ConfigurationError(
        'The schema is asynchronous. Session data is checked in place: use a synchronous schema.',
      )
    }
    return result
  }
  assertUsable(run(new JsonObject()))
  return {
    stored(data, dropped) {
      let result = run(data)
      if (result.issues) {
        const bad = new Set(result.issues.map(topKey))
        // An issue without a key speaks of the whole: then nothing can be kept.
        const keep = bad.has('') ? [] : data.entries().filter(([key]) => !bad.has(key))
        dropped(data.keys().filter((key) => !keep.some(([kept]) => kept === key)))
        result = run(JsonObject.of(keep))
        if (result.issues) result = run(new JsonObject())
      }
      return result.issues ? new JsonObject() : ownOf(result.value)
    },
    assert(data) {
      const [issue] = run(data).issues ?? []
      if (!issue) return
      const path = topKey(issue)
      throw new SessionDataError(
        `${path || 'The data'} does not fit the schema: ${issue.message}`,
        path,
      )
    },
  }
}

function assertUsable(result: SchemaResult<unknown>): void {
  if (result.issues) {
    throw new ConfigurationError(
      'The schema does not accept {}, which is what a new session holds. Make its keys optional or give them defaults.',
    )
  }
  try {
    if (typeof result.value !== 'object' || result.value === null)
      throw new TypeError('not an object')
    jsonText(result.value, 'The result')
  } catch (cause) {
    throw new ConfigurationError(
      'The schema does not give a JSON object. Session data is stored as JSON.',
      {
        cause,
      },
    )
  }
}

/** What the schema gives may be held by it, or be an instance of a class. */
function ownOf(value: unknown): JsonObject {
  return JsonObject.of(typeof value === 'object' && value !== null ? Object.entries(value) : [])
}

function topKey(issue: SchemaIssue): string {
  const first = issue.path?.[0]
  return first === undefined ? '' : String(typeof first === 'object' ? first.key : first)
}
