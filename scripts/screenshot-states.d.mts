import type { Page } from 'puppeteer-core'

export interface PageState {
  readonly name: string
  readonly after?: string
  readonly about?: string
  readonly forcedColors?: boolean
  readonly isAlike?: boolean
  set(page: Page): unknown
}

export const states: readonly PageState[]
export function wayTo(state: PageState): readonly PageState[]
