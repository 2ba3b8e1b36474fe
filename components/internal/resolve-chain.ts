// A chain made ready to run: names looked up, effect sources loaded, images decoded. Used by the chain runner,
// processTrack and renderImage.
import { audioEffects } from '../../effects/audio/index.ts'
import { catalogue, findParam } from '../../effects/catalogue.ts'
import { misspelled, parseChain } from '../../effects/chain.ts'
import type {
  Chain,
  ChainValue,
  Driver,
  Effect,
  EffectInfo,
  EffectStage,
  ModuleEffect,
  ParamDescriptor,
  Stage,
} from '../../effects/effect.ts'
import { problemOfText } from '../../effects/drawn-text.ts'
import { didYouMean } from '../../effects/spelling.ts'
import { blends } from '../../effects/effect.ts'
import { videoEffects } from '../../effects/video/index.ts'
import workerUrl from '../../workers/module.worker.ts?worker&url'
import type { RenderStage, StageValue } from '../../workers/pipeline-api.ts'
import type { AudioPipelineStage, AudioSetting } from './audio-host.ts'
import { loadFile } from './load-file.ts'
import { wrongType } from './wrong-type.ts'
import { workletEffect } from './worklet-effect.ts'

/** A chain from outside, checked as far as its form goes: text, or data of whatever origin.
 *  @throws ChainError for text, TypeError for data */
export function chainOf(chain: string | Chain): Chain {
  const parsed = typeof chain === 'string' ? parseChain(chain) : chain
  if (!isArray(parsed)) throw new TypeError('A chain is chain text or an array of stages.')
  for (const stage of parsed) {
    if (!isRecord(stage)) throw new TypeError('A stage of a chain is { name, values } or { stages }.')
    const { mix = 1, blend = 'normal', importance = 0 } = stage
    if (!Number.isFinite(importance)) throw new TypeError('"importance" takes a number.')
    if (!(typeof mix === 'number' && mix >= 0 && mix <= 1)) throw new TypeError('"mix" takes a number from 0 to 1.')
    if (!blends.includes(blend)) throw new TypeError(`"blend" takes one of ${blends.join(', ')}.`)
    if ('stages' in stage) chainOf(stage.stages)
    else if (!isRecord(stage.values)) throw new TypeError('A stage needs values: an object, {} for the defaults.')
  }
  return parsed
}

/** Is this stage's work done on the picture or on the sound? A group may hold both. */
export function hasKind(stage: Stage, kind: EffectInfo['kind']): boolean {
  return 'stages' in stage ? stage.stages.some((inner) => hasKind(inner, kind)) : infoOf(stage).kind === kind
}

/** True if people hide behind one of the stages. */
export function isPrivate(chain: Chain): boolean {
  return chain.some((stage) => ('stages' in stage ? isPrivate(stage.stages) : infoOf(stage).private))
}

/** The video half of a chain. Rejects with ChainError, EffectError, or TypeError for a value of the wrong type. */
export async function resolveVideo(chain: string | Chain | readonly (Effect | ModuleEffect)[]): Promise<RenderStage[]> {
  const stages = chainOf(typeof chain === 'string' ? chain : chain.map(stageOf))
  return Promise.all(stages.filter((stage) => hasKind(stage, 'video')).map(resolveVideoStage))
}

/** Does the stage change with what is heard? */
export function followsSound(stage: RenderStage): boolean {
  if ('stages' in stage) return stage.stages.some(followsSound)
  const { values } = stage
  const { params } = 'module' in stage ? stage.module : stage.effect
  return (
    params.some(({ type }) => type === 'audio' || type === 'audioFFT') ||
    Object.values(values).some((value) => typeof value === 'object' && 'driver' in value && value.driver === 'audio')
  )
}

/** The scripts of a chain, by URL: for the picture and for the sound. */
export function modulesIn(chain: Chain): Set<string> {
  const found = chain.map((stage) => ('stages' in stage ? [...modulesIn(stage.stages)] : (moduleOf(stage) ?? [])))
  return new Set(found.flat())
}

/** The URL of the stage's script; undefined where it is none. */
export function moduleOf({ effect }: EffectStage): string | undefined {
  if (!effect || 'passes' in effect) return undefined
  return 'module' in effect ? effect.module : effect.worklet
}

/** The audio half of a chain. Rejects with TypeError for a value that cannot be used, or a DOMException for a sound that
 *  cannot be loaded.
 *  @param context that the sound files are for: they are resampled to its rate */
