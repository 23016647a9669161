/** A socket that can keep what is written until it is let go. */
interface Corkable {
  cork(): void
  uncork(): void
}

/**
 * Makes one write to a socket of what is written in one turn: a write for each command is most of what
 * a command costs. To be told of the socket before each command is written. Commands, their order and
 * their answers stay as they are.
 */
export function gatherWrites(): (socket: Corkable | undefined) => void {
  let corked: Corkable | undefined
  const uncork = (): void => {
    corked?.uncork()
    corked = undefined
  }
  return (socket) => {
    if (socket === undefined || socket === corked) return
    // One that was replaced meanwhile is let go at once, and the new one with what comes next.
    if (corked === undefined) process.nextTick(uncork)
    else corked.uncork()
    socket.cork()
    corked = socket
  }
}
