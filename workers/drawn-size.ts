// How large effects are drawn, while they are drawn smaller than the frame is shown. Used by the backends.

/** In pixels: the frame's own size, or the part of it that `scale` says, in even numbers, as planes of half the size want
 *  them. At least 2. */
export function drawnSize(
  { displayWidth, displayHeight }: { readonly displayWidth: number; readonly displayHeight: number },
  scale = 1,
): { width: number; height: number } {
  if (scale === 1) return { width: displayWidth, height: displayHeight }
  const scaled = (length: number) => Math.max(2, 2 * Math.round((length * scale) / 2))
  return { width: scaled(displayWidth), height: scaled(displayHeight) }
}
