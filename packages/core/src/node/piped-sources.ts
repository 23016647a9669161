import { nextTick } from 'node:process'
import type { NodeResponse } from './node-response.ts'

/** The streams that are piped into a response. */
export class PipedSources {
  readonly #res: NodeResponse
  #sources: Set<unknown> | undefined
  #refusing = false

  constructor(res: NodeResponse) {
    this.#res = res
    res.on('pipe', (source) => this.#add(source))
  }

  /**
   * Nobody reads them any more: they are destroyed, now or when they come. Not before the response
   * that replaced theirs is out: `stream.pipeline` destroys the response together with its source.
   */
  refuse(): void {
    this.#refusing = true
    const sources = [...(this.#sources ?? [])]
    if (sources.length === 0) return
    const destroyAll = (): void => {
      for (const source of sources) destroy(source)
    }
    this.#res.once('finish', destroyAll)
    this.#res.once('close', destroyAll)
  }

  #add(source: unknown): void {
    if (this.#refusing) {
      nextTick(destroy, source)
      return
    }
    if (this.#sources === undefined) {
      this.#sources = new Set()
      this.#res.on('unpipe', (gone) => this.#sources?.delete(gone))
    }
    this.#sources.add(source)
  }
}

function destroy(source: unknown): void {
  if (typeof source !== 'object' || source === null) return
  if ('destroy' in source && typeof source.destroy === 'function') source.destroy()
}
