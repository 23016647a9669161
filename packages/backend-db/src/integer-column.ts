/** The number in an integer column, however the driver was told to read it. */
export function integerOf(value: unknown): number {
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value)
  if (typeof value === 'string' && /^-?\d+$/.test(value)) return Number(value)
  throw new TypeError('a column of the session table holds something else than a number')
}
