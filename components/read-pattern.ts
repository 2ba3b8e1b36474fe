// The function that reads the test pattern, for whoever measures what arrives at the other end.
export { readPattern, type PatternCode } from '../workers/pattern.ts'
