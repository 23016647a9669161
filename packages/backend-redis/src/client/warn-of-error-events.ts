const told = new WeakSet<object>()

/**
 * Warns once of a client of node-redis to which nobody listens for 'error': the first broken connection
 * would end the process. The listener may be added later in the same turn; it is the user's to add.
 */
export function warnOfErrorEvents(client: { listenerCount(event: string): number }): void {
  if (told.has(client)) return
  told.add(client)
  setImmediate(() => {
    if (client.listenerCount('error') > 0) return
    process.emitWarning(
      "The Redis client has no listener for 'error': without one, Node ends the process when the connection breaks. Write client.on('error', (error) => …).",
      { code: 'SOJOURN_REDIS_ERROR_LISTENER' },
    )
  }).unref()
}
