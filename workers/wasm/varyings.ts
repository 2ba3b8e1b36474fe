// What a vertex shader hands to the fragment shader: computed at the three corners of the triangle that covers the
// picture, once per frame, and spread between them. Used by the kernel compiler.
import { builtIns } from '../glsl/environment.ts'
import type { Shader, Variable } from '../glsl/tree.ts'
import type { Components } from './flow.ts'
import { type GraphBuilder, type Node, UnsupportedError } from './ir.ts'
import { ShaderLowering } from './lower.ts'
import type { Pictures } from './pictures.ts'

/** The triangle reaches as far beyond the picture as it has to, so that its sides miss the picture. */
const corners = [
  [-1, -1],
  [3, -1],
  [-1, 3],
] as const

/** @param place of the pixel, 0..1 from the bottom left
 *  @param value of what is the same for all pixels
 *  @returns the values at the pixel, by the variables' names; `isf_FragNormCoord` is among them
 *  @throws UnsupportedError where the shader moves the triangle */
export function varyingsOf(
  graph: GraphBuilder,
  vertex: Shader,
  place: Components,
  value: (variable: Variable) => Components,
  pictures: Pictures,
): ReadonlyMap<string, Components> {
  const outputs = [builtIns.writableFragNormCoord, ...vertex.varyings]
  const atCorners = corners.map(([x, y]) => {
    const position = [graph.float(x), graph.float(y)]
    const surroundings = {
      value: (variable: Variable) => (variable === builtIns.vertexPosition ? position : value(variable)),
      pictures,
    }
    const lowering = new ShaderLowering(graph, vertex, surroundings)
    const { values } = lowering.run(builtIns.position, ...outputs)
    const [moved, ...rest] = values
    const expected = [...position, graph.float(0), graph.float(1)]
    if (moved!.some((one, index) => index !== 2 && one !== expected[index])) {
      throw new UnsupportedError('The wasm backend runs no vertex shader that moves the picture.')
    }
    return rest
  })
  // The place is 0..1 where the corners' own positions go from -1 to 1, and on to 3.
  const shares = place.map((one) => graph.op('mul', one, graph.float(0.5)))
  const spread = (at: readonly Node[]): Node => {
    const [origin, right, top] = at as [Node, Node, Node]
    const along = graph.op('mul', graph.op('sub', right, origin), shares[0]!)
    const up = graph.op('mul', graph.op('sub', top, origin), shares[1]!)
    return graph.op('add', graph.op('add', origin, along), up)
  }
  return new Map(
    outputs.map((variable, index) => [
      variable.name,
      atCorners[0]![index]!.map((_, component) => spread(atCorners.map((values) => values[index]![component]!))),
    ]),
  )
}
