// Two ends of one connection inside the page, without signaling. For tests of what travels over data channels.

/** What goes on from connection to connection: DataLink, FileLink. */
interface Attachable {
  attach(connection: RTCPeerConnection): void
}

/** One connection between two sides. */
export class Connection {
  readonly a = new RTCPeerConnection()
  readonly b = new RTCPeerConnection()

  /** Attaches both sides to it and negotiates. Resolves when it is connected. */
  static async between(a: readonly Attachable[], b: readonly Attachable[]): Promise<Connection> {
    const connection = new Connection()
    for (const side of a) side.attach(connection.a)
    for (const side of b) side.attach(connection.b)
    await connection.#negotiate()
    return connection
  }

  /** Cuts it as a network does: neither side is told anything before it makes another one. */
  close(): void {
    this.a.close()
    this.b.close()
  }

  async #negotiate(): Promise<void> {
    const { a, b } = this
    a.onicecandidate = ({ candidate }) => void b.addIceCandidate(candidate ?? undefined)
    b.onicecandidate = ({ candidate }) => void a.addIceCandidate(candidate ?? undefined)
    await a.setLocalDescription()
    await b.setRemoteDescription(a.localDescription!)
    await b.setLocalDescription()
    await a.setRemoteDescription(b.localDescription!)
    await Promise.all(
      [a, b].map(
        (end) =>
          new Promise<void>((resolve) => {
            end.onconnectionstatechange = () => end.connectionState === 'connected' && resolve()
          }),
      ),
    )
  }
}
