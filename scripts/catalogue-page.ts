// docs/catalogue.md, made from the effect files: `npm run docs` writes it, and a test sees that it is up to date.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { audioEffects } from '../effects/audio/index.ts'
import type { AudioEffect } from '../effects/audio-effect.ts'
import { settableParams } from '../effects/catalogue.ts'
import { described } from '../effects/described.ts'
import type { Effect, EffectInfo, ParamDescriptor } from '../effects/effect.ts'
import { parseEffect } from '../effects/isf.ts'
import { inPlainWords, kebabCase } from '../effects/spelling.ts'

const folder = fileURLToPath(new URL('../effects/video/', import.meta.url))

/** Where the thumbnails are, from the project's root. */
export const thumbnailFolder = 'docs/thumbnails'

/** The picture of a video effect, from the project's root. */
export function thumbnailPath(name: string): string {
  return `${thumbnailFolder}/${name}.webp`
}

/** The video effects in alphabetical order. */
export function videoNames(): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.fs'))
    .map((file) => file.replace('.fs', ''))
    .sort()
}

/** The whole page, in markdown. */
export function cataloguePage(): string {
  const categories = readCategories()
  const count = categories.reduce((sum, { effects }) => sum + effects.length, 0)
  return `# The catalogue

${String(count)} video effects and ${String(audioEffects.size)} audio effects. Each parameter stands with its range and, in brackets, its default. Effects marked
with ◆ hide people and are never bypassed; those with ▲ [can flash](effects.md#flashing). This page is made from the effect
files by \`npm run docs\`.
[Where the photograph is from](thumbnails/README.md).

${categories.map(({ title, effects }) => videoSection(title, effects)).join('\n')}
${audioSection()}`
}

interface Category {
  readonly title: string
  readonly effects: readonly Effect[]
}

function readCategories(): Category[] {
  const effects = videoNames().map((name) => ({
    ...parseEffect(readFileSync(`${folder}${name}.fs`, 'utf8'), { file: `${name}.fs` }),
    name,
  }))
  const titles = [...new Set(effects.map(({ categories }) => categories[0]!))].sort()
  return titles.map((title) => ({ title, effects: effects.filter(({ categories }) => categories[0] === title) }))
}

function videoSection(title: string, effects: readonly Effect[]): string {
  const rows = effects.map(
    (info) =>
      `| ${picture(info.name)} | <a id="${info.name}"></a>\`${info.name}\`${marksOf(info)} ` +
      `| ${info.description} | ${paramsOf(info)} |\n`,
  )
  return `## ${title}\n\n| | name | what it does | parameters |\n| --- | --- | --- | --- |\n${rows.join('')}`
}

function audioSection(): string {
  const rows = [...audioEffects.values()].map((effect) => {
    const { name, description, categories } = described.get(effect.name)!
    const kind = categories.join(', ').toLowerCase()
    return (
      `| <a id="${name}"></a>\`${name}\`${marksOf(effect)} | ${description} | ${paramsOf(effect)} ` +
      `| ${kind} | ${latencyOf(effect)} |\n`
    )
  })
  return (
    `## Sound\n\n[audio.md](audio.md) says more of each. The latency is at 48 kHz, for the default values.\n\n` +
    `| name | what it does | parameters | kind | latency |\n| --- | --- | --- | --- | --- |\n${rows.join('')}`
  )
}

/** What the top of the page explains. */
function marksOf({ private: isPrivate, flashes }: EffectInfo): string {
  return `${isPrivate ? ' ◆' : ''}${flashes ? ' ▲' : ''}`
}

/** Such as 120 ms; nothing where there is none. */
function latencyOf(effect: AudioEffect): string {
  const values = Object.fromEntries(
    effect.params.map(({ name, defaultValue }) => [name, typeof defaultValue === 'number' ? defaultValue : null]),
  )
  const seconds = effect.latency?.(values, 48_000) ?? 0
  return seconds > 0 ? `${String(Number((seconds * 1000).toFixed(1)))} ms` : ''
}

function picture(name: string): string {
  return `<img src="thumbnails/${name}.webp" width="192" alt="${inPlainWords(name)}">`
}

function paramsOf(info: EffectInfo): string {
  return settableParams(info).map(describe).join(', ')
}

/** Such as `amount` 0..1 (0.5), or `side` left right (left). */
function describe(param: ParamDescriptor): string {
  return [`\`${kebabCase(param.name)}\``, rangeOf(param)].filter(Boolean).join(' ')
}

const unitNames = { db: 'dB', lufs: 'LUFS', hz: 'Hz', s: 's' } as const

function rangeOf({ type, minValue, maxValue, defaultValue, choices, text, unit, live }: ParamDescriptor): string {
  const write = (value: unknown) => (Array.isArray(value) ? `(${value.join(', ')})` : String(value))
  if (choices) {
    const chosen = choices.find(({ value }) => value === defaultValue)
    return `${choices.map(({ label }) => kebabCase(label)).join(' ')} (${kebabCase(chosen?.label ?? '')})`
  }
  if (text !== undefined) return text === '' ? 'text' : `text ("${text}")`
  if (type === 'image') return 'image'
  if (type === 'audio' && live !== undefined) return 'another source'
  if (type === 'color') return 'colour'
  if (minValue === undefined || maxValue === undefined)
    return defaultValue === undefined ? '' : `(${write(defaultValue)})`
  return `${write(minValue)}..${write(maxValue)}${unit && unit !== 'px' ? ` ${unitNames[unit]}` : ''} (${write(defaultValue)})`
}
