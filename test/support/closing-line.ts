// A vitest reporter that closes the run with one plain line, and names the tests that were skipped or that passed only at
// the second try.
import type { Reporter, TestCase, TestModule } from 'vitest/node'

export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const inState = (state: string) => tests.filter((test: TestCase) => test.result().state === state)
    for (const test of inState('skipped')) {
      const { note } = test.result() as { note?: string }
      console.log(`skipped: ${test.fullName}${note ? ` (${note})` : ''}`)
    }
    for (const test of tests) if (test.diagnostic()?.flaky) console.log(`passed at a second try: ${test.fullName}`)
    const failed = inState('failed').length + modules.filter((module) => module.errors().length > 0).length
    const counts = [inState('passed').length, failed + unhandledErrors.length, inState('skipped').length] as const
    console.log(`${String(counts[0])} passed, ${String(counts[1])} failed, ${String(counts[2])} skipped`)
  }
}
