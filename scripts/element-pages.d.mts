import type { Manifest } from './manifest.mjs'

/** The pages of the elements in markdown, by their tags. */
export function elementPages(manifest: Manifest): Map<string, string>
