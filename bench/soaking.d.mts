import type { Browser, Page } from 'puppeteer-core'

export const soakedPage: string
export function startChanging(page: Page): Promise<void>
export function takeSample(page: Page): Promise<{
  readonly heap: number
  readonly wasm: number
  readonly textures: number
  readonly workers: number
  /** Of the slower camera. */
  readonly fps: number
  /** What the cameras have said. */
  readonly errors: readonly string[]
}>
export function measureProcesses(
  browser: Browser,
): Promise<{ readonly resident: number; readonly threads: number } | null>
export function watchFrames(page: Page, onLeak: (text: string) => void): Promise<void>
