export const budgets: Readonly<Record<string, number>>
export const cameraBudget: number
export function weigh(files: readonly string[]): number
export function graphOf(file: string): ReadonlySet<string>
export function entries(): string[]
export function cameraWithTwoEffects(): { readonly page: string[]; readonly workers: string[] }
