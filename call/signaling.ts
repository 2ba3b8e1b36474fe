// Chooses the signaling that an address names. Used by <rtc-call>.
import type { SignalingChannel } from '../signaling/channel.ts'
import { createServerChannel } from '../signaling/client.ts'
import { createLocalChannel } from '../signaling/local.ts'

/** @param url of a signaling server, absolute or relative to the page; or `local:` for the other tabs of this browser */
export function createSignaling(url: string): SignalingChannel {
  return url === 'local:' ? createLocalChannel() : createServerChannel(url)
}
