type Body = ReadableStream<Uint8Array<ArrayBuffer>>

/** The same body, which ends once `finish` has, and breaks off where that fails. */
export function endsWith(body: Body, finish: () => Promise<void> | undefined): Body {
  return body.pipeThrough(new TransformStream({ flush: () => finish() }))
}
