// WebAssembly's binary format, as far as kernels need it. Used by the emitter.
// https://webassembly.github.io/spec/core/binary/

export const i32 = 0x7f
export const v128 = 0x7b
const emptyBlock = 0x40

/** Instructions with a prefix byte are written 0xfd00 and up. */
const simd = (code: number) => 0xfd00 + code

export const instructions = {
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  end: 0x0b,
  branch: 0x0c,
  branchIf: 0x0d,
  call: 0x10,
  choose: 0x1b,
  getLocal: 0x20,
  setLocal: 0x21,
  teeLocal: 0x22,
  i32Load: 0x28,
  i32Store: 0x36,
  i32Const: 0x41,
  i32Eqz: 0x45,
  i32Eq: 0x46,
  i32LtS: 0x48,
  i32LtU: 0x49,
  i32GtS: 0x4a,
  i32LeS: 0x4c,
  i32GeS: 0x4e,
  i32Add: 0x6a,
  i32Sub: 0x6b,
  i32Mul: 0x6c,
  i32DivS: 0x6d,
  i32DivU: 0x6e,
  i32RemS: 0x6f,
  i32RemU: 0x70,
  i32And: 0x71,
  i32Or: 0x72,
  i32Shl: 0x74,
  i32ShrS: 0x75,
  i32ShrU: 0x76,
  load: simd(0),
  loadSplat16: simd(8),
  loadSplat32: simd(9),
  store: simd(11),
  v128Const: simd(12),
  shuffle: simd(13),
  splatI32: simd(17),
  splatF32: simd(19),
  extractLane: simd(27),
  replaceLane: simd(28),
  extractFloat: simd(31),
  ieq: simd(55),
  ilt: simd(57),
  ult: simd(58),
  eq: simd(65),
  ne: simd(66),
  lt: simd(67),
  le: simd(69),
  not: simd(77),
  and: simd(78),
  or: simd(80),
  xor: simd(81),
  bitSelect: simd(82),
  anyTrue: simd(83),
  loadLane16: simd(85),
  loadLane32: simd(86),
  loadLane64: simd(87),
  storeLane32: simd(90),
  storeLane64: simd(91),
  load32Zero: simd(92),
  load64Zero: simd(93),
  narrowI16: simd(102),
  ceil: simd(103),
  floor: simd(104),
  trunc: simd(105),
  nearest: simd(106),
  addPairsI8: simd(125),
  mulFractionI16: simd(130),
  narrowI32: simd(133),
  extendLowI8: simd(137),
  extendHighI8: simd(138),
  extendLowI16: simd(169),
  shlI16: simd(139),
  sarI16: simd(140),
  addI16: simd(142),
  addSaturatedI16: simd(143),
  subI16: simd(145),
  subSaturatedI16: simd(146),
  ineg: simd(161),
  allTrue: simd(163),

  shl: simd(171),
  sar: simd(172),
  shr: simd(173),
  iadd: simd(174),
  isub: simd(177),
  imul: simd(181),
  imin: simd(182),
  imax: simd(184),
  dot: simd(186),

  abs: simd(224),
  neg: simd(225),
  sqrt: simd(227),
  add: simd(228),
  sub: simd(229),
  mul: simd(230),
  div: simd(231),
  pmin: simd(234),
  pmax: simd(235),
  floatToInt: simd(248),
  floatToUint: simd(249),
  intToFloat: simd(250),
  uintToFloat: simd(251),
} as const

export type Instruction = keyof typeof instructions

type MemoryInstruction =
  | 'i32Load'
  | 'i32Store'
  | 'load'
  | 'store'
  | 'loadSplat16'
  | 'loadSplat32'
  | 'load32Zero'
  | 'loadLane16'
  | 'loadLane32'
  | 'load64Zero'
  | 'loadLane64'
  | 'storeLane32'
  | 'storeLane64'

/** Bytes that grow. */
class Bytes {
  #bytes = new Uint8Array(1024)
  length = 0

  byte(value: number): void {
    if (this.length === this.#bytes.length) this.#grow(1)
    this.#bytes[this.length++] = value
  }

  bytes(values: ArrayLike<number>): void {
    if (this.length + values.length > this.#bytes.length) this.#grow(values.length)
    this.#bytes.set(values, this.length)
    this.length += values.length
  }

  #grow(missing: number): void {
    const larger = new Uint8Array(2 * (this.length + missing))
    larger.set(this.#bytes)
    this.#bytes = larger
  }

  /** An unsigned number, LEB128. */
  unsigned(value: number): void {
    let rest = value
    do {
      const low = rest & 0x7f
      rest >>>= 7
      this.byte(rest === 0 ? low : low | 0x80)
    } while (rest !== 0)
  }

  /** A signed number, LEB128. */
  signed(value: number): void {
    let rest = value
    for (;;) {
      const low = rest & 0x7f
      rest >>= 7
      const isLast = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0)
      this.byte(isLast ? low : low | 0x80)
      if (isLast) return
    }
  }

  get content(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.length)
  }
}

/** The code of a function. Locals are numbered after the parameters. */
export class FunctionEncoder {
  readonly parameters: readonly number[]
  readonly results: readonly number[]
  readonly #locals: number[] = []
  readonly #code = new Bytes()
  /** Open blocks around the next instruction. */
  depth = 0

