// The typed tree -> a graph: what the shader makes of one pixel. Functions are inlined, variables become values, and
// `return`, `break`, `continue` and `discard` become flags that the rest of the code is guarded by, so that only
// branches and loops are left. Used by the kernel compiler.
import type { Expression, Loop, Shader, ShaderFunction, Statement, Switch, Variable } from '../glsl/tree.ts'
import { endlessLoop } from '../device.ts'
import { errorAt } from '../glsl/lexer.ts'
import { walk } from '../glsl/tree.ts'
import { zeroOf } from './components.ts'
import { ExpressionLowering } from './expressions.ts'
import { type Components, Flow, type Slot } from './flow.ts'
import { type GraphBuilder, type Node, UnsupportedError } from './ir.ts'
import { mathFunction, mathShader } from './math.ts'
import type { Surroundings } from './pictures.ts'

/** Loops are written out where they are known to be as short as this, and as small. */
const maxUnrolledRounds = 32
const maxUnrolledNodes = 6000

/** What `return` leaves behind in a call. */
interface Frame {
  readonly returned: Slot
  readonly result: Slot
}

/** Flags of the loop or switch around us. */
interface Jumps {
  readonly broken: Slot
  /** null in a switch: `continue` is for the loop around it. */
  readonly continued: Slot | null
}

/** What code may do besides computing. */
interface Deeds {
  readonly writes: ReadonlySet<Variable>
  readonly returns: boolean
  readonly breaks: boolean
  readonly discards: boolean
}

export class ShaderLowering {
  readonly #graph: GraphBuilder
  readonly #flow: Flow
  readonly #shader: Shader
  readonly #expressions: ExpressionLowering
  readonly #discarded: Slot = {}
  readonly #functionDeeds = new Map<ShaderFunction, Deeds>()
  #frame: Frame = { returned: {}, result: {} }
  #jumps: Jumps | null = null

