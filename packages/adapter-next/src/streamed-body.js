/** The same body, which ends once `finish` has, and breaks off where that fails. */
export function endsWith(body, finish) {
  return body.pipeThrough(new TransformStream({ flush: () => finish() }))
}
