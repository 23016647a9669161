import type { Link } from '../client/driver.ts'
import { Heartbeat } from './heartbeat.ts'
import type { Listener } from './listeners.ts'
import { withinTime } from './within-time.ts'

/** One connection that listens, with the heartbeat that proves it. */
export class Hearing {
  readonly #listener: Listener
  readonly #link: Link
  readonly #heartbeat: Heartbeat

  private constructor(listener: Listener, link: Link, heartbeat: Heartbeat) {
    this.#listener = listener
    this.#link = link
    this.#heartbeat = heartbeat
  }

  /** Connects and subscribes, within five seconds. `onBeat` runs when a heartbeat has come back. */
  static async open(
    listener: Listener,
    events: { onMessage(message: string): void; onLost(): void; onBeat(): void },
  ): Promise<Hearing> {
    const heartbeat = new Heartbeat()
    const beatChannel = listener.beatStart + heartbeat.name
    const opening = listener.primary.open({
      onLost: events.onLost,
      onMessage: (channel, message) => {
        if (channel !== beatChannel) return events.onMessage(message)
        heartbeat.heard(message)
        events.onBeat()
      },
    })
    const link = await withinTime(opening, (late) => late.close())
    try {
      const channels = [...listener.channels, beatChannel]
      await withinTime(Promise.all(channels.map((channel) => link.subscribe(channel))))
    } catch (error) {
      link.close()
      throw error
    }
    return new Hearing(listener, link, heartbeat)
  }

  get alive(): boolean {
    return this.#heartbeat.alive
  }

  /** True if it is to be given up. */
  get silent(): boolean {
    return this.#heartbeat.overdue
  }

  /** Publishes the next ping. One that cannot be published is missed, which is what it is for. */
  beat(): void {
    const { primary, publish, beatStart } = this.#listener
    const command = [publish, beatStart + this.#heartbeat.name, this.#heartbeat.next()]
    // A driver may throw before it returns a promise.
    Promise.resolve()
      .then(() => primary.send(command))
      .catch(() => undefined)
  }

  close(): void {
    this.#link.close()
  }
}
