// docs/catalogue.md, made from the effect files: `npm run docs` writes it, and a test sees that it is up to date.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { audioEffects } from '../effects/audio/index.ts'
import { settableParams } from '../effects/catalogue.ts'
import type { EffectInfo, ParamDescriptor } from '../effects/effect.ts'
import { parseEffect } from '../effects/isf.ts'
import { kebabCase } from '../effects/spelling.ts'

const folder = fileURLToPath(new URL('../effects/video/', import.meta.url))

/** The whole page, in markdown. */
export function cataloguePage(): string {
  const video = readdirSync(folder)
    .filter((file) => file.endsWith('.fs'))
    .sort()
    .map((file) => ({ ...parseEffect(readFileSync(folder + file, 'utf8'), { file }), name: file.replace('.fs', '') }))
  const categories = [...new Set(video.map(({ categories }) => categories[0]!))].sort()
  const sections = categories.map((category) =>
    section(
      category,
      video.filter(({ categories }) => categories[0] === category),
    ),
  )
  return `# The catalogue

${String(video.length)} video effects and ${String(audioEffects.size)} audio effects. Each parameter stands with its range and, in brackets, its default. Effects marked
with ◆ hide people and are never bypassed. This page is made from the effect files by \`npm run docs\`.

${sections.join('\n')}
${section('Sound', [...audioEffects.values()])}`
}

function section(title: string, effects: readonly EffectInfo[]): string {
  const rows = effects.map(
    (info) =>
      `| \`${info.name}\`${info.private ? ' ◆' : ''} | ${info.description} | ${settableParams(info).map(describe).join(', ')} |\n`,
  )
  return `## ${title}\n\n| name | what it does | parameters |\n| --- | --- | --- |\n${rows.join('')}`
}

/** Such as `amount` 0..1 (0.5), or `side` left right (left). */
function describe(param: ParamDescriptor): string {
  return [`\`${kebabCase(param.name)}\``, rangeOf(param)].filter(Boolean).join(' ')
}

function rangeOf({ type, minValue, maxValue, defaultValue, choices }: ParamDescriptor): string {
  const write = (value: unknown) => (Array.isArray(value) ? `(${value.join(', ')})` : String(value))
  if (choices) {
    const chosen = choices.find(({ value }) => value === defaultValue)
    return `${choices.map(({ label }) => kebabCase(label)).join(' ')} (${kebabCase(chosen?.label ?? '')})`
  }
  if (type === 'image') return 'image'
  if (type === 'color') return 'colour'
  if (minValue === undefined || maxValue === undefined)
    return defaultValue === undefined ? '' : `(${write(defaultValue)})`
  return `${write(minValue)}..${write(maxValue)} (${write(defaultValue)})`
}