  constructor(parameters: readonly number[], results: readonly number[]) {
    this.parameters = parameters
    this.results = results
  }

  /** A new local. @param type `i32` or `v128` */
  local(type: number): number {
    this.#locals.push(type)
    return this.parameters.length + this.#locals.length - 1
  }

  op(name: Instruction): this {
    const code = instructions[name]
    if (code < 0x100) this.#code.byte(code)
    else {
      this.#code.byte(0xfd)
      this.#code.unsigned(code & 0xff)
    }
    return this
  }

  get(local: number): this {
    this.op('getLocal')
    this.#code.unsigned(local)
    return this
  }

  set(local: number): this {
    this.op('setLocal')
    this.#code.unsigned(local)
    return this
  }

  tee(local: number): this {
    this.op('teeLocal')
    this.#code.unsigned(local)
    return this
  }

  int(value: number): this {
    this.op('i32Const')
    this.#code.signed(value | 0)
    return this
  }

  /** The same four bytes in all lanes. */
  splat(bits: number): this {
    this.op('v128Const')
    const lane = [bits & 255, (bits >> 8) & 255, (bits >> 16) & 255, (bits >> 24) & 255]
    this.#code.bytes([...lane, ...lane, ...lane, ...lane])
    return this
  }

  /** 16 bytes. */
  constant(bytes: ArrayLike<number>): this {
    this.op('v128Const')
    this.#code.bytes(bytes)
    return this
  }

  /** @param lanes 16 numbers from 0 to 31: bytes of the lower, then of the upper operand */
  shuffle(lanes: readonly number[]): this {
    this.op('shuffle')
    this.#code.bytes(lanes)
    return this
  }

  lane(name: 'extractLane' | 'replaceLane' | 'extractFloat', lane: number): this {
    this.op(name)
    this.#code.byte(lane)
    return this
  }

  /** A load or store. @param align the power of two that the address is a multiple of */
  memory(name: MemoryInstruction, offset = 0, lane?: number): this {
    this.op(name)
    this.#code.unsigned(/^(load|store|storeLane64)$|16$/.test(name) ? 0 : 2)
    this.#code.unsigned(offset)
    if (lane !== undefined) this.#code.byte(lane)
    return this
  }

  /** Opens a block, loop or if without a value. `end` closes it. */
  open(name: 'block' | 'loop' | 'if'): this {
    this.op(name)
    this.#code.byte(emptyBlock)
    this.depth++
    return this
  }

  end(): this {
    this.depth--
    return this.op('end')
  }

  /** Leaves (or, for a loop, begins again) the block that was opened when `depth` was this.
   *  @param level the depth after the block was opened */
  jump(name: 'branch' | 'branchIf', level: number): this {
    this.op(name)
    this.#code.unsigned(this.depth - level)
    return this
  }

  /** Copies bytes: to, from and length are on the stack. */
  copyMemory(): this {
    this.#code.bytes([0xfc, 0x0a, 0, 0])
    return this
  }

  call(index: number): this {
    this.op('call')
    this.#code.unsigned(index)
    return this
  }

  /** The function's entry in the code section. */
  get body(): Uint8Array {
    const body = new Bytes()
    const runs: [count: number, type: number][] = []
    for (const type of this.#locals) {
      const last = runs.at(-1)
      if (last?.[1] === type) last[0]++
      else runs.push([1, type])
    }
    body.unsigned(runs.length)
    for (const [count, type] of runs) {
      body.unsigned(count)
      body.byte(type)
    }
    body.bytes(this.#code.content)
    body.byte(instructions.end)
    return body.content
  }
}

/** A module of these functions over a memory that is given as `host.memory`. Those with a name are exported. */
export function encodeModule(
  functions: readonly { readonly code: FunctionEncoder; readonly name?: string }[],
): Uint8Array<ArrayBuffer> {
  const module = new Bytes()
  module.bytes([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0])
  const section = (id: number, count: number, write: (content: Bytes) => void) => {
    const content = new Bytes()
    content.unsigned(count)
    write(content)
    module.byte(id)
    module.unsigned(content.length)
    module.bytes(content.content)
  }
  const list = (content: Bytes, values: readonly number[]) => {
    content.unsigned(values.length)
    content.bytes(values)
  }
  const text = (content: Bytes, value: string) => list(content, [...new TextEncoder().encode(value)])
  section(1, functions.length, (content) => {
    for (const { code } of functions) {
      content.byte(0x60)
      list(content, code.parameters)
      list(content, code.results)
    }
  })
  section(2, 1, (content) => {
    text(content, 'host')
    text(content, 'memory')
    content.bytes([2, 0, 1])
  })
  section(3, functions.length, (content) => functions.forEach((_, index) => content.unsigned(index)))
  const exported = functions.flatMap(({ name }, index) => (name === undefined ? [] : [{ name, index }]))
  section(7, exported.length, (content) => {
    for (const { name, index } of exported) {
      text(content, name)
      content.byte(0)
      content.unsigned(index)
    }
  })
  section(10, functions.length, (content) => {
    for (const { code } of functions) {
      const { body } = code
      content.unsigned(body.length)
      content.bytes(body)
    }
  })
  return module.content
}
