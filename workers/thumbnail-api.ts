// What travels between a page that shows thumbnails, small pictures of what effects would make of a source, and the worker
// that draws them: on a MessagePort of their own, which the page opens and closes.
import type { Problem, RenderStage } from './pipeline-api.ts'

/** The longer side of a thumbnail, in pixels. */
export const thumbnailLength = 160
/** From one picture of the source to the next. */
export const thumbnailEveryMs = 333

/** Page -> worker. */
export type ThumbnailRequest =
  /** These stages are drawn under this name from now on; null: no longer. */
  | { readonly name: string; readonly stages: readonly RenderStage[] | null }
  /** What they are drawn on, where no pipeline gives frames. The worker closes it. Effects take it for one that is `width`
   *  pixels wide. */
  | { readonly picture: ImageBitmap; readonly width: number }
  /** Nobody looks any more. */
  | 'end'

/** Worker -> page. */
export type ThumbnailReply =
  /** RGBA, rows from the top, alpha not premultiplied; the page's. */
  | { readonly name: string; readonly pixels: ArrayBuffer; readonly width: number; readonly height: number }
  /** It cannot be drawn, and is not tried again until it is asked for anew. */
  | { readonly name: string; readonly problem: Problem }
