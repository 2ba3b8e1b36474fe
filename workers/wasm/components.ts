// The shape of GLSL's values as lists of components, and the conversions between them. Used by the lowering.
import type { Component, Type } from '../glsl/types.ts'
import type { GraphBuilder, Kind, Node } from './ir.ts'

/** The component types of a value in turn; none for samplers and void. */
export function componentsOf(type: Type): readonly Component[] {
  switch (type.kind) {
    case 'vector':
      return Array<Component>(type.size).fill(type.component)
    case 'matrix':
      return Array<Component>(type.columns * type.rows).fill('float')
    case 'array': {
      const element = componentsOf(type.element)
      return Array.from({ length: type.length }, () => element).flat()
    }
    case 'struct':
      return type.fields.flatMap((field) => componentsOf(field.type))
    default:
      return []
  }
}

export function kindOf(component: Component): Kind {
  if (component === 'bool') return 'mask'
  return component === 'float' ? 'float' : 'int'
}

/** What a variable holds that nobody has set. */
export function zeroOf(graph: GraphBuilder, type: Type): Node[] {
  return componentsOf(type).map((component) => constant(graph, component, 0))
}

export function constant(graph: GraphBuilder, component: Component, value: number | boolean): Node {
  if (component === 'bool') return graph.mask(Boolean(value))
  return component === 'float' ? graph.float(Number(value)) : graph.int(Number(value))
}

/** A scalar turned into another type, as GLSL's constructors do it. */
export function convert(graph: GraphBuilder, node: Node, from: Component, to: Component): Node {
  if (from === to) return node
  if (from === 'bool') return graph.op('select', node, constant(graph, to, 1), constant(graph, to, 0))
  if (to === 'bool') {
    return from === 'float'
      ? graph.op('ne', node, graph.float(0))
      : graph.op('not', graph.op('ieq', node, graph.int(0)))
  }
  if (to === 'float') return graph.op(from === 'int' ? 'intToFloat' : 'uintToFloat', node)
  if (from === 'float') return graph.op(to === 'int' ? 'floatToInt' : 'floatToUint', node)
  return node
}