export async function resolveAudio(chain: Chain, context: BaseAudioContext): Promise<AudioPipelineStage[]> {
  const stages = chain.filter((stage) => hasKind(stage, 'audio'))
  return Promise.all(stages.map((stage) => resolveAudioStage(stage, context)))
}

async function resolveAudioStage(stage: Stage, context: BaseAudioContext): Promise<AudioPipelineStage> {
  const { mix = 1 } = stage
  if ('stages' in stage) return { stages: await resolveAudio(stage.stages, context), mix }
  const { effect: own } = stage
  const effect = own && 'worklet' in own ? workletEffect(own) : audioEffects.get(stage.name)!
  const entries = Object.entries(stage.values).map(async ([name, value]): Promise<[string, AudioSetting]> => {
    const param = paramOf(effect, name)
    return [param.name, await resolveSetting(effect, param, value, context)]
  })
  return { effect, values: Object.fromEntries(await Promise.all(entries)), mix }
}

async function resolveSetting(
  effect: EffectInfo,
  param: ParamDescriptor,
  value: ChainValue,
  context: BaseAudioContext,
): Promise<AudioSetting> {
  switch (param.type) {
    case 'audio': {
      const { soundOf, sourceOf } = await import('./resolve-sound.ts')
      return param.live ? sourceOf(effect, param, value) : soundOf(effect, param, value, context)
    }
    case 'bool':
      if (typeof value === 'boolean') return value
      break
    default:
      // Values outside are clamped, as those of video are when they are drawn: an echo of an hour would fill the memory.
      if (param.choices) {
        if (param.choices.some((choice) => choice.value === value)) return value as number
        break
      }
      if (typeof value === 'number' && Number.isFinite(value)) return clamp(value, param)
      if (isDriver(value) && param.type === 'float') {
        return { ...value, min: clamp(value.min, param), max: clamp(value.max, param) }
      }
  }
  throw wrongType(effect, param)
}

/** Values as workers take them. Rejects with TypeError for a name that the effect does not have, or a value of the wrong
 *  type. */
export async function resolveValues(
  effect: EffectInfo,
  values: Readonly<Record<string, ChainValue>>,
): Promise<Record<string, StageValue>> {
  const entries = Object.entries(values).map(async ([name, value]): Promise<[string, StageValue]> => {
    const param = paramOf(effect, name)
    return [param.name, await resolveValue(effect, param, value)]
  })
  return Object.fromEntries(await Promise.all(entries))
}

/** An image as workers take it: bottom row first, as GL counts, since uploads of bitmaps cannot be flipped.
 *  @param size in pixels; what is left out follows from the image */
export function decodeImage(
  image: ImageBitmapSource,
  { width, height }: { readonly width?: number; readonly height?: number } = {},
): Promise<ImageBitmap> {
  return createImageBitmap(image, {
    imageOrientation: 'flipY',
    premultiplyAlpha: 'none',
    colorSpaceConversion: 'none',
    ...(width !== undefined && { resizeWidth: width }),
    ...(height !== undefined && { resizeHeight: height }),
  })
}

async function resolveVideoStage(stage: Stage): Promise<RenderStage> {
  const { mix = 1, blend = 'normal', importance = 0 } = stage
  const placed = { mix, blend, importance }
  if ('stages' in stage) {
    const inner = stage.stages.filter((one) => hasKind(one, 'video'))
    return { stages: await Promise.all(inner.map(resolveVideoStage)), ...placed }
  }
  const effect = (stage.effect as Effect | ModuleEffect | undefined) ?? (await videoEffects.get(stage.name)!.load())
  if ('module' in effect)
    return { module: effect, workerUrl, values: await resolveValues(effect, stage.values), ...placed }
  const values = { ...textsOf(effect), ...stage.values }
  const [resolved, imported] = await Promise.all([resolveValues(effect, values), loadImported(effect)])
  return { effect, values: { ...imported, ...resolved }, ...placed }
}

/** What text parameters show where nobody sets them: an image without a value would be the picture itself. */
function textsOf({ params }: Effect): Record<string, string> {
  return Object.fromEntries(params.flatMap(({ name, text }) => (text === undefined ? [] : [[name, text]])))
}