  constructor(graph: GraphBuilder, shader: Shader, surroundings: Surroundings) {
    this.#graph = graph
    this.#flow = new Flow(graph)
    this.#shader = shader
    this.#expressions = new ExpressionLowering(
      graph,
      this.#flow,
      surroundings,
      (callee, args) => this.#call(callee, args),
      (name, args) => callMath(graph, name, args),
    )
  }

  /** @returns what main leaves in these variables, and where the pixel is discarded */
  run(...outputs: readonly Variable[]): { values: Components[]; discarded: Node } {
    for (const variable of outputs) this.#flow.set(variable, zeroOf(this.#graph, variable.type))
    this.#flow.set(this.#discarded, [this.#graph.mask(false)])
    for (const { variable, value } of this.#shader.globals) {
      this.#flow.set(variable, value ? this.#expressions.lower(value) : zeroOf(this.#graph, variable.type))
    }
    this.#call(this.#shader.main, [])
    return {
      values: outputs.map((variable) => this.#flow.get(variable)!),
      discarded: this.#flow.get(this.#discarded)![0]!,
    }
  }

  /** What a function gives for these arguments, outside of any shader's main. */
  call(callee: ShaderFunction, args: readonly Components[]): Components {
    this.#flow.set(this.#discarded, [this.#graph.mask(false)])
    return this.#call(callee, args)
  }

  /** Runs the function's body; its parameters have been set, and are left as they are at its end. */
  #call(callee: ShaderFunction, args: readonly Components[]): Components {
    const outer = { frame: this.#frame, jumps: this.#jumps }
    const frame: Frame = (this.#frame = { returned: {}, result: {} })
    this.#jumps = null
    for (const [index, parameter] of callee.parameters.entries()) this.#flow.set(parameter, args[index]!)
    this.#flow.set(frame.returned, [this.#graph.mask(false)])
    this.#flow.set(frame.result, zeroOf(this.#graph, callee.returns))
    this.#statements(callee.body.statements)
    const result = this.#flow.get(frame.result)!
    this.#flow.delete(frame.returned)
    this.#flow.delete(frame.result)
    this.#frame = outer.frame
    this.#jumps = outer.jumps
    return result
  }

  /** Where the code that follows does not run. */
  #stopped(): Node {
    const slots = [this.#frame.returned, this.#discarded, this.#jumps?.broken, this.#jumps?.continued]
    let stopped = this.#graph.mask(false)
    for (const slot of slots) if (slot) stopped = this.#graph.op('or', stopped, this.#flag(slot))
    return stopped
  }

  #flag(slot: Slot): Node {
    return this.#flow.get(slot)![0]!
  }

  #raise(slot: Slot): void {
    this.#flow.set(slot, [this.#graph.mask(true)])
  }

  #statements(statements: readonly Statement[]): void {
    for (const [index, statement] of statements.entries()) {
      this.#statement(statement)
      if (index === statements.length - 1 || !mayJump(statement)) continue
      const stopped = this.#stopped()
      const known = this.#flow.known(stopped)
      if (known === false) continue
      const rest = statements.slice(index + 1)
      if (known === null) this.#branch(this.#graph.op('not', stopped), () => this.#statements(rest))
      return
    }
  }

  #branch(condition: Node, whenTrue: () => void, whenFalse: () => void = () => undefined): void {
    const nothing = (run: () => void) => () => {
      run()
      return []
    }
    this.#flow.branch(condition, nothing(whenTrue), nothing(whenFalse))
  }

  #statement(statement: Statement): void {
    switch (statement.kind) {
      case 'block':
        this.#statements(statement.statements)
        break
      case 'declare': {
        const { variable, value } = statement
        this.#flow.set(variable, value ? this.#expressions.lower(value) : zeroOf(this.#graph, variable.type))
        break
      }
      case 'expression':
        this.#expressions.lower(statement.expression)
        break
      case 'if': {
        const { condition, whenTrue, whenFalse } = statement
        this.#branch(
          this.#expressions.lower(condition)[0]!,
          () => this.#statements(whenTrue.statements),
          () => whenFalse && this.#statements(whenFalse.statements),
        )
        break
      }
      case 'loop':
        this.#loop(statement)
        break
      case 'switch':
        this.#switch(statement)
        break
      case 'return':
        if (statement.value) this.#flow.set(this.#frame.result, this.#expressions.lower(statement.value))
        this.#raise(this.#frame.returned)
        break
      case 'discard':
        this.#raise(this.#discarded)
        break
      case 'break':
        this.#raise(this.#jumps!.broken)
        break
      case 'continue':
        this.#raise(this.#jumps!.continued!)
        break
    }
  }

  #loop(loop: Loop): void {
    const outer = this.#jumps
    const jumps = (this.#jumps = { broken: {}, continued: {} })
    this.#flow.set(jumps.broken, [this.#graph.mask(false)])
    this.#flow.set(jumps.continued, [this.#graph.mask(false)])
    for (const statement of loop.init) this.#statement(statement)
    if (!this.#unroll(loop, jumps)) this.#repeat(loop, jumps)
    this.#flow.delete(jumps.broken)
    this.#flow.delete(jumps.continued)
    this.#jumps = outer
  }

  /** The body, as far as it is not left. */
  #body({ body }: Loop, { continued }: Jumps): void {
    this.#flow.set(continued!, [this.#graph.mask(false)])
    this.#statements(body.statements)
    this.#flow.set(continued!, [this.#graph.mask(false)])
  }

  /** One round: the body and, unless that left the loop, the step. */
  #round(loop: Loop, jumps: Jumps): void {
    this.#body(loop, jumps)
    const { step } = loop
    if (step) this.#branch(this.#graph.op('not', this.#stopped()), () => void this.#expressions.lower(step))
  }

  /** Writes the rounds out, where their number is known and small. Then what follows from the counter is known too. */
  #unroll(loop: Loop, jumps: Jumps): boolean {
    if (loop.isDo || !loop.condition) return false
    const takeBack = this.#flow.save()
    const mostNodes = this.#graph.count + maxUnrolledNodes
    const isDone = this.#rounds(loop, jumps, maxUnrolledRounds, mostNodes)
    if (!isDone) takeBack()
    return isDone
  }

  /** Each round that may be the last one has the rest behind a branch. @returns whether that was all of them */
  #rounds(loop: Loop, jumps: Jumps, most: number, mostNodes: number): boolean {
    const goesOn = this.#flow.known(this.#expressions.lower(loop.condition!)[0]!)
    if (goesOn === false) return true
    if (goesOn === null || most === 0 || this.#graph.count > mostNodes) return false
    this.#body(loop, jumps)
    let isDone = true
    this.#branch(this.#graph.op('not', this.#stopped()), () => {
      if (loop.step) this.#expressions.lower(loop.step)
      isDone = this.#rounds(loop, jumps, most - 1, mostNodes)
    })
    return isDone
  }

  #repeat(loop: Loop, jumps: Jumps): void {
    const { condition, body, step, isDo } = loop
    const deeds = this.#deedsOf([
      body,
      ...(condition ? [asStatement(condition)] : []),
      ...(step ? [asStatement(step)] : []),
    ])
    // It would be left out as code without a result.
    const isOpen = !condition || (condition.kind === 'literal' && condition.value === true)
    if (isOpen && !deeds.breaks && !deeds.returns && !deeds.discards) throw errorAt(endlessLoop, loop.at)
    // A condition that changes something, or that comes last, is looked at in the body and remembered.
    const isLate = condition !== null && (isDo || hasDeeds(condition))
    const goesOn: Slot = {}
    this.#flow.set(goesOn, [this.#graph.mask(true)])
    const carried: Slot[] = [...deeds.writes]
    if (isLate) carried.push(goesOn)
    if (deeds.breaks) carried.push(jumps.broken)
    if (deeds.returns) carried.push(this.#frame.returned, this.#frame.result)
    if (deeds.discards) carried.push(this.#discarded)
    const look = () => this.#flow.set(goesOn, this.#expressions.lower(condition!))
    const test = () => {
      const runs = this.#graph.op('not', this.#stopped())
      if (isLate) return this.#graph.op('and', runs, this.#flag(goesOn))
      return condition ? this.#graph.op('and', runs, this.#expressions.lower(condition)[0]!) : runs
    }
    this.#flow.loop(carried, test, () => {
      if (isLate && !isDo) {
        look()
        this.#branch(this.#flag(goesOn), () => this.#round(loop, jumps))
        return
      }
      this.#round(loop, jumps)
      if (isLate) this.#branch(this.#graph.op('not', this.#stopped()), look)
    })
    this.#flow.delete(goesOn)
  }

  /** Each case runs where its value has matched, or the case before has fallen through. */
  #switch({ value, cases }: Switch): void {
    const outer = this.#jumps
    const jumps = (this.#jumps = { broken: {}, continued: outer?.continued ?? null })
    this.#flow.set(jumps.broken, [this.#graph.mask(false)])
    const key = this.#expressions.lower(value)[0]!
    const equals = (number: number) => this.#graph.op('ieq', key, this.#graph.int(number))
    let matchesNone = this.#graph.mask(true)
    for (const one of cases) {
      if (one.value !== null) matchesNone = this.#graph.op('and', matchesNone, this.#graph.op('not', equals(one.value)))
    }
    for (const { statements } of cases) this.#foresee(statements)
    let entered = this.#graph.mask(false)
    for (const one of cases) {
      entered = this.#graph.op('or', entered, one.value === null ? matchesNone : equals(one.value))
      const runs = this.#graph.op('and', entered, this.#graph.op('not', this.#stopped()))
      this.#branch(runs, () => this.#statements(one.statements))
    }
    this.#flow.delete(jumps.broken)
    this.#jumps = outer
  }

  /** A variable that one case declares is there in the cases after it, with its value where that is constant. */
  #foresee(statements: readonly Statement[]): void {
    for (const statement of statements) {
      if (statement.kind !== 'declare') continue
      const { variable } = statement
      if (variable.isConstant) this.#statement(statement)
      else this.#flow.set(variable, zeroOf(this.#graph, variable.type))
    }
  }

  #deedsOf(statements: readonly Statement[]): Deeds {
    const writes = new Set<Variable>()
    let [returns, breaks, discards] = [false, false, false]
    const callees = new Set<ShaderFunction>()
    for (const statement of statements) {
      walk(
        statement,
        (expression) => {
          for (const target of targetsOf(expression)) writes.add(rootOf(target))
          if (expression.kind === 'call') callees.add(expression.callee)
        },
        ({ kind }) => {
          returns ||= kind === 'return'
          breaks ||= kind === 'break'
          discards ||= kind === 'discard'
        },
      )
    }
    for (const callee of callees) {
      const deeds = this.#functionDeeds.get(callee) ?? this.#deedsOf([callee.body])
      this.#functionDeeds.set(callee, deeds)
      for (const variable of deeds.writes) writes.add(variable)
      discards ||= deeds.discards
    }
    return { writes, returns, breaks, discards }
  }
}

