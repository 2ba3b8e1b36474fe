/** Something of an element, by its name. */
export interface Described {
  readonly name: string
  readonly description?: string
  /** What it is, in TypeScript; events: their class. Slots, parts, custom properties and states have none. */
  readonly type?: { readonly text: string }
  /** Of a custom property or an attribute. */
  readonly default?: string
}

/** A property (`field`) or a method. */
export interface ElementMember extends Described {
  readonly kind: 'field' | 'method'
  /** The attribute that sets it. */
  readonly attribute?: string
  readonly readonly?: boolean
  readonly parameters?: readonly Described[]
  readonly return?: { readonly type: { readonly text: string } }
}

/** What a page may use of an element. Lists of which there is nothing may be missing. */
export interface ElementDeclaration extends Described {
  readonly tagName: string
  readonly attributes?: readonly (Described & { readonly fieldName: string })[]
  readonly members: readonly ElementMember[]
  readonly events?: readonly Described[]
  readonly slots?: readonly Described[]
  readonly cssParts?: readonly Described[]
  readonly cssProperties?: readonly Described[]
  readonly cssStates?: readonly Described[]
}

/** One module for each element: `path` is the built file. */
export interface Manifest {
  readonly modules: readonly {
    readonly path: string
    readonly declarations: readonly ElementDeclaration[]
    /** `kind`: of a class `js`, of its tag `custom-element-definition`. */
    readonly exports: readonly { readonly kind: string; readonly name: string }[]
  }[]
}

export function createManifest(): Manifest
