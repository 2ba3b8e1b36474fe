// Types of fft.js 4, which has none of its own.
declare module 'fft.js' {
  export default class FFT {
    /** @param size a power of two */
    constructor(size: number)
    /** Room for `size` complex numbers: real and imaginary parts in turn. */
    createComplexArray(): number[]
    /** Fills the first half of `output` with the spectrum of real samples, not scaled. */
    realTransform(output: number[], input: ArrayLike<number>): void
  }
}
