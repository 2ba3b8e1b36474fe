// The files of the video effects as text, for people to read. Used by editors.

const sources = import.meta.glob<string>('./*.fs', { query: '?raw', import: 'default' })

/** Rejects where the network fails.
 *  @param name of a built-in video effect */
export function sourceOf(name: string): Promise<string> {
  return sources[`./${name}.fs`]!()
}
