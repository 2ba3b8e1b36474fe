// Sees every RTCPeerConnection that the page makes. For tests that count them, or that look inside a Peer.

/** Every connection made since this module was loaded, with the configuration it was made from. */
export const peerConnections: { readonly connection: RTCPeerConnection; readonly configuration: unknown }[] = []

/** Those that nobody has closed. */
export function openPeerConnections(): RTCPeerConnection[] {
  return peerConnections.map(({ connection }) => connection).filter(({ signalingState }) => signalingState !== 'closed')
}

window.RTCPeerConnection = class extends window.RTCPeerConnection {
  constructor(configuration?: RTCConfiguration) {
    super(configuration)
    peerConnections.push({ connection: this, configuration })
  }
}