/** The images that the effect's file brings along. */
async function loadImported(effect: Effect): Promise<Record<string, ImageBitmap>> {
  const entries = effect.imported.map(async ({ name, url }) => [name, await imageAt(url)] as const)
  return Object.fromEntries(await Promise.all(entries))
}

async function resolveValue(effect: EffectInfo, param: ParamDescriptor, value: ChainValue): Promise<StageValue> {
  switch (param.type) {
    case 'image':
      return imageOf(effect, param, value)
    case 'audio':
    case 'audioFFT':
      if (value instanceof Float32Array) return value
      break
    case 'event':
    case 'bool':
      if (typeof value === 'boolean') return value
      break
    case 'long':
    case 'float':
      if (typeof value === 'number' && Number.isFinite(value)) return value
      if (isDriver(value)) return value
      break
    case 'point2D':
      if (isNumbers(value, 2)) return value as [number, number]
      break
    case 'color':
      if (isNumbers(value, 4)) return value as [number, number, number, number]
  }
  throw wrongType(effect, param)
}

const decoded = new WeakMap<object, Promise<ImageBitmap>>()
const loaded = new Map<string, Promise<ImageBitmap>>()
const maxLoaded = 16

/** The same image is loaded and decoded once, so that moving a slider does neither again. */
function imageOf(effect: EffectInfo, param: ParamDescriptor, value: ChainValue): Promise<ImageBitmap> {
  if (typeof value === 'string') return param.text === undefined ? imageAt(value) : textImage(effect, param, value)
  if (!isRecord(value) || Array.isArray(value) || value instanceof Float32Array || isDriver(value)) {
    throw wrongType(effect, param)
  }
  const image = value as ImageBitmapSource
  const known = decoded.get(image)
  if (known) return known
  const decoding = decodeImage(image)
  // What moves or is drawn on must be looked at again.
  if (image instanceof ImageBitmap || image instanceof Blob || image instanceof HTMLImageElement) {
    decoded.set(image, decoding)
  }
  return decoding
}

function imageAt(url: string): Promise<ImageBitmap> {
  return keep(`url ${url}`, () => loadFile(url, 'image').then((file) => decodeImage(file)))
}

function textImage(effect: EffectInfo, param: ParamDescriptor, text: string): Promise<ImageBitmap> {
  const problem = problemOfText(text)
  if (problem) throw new TypeError(`${effect.name || 'The effect'}: "${param.name}" ${problem}`)
  return keep(`text ${text}`, () => import('./text-image.ts').then(({ drawText }) => decodeImage(drawText(text))))
}

function keep(key: string, load: () => Promise<ImageBitmap>): Promise<ImageBitmap> {
  const known = loaded.get(key)
  if (known) return known
  const loading = load()
  loaded.set(key, loading)
  loading.catch(() => loaded.delete(key))
  if (loaded.size > maxLoaded) loaded.delete(loaded.keys().next().value!)
  return loading
}

function stageOf(stage: Stage | Effect | ModuleEffect): Stage {
  return 'passes' in stage || 'module' in stage ? { name: stage.name, values: {}, effect: stage } : stage
}

function infoOf(stage: EffectStage): EffectInfo {
  const info = stage.effect ?? catalogue.get(stage.name)
  if (info) return info
  throw misspelled(`no effect named "${stage.name}".`, stage.name, catalogue.keys(), 0)
}

function paramOf(info: EffectInfo, name: string): ParamDescriptor {
  const param = findParam(info, name)
  if (param) return param
  const names = info.params.map((one) => one.name)
  throw new TypeError(`${info.name || 'The effect'} has no parameter "${name}".${didYouMean(name, names)}`)
}

function clamp(value: number, { minValue = -Infinity, maxValue = Infinity }: ParamDescriptor): number {
  return typeof minValue === 'number' && typeof maxValue === 'number'
    ? Math.min(Math.max(value, minValue), maxValue)
    : value
}

function isDriver(value: ChainValue): value is Driver {
  if (!isRecord(value) || !('driver' in value)) return false
  const { driver, min, max } = value
  return (driver === 'audio' || Number.isFinite(value.frequency)) && Number.isFinite(min) && Number.isFinite(max)
}

const isArray: (value: unknown) => boolean = Array.isArray

function isRecord<T>(value: T): value is T & object {
  return typeof value === 'object' && value !== null
}

function isNumbers(value: ChainValue, length: number): boolean {
  return Array.isArray(value) && value.length === length && value.every((one) => Number.isFinite(one))
}
