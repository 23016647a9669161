import { ConfigurationError } from '../errors.ts'
import { FirstByteGate } from './first-byte-gate.ts'
import type { FirstByteHook } from './first-byte-hook.ts'
import type { NodeResponse } from './node-response.ts'

const gateKey: unique symbol = Symbol('first-byte gate')

interface GatedResponse extends NodeResponse {
  [gateKey]?: FirstByteGate
}

/**
 * Runs a hook before the first byte of this response leaves: before its head is written, by
 * whichever of `writeHead`, `write`, `end`, `flushHeaders` or a pipe comes first. Informational
 * responses (100 Continue, 103 Early Hints) are not the response.
 *
 * When the hook returns a promise, output is held in order until it is settled: `write` answers
 * false, `'drain'` follows, and `headersSent` is true already. Several hooks of one response run one
 * after the other, in the order in which they were added. Throws a `ConfigurationError` when the
 * response has begun already.
 */
export function beforeFirstByte(res: NodeResponse, hook: FirstByteHook): void {
  const response: GatedResponse = res
  const gate = response[gateKey]
  if (res.headersSent || gate?.hasBegun === true) {
    throw new ConfigurationError(
      'The response has begun already: put the session before everything that answers.',
    )
  }
  if (gate === undefined) response[gateKey] = new FirstByteGate(res, hook)
  else gate.add(hook)
}
