// Effect -> ISF file: what `parseEffect` read, written again. Used to put an effect that a person wrote into a page of HTML.
import type { Effect, ParamDescriptor, Pass } from '../effects/effect.ts'

/** Writes an effect so that `parseEffect` reads the same one. Its vertex shader, where it has one, is a file of its own. */
export function formatEffect(effect: Effect): string {
  const { description, credit, categories, params, passes, imported, fragment, extended } = effect
  const header = {
    ISFVSN: '2',
    DESCRIPTION: description || undefined,
    CREDIT: credit,
    CATEGORIES: categories,
    PRIVATE: effect.private || undefined,
    FLASHES: effect.flashes,
    EXTENDED: extended || undefined,
    INPUTS: params.map(formatInput),
    PASSES: passes.some(({ target }) => target !== undefined) || passes.length > 1 ? passes.map(formatPass) : undefined,
    IMPORTED: imported.length > 0 ? imported.map(({ name, url }) => ({ NAME: name, PATH: url })) : undefined,
  }
  // A comment must not end in the middle of its JSON.
  const json = JSON.stringify(header, null, 2).replaceAll('*/', '*\\/')
  return `/*${json}*/\n${fragment.replace(/^\s*\n/, '').trimEnd()}\n`
}

function formatInput(param: ParamDescriptor) {
  const { name, type, label, defaultValue, minValue, maxValue, neutralValue, choices, unit, text } = param
  return {
    NAME: name,
    TYPE: type,
    LABEL: label,
    DEFAULT: defaultValue,
    MIN: minValue,
    MAX: maxValue,
    NEUTRAL: neutralValue,
    VALUES: choices?.map(({ value }) => value),
    LABELS: choices?.map((choice) => choice.label),
    UNIT: unit,
    TEXT: text,
  }
}

function formatPass({ target, persistent, float, width, height }: Pass) {
  return {
    TARGET: target,
    PERSISTENT: persistent || undefined,
    FLOAT: float || undefined,
    WIDTH: width,
    HEIGHT: height,
  }
}
