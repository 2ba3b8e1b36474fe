// What crosses threads for an <rtc-meter>: the worklet measures, tells the page a few numbers and a worker the rest, which
// draws. Samples never reach the page.

/** What is drawn. */
export type MeterType = 'level' | 'spectrum' | 'waveform'

/** Worklet to page: all in decibels, -Infinity is silence. */
export interface MeterReading {
  /** RMS of the louder channel in dBFS: a sine at full scale has -3.01. */
  readonly level: number
  /** Highest sample in dBFS, held for a while. */
  readonly peak: number
  /** A sample reached full scale lately. */
  readonly clipped: boolean
  /** LUFS of 400 ms. */
  readonly momentary: number
  /** LUFS of 3 s. */
  readonly shortTerm: number
}

/** Worklet to worker. */
export interface MeterBlock {
  /** The mean of the channels. */
  readonly samples: Float32Array
  /** As in `MeterReading`, one for each channel. */
  readonly levels: readonly number[]
  readonly peaks: readonly number[]
}

/** Page to worklet. A `picture` is where blocks go; the worklet owns the port from then on. */
export type MeterOrder =
  | { readonly kind: 'picture'; readonly port: MessagePort }
  /** Readings come every `seconds`; blocks come only while the picture `isDrawn`. */
  | { readonly kind: 'pace'; readonly seconds: number; readonly isDrawn: boolean }
  | { readonly kind: 'reset' }
  | { readonly kind: 'end' }

/** What a picture looks like. */
export interface MeterLook {
  readonly type: MeterType
  /** In pixels of the device. */
  readonly width: number
  readonly height: number
  /** Of them in one CSS pixel. */
  readonly pixelRatio: number
  /** As CSS writes colours: of bars up to -18 dBFS, up to -6 dBFS and above, of lines behind and of curves. */
  readonly colours: Readonly<Record<'calm' | 'warm' | 'hot' | 'line' | 'trace', string>>
}

/** Page to worker, for the picture `id`. The worker owns canvas and port from `open` to `close`. */
export type MeterRequest = { readonly id: number } & (
  | { readonly kind: 'open'; readonly canvas: OffscreenCanvas; readonly port: MessagePort; readonly sampleRate: number }
  | { readonly kind: 'look'; readonly look: MeterLook }
  /** Forgets what was heard, and shows that. */
  | { readonly kind: 'clear' }
  | { readonly kind: 'close' }
)
