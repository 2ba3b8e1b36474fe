// What the facts of a SupportReport mean, in sentences for people. Used by <rtc-support>.
import type { SupportTerms } from '../translations/en-support.ts'
import type { Words } from './localize.ts'
import type { SupportReport } from './support-report.ts'

/** One thing that pages may want to do. */
export interface Finding {
  readonly name: string
  readonly answer: 'yes' | 'limited' | 'no'
  /** How it is done here, or what is missing, why, and what can be done about it. */
  readonly text: string
}

/** Terms without anything to fill in. */
type PlainTerm = { [Key in keyof SupportTerms]: SupportTerms[Key] extends string ? Key : never }[keyof SupportTerms]

/** In the order in which people meet them. */
export function describeSupport(report: SupportReport, words: Words): readonly Finding[] {
  const { devices, backends, codecs, recording, encodedTransforms, screenSharing, speakerChoice } = report
  const video = words.list(codecs.video)
  const audio = words.list(codecs.audio)
  const containers = words.list(recording.map((type) => containerNames[type] ?? type))
  const either = (name: PlainTerm, isThere: boolean, yes: string, no: PlainTerm): Finding => ({
    name: words.term(name),
    answer: isThere ? 'yes' : 'no',
    text: isThere ? yes : words.term(no),
  })
  const one = (name: PlainTerm, [answer, text]: readonly [Finding['answer'], PlainTerm]): Finding => ({
    name: words.term(name),
    answer,
    text: words.term(text),
  })
  return [
    either('devices', devices, words.term('devicesYes'), 'devicesNo'),
    one('videoEffects', videoEffects[report.framePath ?? 'none']),
    one('graphics', graphics[backends.webgl2 ?? 'none']),
    either('processor', backends.wasm, words.term('processorYes'), 'processorNo'),
    either('calls', codecs.video.length > 0, words.term('callsYes', video, audio), 'callsNo'),
    either('encryption', encodedTransforms, words.term('encryptionYes'), 'encryptionNo'),
    either('screenSharing', screenSharing, words.term('screenSharingYes'), 'screenSharingNo'),
    either('speakerChoice', speakerChoice, words.term('speakerChoiceYes'), 'speakerChoiceNo'),
    either('recording', recording.length > 0, words.term('recordingYes', containers), 'recordingNo'),
  ]
}

/** All of them in a sentence or two. */
export function summarize(findings: readonly Finding[], words: Words): string {
  const named = (answer: Finding['answer']) =>
    findings.filter((one) => one.answer === answer).map(({ name }) => words.term('findingName', name))
  const missing = named('no')
  const limited = named('limited')
  if (missing.length + limited.length === 0) return words.term('allWorks')
  return [
    missing.length > 0 ? words.term('missingHere', words.list(missing)) : words.term('nothingMissing'),
    ...(limited.length > 0 ? [words.term('limitedHere', words.list(limited))] : []),
  ].join(' ')
}

const videoEffects = {
  'track-processor': ['yes', 'framesByStreams'],
  'worker-processor': ['yes', 'framesByWorker'],
  canvas: ['limited', 'framesByCanvas'],
  none: ['no', 'framesNo'],
} as const

const graphics = {
  hardware: ['yes', 'graphicsYes'],
  software: ['limited', 'graphicsSlow'],
  none: ['no', 'graphicsNo'],
} as const

const containerNames: Readonly<Record<string, string>> = { 'video/mp4': 'MP4', 'video/webm': 'WebM' }
