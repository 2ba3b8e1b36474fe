import type { Effect } from './effect.ts'
export function parseEffect(_isf: string): Effect { throw new Error('soon') }
