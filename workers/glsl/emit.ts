// The typed tree -> GLSL ES 3.00 as every WebGL 2 takes it: explicit conversions, safe names, functions before their
// calls, constant initialisers, and a counter in every loop. Used by the webgl2 backend, which declares before it
// - `precision` of floats, ints and samplers
// - `builtIns` (environment.ts) under their own names, but `out vec4 isf_FragColor` for `gl_FragColor`
// - the effect's inputs, as uniforms named by `inputName`
// - for vertex shaders `in vec2 isf_position`, `out vec2 isf_FragNormCoord` and `void isf_vertShaderInit()`
import { safeName, varyingName } from './names.ts'
import { builtIns } from './environment.ts'
import { ExpressionPrinter } from './print.ts'
import type {
  Block,
  Declare,
  ExpressionStatement,
  If,
  Loop,
  Shader,
  ShaderFunction,
  Statement,
  Switch,
  Variable,
} from './tree.ts'
import { type StructType, type Type, typeName } from './types.ts'

export interface EmitOptions {
  /** GLSL of an int: how many rounds all loops of a pixel may make together. Then all of them end at once. */
  readonly loopLimit: string
  /** A statement that runs at the end of a pixel whose loops were ended, to tell the host; none by default. */
  readonly onAlarm?: string
}

/** The name of the uniform of an INPUT, a pass or an IMPORTED image.
 *  @param prefix that of `emitStage` */
export function inputName(name: string, prefix = ''): string {
  return safeName(prefix + name)
}

/** The whole shader, below the declarations that are its host's. */
export function emitGlsl(shader: Shader, options: EmitOptions): string {
  const emitter = new Emitter(shader, options, '')
  const { declarations, initialisers, main } = emitter.parts()
  const result = shader.stage === 'fragment' ? [`isf_FragColor = vec4(0.0);`] : []
  const alarm = options.onAlarm ? [`if (isf_loops > ${options.loopLimit}) { ${options.onAlarm} }`] : []
  return [loopCounter, ...declarations, entry([...result, ...initialisers, `${main}();`, ...alarm])].join('\n')
}

/** One effect among those that are drawn in one pass. */
export interface Stage {
  /** Of an effect that is pointwise. */
  readonly shader: Shader
  /** Begins the names of all its own: another one for each stage, such as `s1_`. */
  readonly prefix: string
  /** Is the effect's colour maths fine with values outside 0..1? */
  readonly extended: boolean
}

/** Neighbouring pointwise effects as one shader that reads the picture once. Between two stages colours become the bytes
 *  that they are between two passes, unless both stages are extended.
 *  @param input the uniform of the picture */
export function emitFused(stages: readonly Stage[], input: string, options: EmitOptions): string {
  const lines = [`vec4 pixel = texture(${input}, isf_FragNormCoord);`]
  for (const [index, { prefix, extended }] of stages.entries()) {
    lines.push(`pixel = ${prefix}stage(pixel);`)
    const next = stages[index + 1]
    if (next && !(extended && next.extended)) lines.push('pixel = floor(clamp(pixel, 0.0, 1.0) * 255.0 + 0.5) / 255.0;')
  }
  const alarm = options.onAlarm ? [`if (isf_loops > ${options.loopLimit}) { ${options.onAlarm} }`] : []
  const texts = stages.map(({ shader, prefix }) => emitStage(shader, prefix, options))
  return [loopCounter, ...texts, entry([...lines, 'isf_FragColor = pixel;', ...alarm])].join('\n')
}

/** What stands once above all stages. */
export const loopCounter = 'int isf_loops = 0;'

/** A pointwise effect as a function `vec4 PREFIXstage(vec4 pixel)`, with what it needs before it. Its uniforms are
 *  declared by the host, named by `inputName(name, prefix)`. */
export function emitStage(shader: Shader, prefix: string, options: EmitOptions): string {
  const emitter = new Emitter(shader, options, prefix)
  const { declarations, initialisers, main } = emitter.parts()
  const { pixel, color } = emitter
  return [
    `vec4 ${pixel};`,
    `vec4 ${color};`,
    ...declarations,
    `vec4 ${prefix}stage(vec4 pixel) {`,
    ...[`${pixel} = pixel;`, `${color} = vec4(0.0);`, ...initialisers, `${main}();`, `return ${color};`].map(indented),
    '}',
    '',
  ].join('\n')
}

function entry(lines: readonly string[]): string {
  return ['void main() {', ...lines.map(indented), '}', ''].join('\n')
}

function indented(line: string): string {
  return `  ${line}`
}

class Emitter {
  /** Where a stage has its input's pixel and its result. */
  readonly pixel: string
  readonly color: string

