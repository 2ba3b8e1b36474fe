// What happens in a signaling server, for whoever keeps records of it: log.ts and metrics.ts. Nothing in here is secret:
// no token, no credential, no name.
import type { ErrorCode } from './protocol.ts'

/** `new`: somebody came. `resumed`: they came back to their seat. `restored`: their seat had to be made anew. */
export type JoinKind = 'new' | 'resumed' | 'restored'

/** One thing that happened. `nonsense`: Redis holds, or told, what no server has written; said once. */
export type SignalingEvent =
  | { readonly type: 'joined'; readonly kind: JoinKind; readonly room: string; readonly id: string }
  | { readonly type: 'left'; readonly room: string; readonly id: string }
  | { readonly type: 'relayed'; readonly bytes: number }
  | { readonly type: 'refused'; readonly code: ErrorCode; readonly address: string }
  | { readonly type: 'bus'; readonly isUp: boolean; readonly reason?: string }
  | { readonly type: 'nonsense' }
