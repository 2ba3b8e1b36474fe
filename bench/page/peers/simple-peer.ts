// What the bench uses of simple-peer, which comes as a script and without types.

/** One connection. Either side gives what it says by `signal` to the other side's `signal()`. */
export interface SimplePeer {
  on(event: 'signal', listener: (signal: unknown) => void): void
  on(event: 'stream', listener: (stream: MediaStream) => void): void
  signal(signal: unknown): void
  destroy(): void
}

/** The global that the script leaves behind. */
export type SimplePeerClass = new (options: {
  readonly initiator: boolean
  readonly stream: MediaStream
  readonly config: RTCConfiguration
}) => SimplePeer
