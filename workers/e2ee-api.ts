// What crosses threads for end-to-end encryption: keys and orders to the worker, signs of life and refusals to the page. Frames
// do not: the browser hands them to the worker's transforms.
import type { Refusal } from './frame-cryptor.ts'
import type { Bytes } from './sframe.ts'

/** What a transform is made with. */
export interface TransformOptions {
  readonly operation: 'seal' | 'open'
  /** Id of the participant at the other end. */
  readonly pair: string
}

/** Page to worker. */
export type E2eeOrder =
  /** The own key from now on. Who gets it, and when, is said by `send`. */
  | { readonly kind: 'own key'; readonly kid: number; readonly baseKey: Bytes }
  /** What goes to this participant is sealed with the newest own key, or not sent. */
  | { readonly kind: 'send'; readonly pair: string; readonly isOn: boolean }
  /** What comes from this participant may be sealed with this key. */
  | { readonly kind: 'receive'; readonly pair: string; readonly kid: number; readonly baseKey: Bytes }
  | { readonly kind: 'forget'; readonly pair: string }
  | { readonly kind: 'ping' }

/** Worker to page. */
export type E2eeReport =
  | { readonly kind: 'pong' }
  /** At most one a second for each participant. */
  | { readonly kind: 'refused'; readonly pair: string; readonly refusal: Refusal; readonly mimeType: string }
