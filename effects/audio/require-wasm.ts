// Says so where a page's policy forbids WebAssembly: in a worklet nobody would hear of it.

/** The shortest wasm module there is. */
const emptyModule = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)

/** Rejects with a NotSupportedError that says what to do. @param effect its name */
export async function requireWasm(effect: string): Promise<void> {
  await WebAssembly.compile(emptyModule).catch(() => {
    throw new DOMException(
      `${effect} needs WebAssembly, which this page's Content Security Policy forbids: add 'wasm-unsafe-eval' to script-src.`,
      'NotSupportedError',
    )
  })
}