function asStatement(expression: Expression): Statement {
  return { kind: 'expression', at: expression.at, expression }
}

/** The places that an expression itself writes to. */
function targetsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'assign':
      return [expression.target]
    case 'step':
      return [expression.operand]
    case 'call':
      return expression.args.filter((_, index) => expression.callee.parameters[index]!.direction !== 'in')
    case 'builtin':
      return expression.name === 'modf' ? [expression.args[1]!] : []
    default:
      return []
  }
}

/** The variable that a place is a part of. */
export function rootOf(place: Expression): Variable {
  if (place.kind === 'variable') return place.variable
  if (place.kind === 'swizzle' || place.kind === 'member' || place.kind === 'index') return rootOf(place.object)
  throw new TypeError('Nothing can be written there.')
}

/** Does it change a variable, or may it discard the pixel? */
function hasDeeds(expression: Expression): boolean {
  let found = false
  walk(asStatement(expression), (one) => (found ||= targetsOf(one).length > 0 || one.kind === 'call'))
  return found
}

/** Can the code after it be skipped because of it? */
function mayJump(statement: Statement): boolean {
  let found = false
  walk(
    statement,
    (expression) => (found ||= expression.kind === 'call'),
    ({ kind }) => (found ||= ['return', 'break', 'continue', 'discard'].includes(kind)),
  )
  return found
}

/** Inlines a function of GLSL that no instruction computes.
 *  @throws UnsupportedError where there is none */
function callMath(graph: GraphBuilder, name: string, args: readonly Node[]): Node {
  const found = mathFunction(name, args.length)
  if (!found) throw new UnsupportedError(`The wasm backend has no function "${name}" yet.`)
  const surroundings = {
    value: () => [graph.float(0)],
    pictures: { indexOf: () => 0, size: () => [], ownPixel: null },
  }
  return new ShaderLowering(graph, mathShader(), surroundings).call(
    found,
    args.map((arg) => [arg]),
  )[0]!
}