  readonly #shader: Shader
  readonly #options: EmitOptions
  readonly #prefix: string
  readonly #variables = new Map<Variable, string>()
  readonly #functions = new Map<ShaderFunction, string>()
  readonly #structs = new Map<StructType, string>()
  readonly #globalNames: TakenNames
  /** Those of the function that is being written. */
  #localNames: TakenNames = new Map()
  readonly #printer: ExpressionPrinter
  #lines: string[] = []
  #indent = ''

  constructor(shader: Shader, options: EmitOptions, prefix: string) {
    this.#shader = shader
    this.#options = options
    this.#prefix = prefix
    this.#globalNames = new Map(['isf_loops', 'isf_FragColor', `${prefix}stage`].map((name) => [name, 1]))
    this.#nameGlobals()
    this.pixel = this.#ownName('isf_pixel')
    this.color = prefix === '' ? 'isf_FragColor' : this.#ownName('isf_color')
    this.#variables.set(builtIns.fragColor, this.color)
    this.#printer = new ExpressionPrinter({
      variable: (variable) => this.#variables.get(variable)!,
      callee: (callee) => this.#functions.get(callee)!,
      type: (type) => this.#type(type),
      pixel: prefix === '' ? null : this.pixel,
    })
  }

  /** The GLSL of everything but the entry: declarations, the statements that give globals their values, and the name of
   *  the shader's own main. */
  parts(): { declarations: string[]; initialisers: string[]; main: string } {
    const { structs, globals, varyings, functions, main, stage, uses } = this.#shader
    for (const struct of structs) this.#struct(struct)
    for (const variable of varyings) {
      if (stage === 'vertex') this.#line(`out ${this.#declaration(variable)};`)
      else if (uses.has(variable)) this.#line(`in ${this.#declaration(variable)};`)
    }
    const initialisers: string[] = []
    for (const { variable, value, hasConstantValue } of globals) {
      const text = value && this.#printer.printValue(value)
      const constant = variable.isConstant ? 'const ' : ''
      if (text !== null && !hasConstantValue) initialisers.push(`${this.#variables.get(variable)!} = ${text};`)
      this.#line(`${constant}${this.#declaration(variable)}${text !== null && hasConstantValue ? ` = ${text}` : ''};`)
    }
    for (const one of functions) this.#function(one)
    return { declarations: this.#lines, initialisers, main: this.#functions.get(main)! }
  }

  // Names

  #nameGlobals(): void {
    const { structs, globals, varyings, functions, uses, main } = this.#shader
    const fix = (variable: Variable, name: string) => {
      this.#variables.set(variable, name)
      this.#globalNames.set(name, 1)
    }
    for (const variable of uses) {
      if (variable.storage === 'builtin') fix(variable, variable.name)
      if (variable.storage === 'input') fix(variable, inputName(variable.name, this.#prefix))
    }
    for (const variable of varyings) fix(variable, varyingName(variable.name))
    // Functions of one name differ by their parameters, and go on to do so.
    const shared = new Map<string, string>([['main', this.#ownName('isf_main')]])
    for (const one of functions) {
      const name = shared.get(one.name) ?? this.#globalName(one.name)
      shared.set(one.name, name)
      this.#functions.set(one, name)
    }
    this.#functions.set(main, shared.get('main')!)
    for (const struct of structs) this.#structs.set(struct, this.#globalName(struct.name || 'unnamed'))
    for (const { variable } of globals) this.#variables.set(variable, this.#globalName(variable.name))
  }

  /** A name for something of the shader. */
  #globalName(name: string): string {
    return unique(safeName(this.#prefix + name), this.#globalNames)
  }

  /** A name for something of the emitter. */
  #ownName(name: string): string {
    return unique(this.#prefix + name, this.#globalNames)
  }

  /** Within a function no name hides another: which may hide which differs between versions of GLSL. */
  #nameLocal(variable: Variable): string {
    const name = unique(safeName(variable.name), this.#localNames, this.#globalNames)
    this.#variables.set(variable, name)
    return name
  }

  #type(type: Type): string {
    if (type.kind === 'array') return `${this.#type(type.element)}[${type.length}]`
    return type.kind === 'struct' ? this.#structs.get(type)! : typeName(type)
  }

  // Declarations

  #declaration(variable: Variable): string {
    return this.#declare(variable.type, this.#variables.get(variable)!)
  }

  #declare(type: Type, name: string): string {
    if (type.kind !== 'array') return `${this.#type(type)} ${name}`
    return `${this.#type(type.element)} ${name}[${type.length}]`
  }

  #struct(struct: StructType): void {
    this.#line(`struct ${this.#structs.get(struct)!} {`)
    for (const { name, type } of struct.fields) this.#line(`  ${this.#declare(type, safeName(name))};`)
    this.#line('};')
  }

  #function(one: ShaderFunction): void {
    this.#localNames = new Map()
    const parameters = one.parameters.map((parameter) => {
      const direction = parameter.direction === 'in' ? '' : `${parameter.direction} `
      const name = this.#nameLocal({ ...parameter, name: parameter.name || 'unused' })
      this.#variables.set(parameter, name)
      return direction + this.#declare(parameter.type, name)
    })
    this.#line(`${this.#type(one.returns)} ${this.#functions.get(one)!}(${parameters.join(', ')}) {`)
    this.#inside(one.body)
    this.#line('}')
  }

  // Statements

  #line(text: string): void {
    this.#lines.push(this.#indent + text)
  }

  #inside({ statements }: { readonly statements: readonly Statement[] }, first?: string): void {
    const outer = this.#indent
    this.#indent += '  '
    if (first !== undefined) this.#line(first)
    for (const statement of statements) this.#statement(statement)
    this.#indent = outer
  }

  #block(head: string, block: Block, tail = '}', first?: string): void {
    this.#line(`${head}{`)
    this.#inside(block, first)
    this.#line(tail)
  }

  #statement(statement: Statement): void {
    switch (statement.kind) {
      case 'block':
        this.#block('', statement)
        break
      case 'declare':
      case 'expression':
        this.#line(`${this.#simple(statement)};`)
        break
      case 'if':
        this.#if(statement)
        break
      case 'loop':
        this.#loop(statement)
        break
      case 'switch':
        this.#switch(statement)
        break
      case 'return':
        this.#line(statement.value ? `return ${this.#printer.print(statement.value)};` : 'return;')
        break
      default:
        this.#line(`${statement.kind};`)
        break
    }
  }

  /** A statement that fits between the parentheses of a for. */
  #simple(statement: Declare | ExpressionStatement): string {
    if (statement.kind === 'expression') return this.#printer.print(statement.expression)
    const { variable, value } = statement
    // Before the variable has its name, since the value cannot mean it.
    const text = value ? ` = ${this.#printer.printValue(value)}` : ''
    this.#nameLocal(variable)
    return `${variable.isConstant ? 'const ' : ''}${this.#declaration(variable)}${text}`
  }

  /** Chains of else if stay flat: drivers take only so deep a tree. */
  #if({ condition, whenTrue, whenFalse }: If, before = ''): void {
    const [inner, second] = whenFalse?.statements ?? []
    const isChain = inner?.kind === 'if' && !second
    this.#line(`${before}if (${this.#printer.print(condition)}) {`)
    this.#inside(whenTrue)
    if (isChain) {
      this.#if(inner, '} else ')
      return
    }
    if (whenFalse) {
      this.#line('} else {')
      this.#inside(whenFalse)
    }
    this.#line('}')
  }

  #loop({ init, condition, step, body, isDo }: Loop): void {
    // The counter stays above its limit, so all loops around this one end too.
    const guard = `if (++isf_loops > ${this.#options.loopLimit}) break;`
    if (isDo) {
      this.#block('do ', body, `} while (${this.#printer.print(condition!)});`, guard)
      return
    }
    const [first, second] = init
    if (first && (second || (first.kind !== 'declare' && first.kind !== 'expression'))) {
      const loop: Loop = { kind: 'loop', at: body.at, init: [], condition, step, body, isDo }
      this.#block('', { kind: 'block', at: body.at, statements: [...init, loop] })
      return
    }
    const begin = first && isSimple(first) ? this.#simple(first) : ''
    const until = condition ? ` ${this.#printer.print(condition)}` : ''
    const next = step ? ` ${this.#printer.print(step)}` : ''
    this.#block(`for (${begin};${until};${next}) `, body, '}', guard)
  }

  #switch({ value, cases }: Switch): void {
    const suffix = typeName(value.type) === 'uint' ? 'u' : ''
    this.#line(`switch (${this.#printer.print(value)}) {`)
    for (const [index, one] of cases.entries()) {
      this.#line(one.value === null ? 'default:' : `case ${one.value}${suffix}:`)
      // The last label needs a statement.
      const isOpen = index === cases.length - 1 && one.statements.length === 0
      this.#inside(one, isOpen ? 'break;' : undefined)
    }
    this.#line('}')
  }
}

function isSimple(statement: Statement): statement is Declare | ExpressionStatement {
  return statement.kind === 'declare' || statement.kind === 'expression'
}

/** Names that are taken, with the highest number that was put behind each, so that nobody counts from 1 again. */
type TakenNames = Map<string, number>

/** The name, with a number where it is taken. It is taken from then on. */
function unique(wanted: string, taken: TakenNames, alsoTaken: ReadonlyMap<string, number> = new Map()): string {
  const isTaken = (name: string) => taken.has(name) || alsoTaken.has(name)
  let name = wanted
  let count = taken.get(wanted) ?? 1
  while (isTaken(name)) name = `${wanted.replace(/_$/, '')}_${++count}`
  taken.set(wanted, count)
  taken.set(name, 1)
  return name
}
