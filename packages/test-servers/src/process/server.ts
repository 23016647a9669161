/** Where a server answers. */
export interface Address {
  readonly host: string
  readonly port: number
}

/** A private server of one test file, or of one benchmark, which may do to it what it likes. */
export interface Server extends Address {
  /** What a client is given to connect. */
  readonly url: string
  /** What the binary says about itself, such as `7.0.15`. */
  readonly version: string
  /** The process that listens. Throws while the server is down. */
  readonly pid: number
  /** What the server says on its standard output and error. */
  readonly logFile: string
  /** Holds every process of the server (SIGSTOP): connections stay open, and nothing answers. */
  pause(): Promise<void>
  /** Lets it go on where it was. */
  resume(): Promise<void>
  /**
   * Ends it and waits until it is gone. SIGKILL, the default, ends all its processes in one go, as a crash
   * does; any other signal goes to the main process. Data and port are kept for `restart`. (On SIGTERM
   * PostgreSQL waits for its clients; SIGINT sends them away.)
   */
  kill(signal?: NodeJS.Signals): Promise<void>
  /** Starts it again on the same port with the same data; shuts it down in order before, if it runs. */
  restart(): Promise<void>
  /** Ends it and removes its data. */
  stop(): Promise<void>
}
