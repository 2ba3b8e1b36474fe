// What the bench uses of the packages in bench/node_modules, so that types are checked without them.

declare module '@silvia-odwyer/photon' {
  export class PhotonImage {
    constructor(pixels: Uint8Array, width: number, height: number)
    get_raw_pixels(): Uint8Array<ArrayBuffer>
    free(): void
  }
  export function grayscale_human_corrected(image: PhotonImage): void
  export function adjust_contrast(image: PhotonImage, contrast: number): void
  export function inc_brightness(image: PhotonImage, added: number): void
  export function gaussian_blur(image: PhotonImage, radius: number): void
}

declare module 'pixi.js' {
  export class WebGLRenderer {
    readonly canvas: HTMLCanvasElement
    init(options: Readonly<Record<string, unknown>>): Promise<void>
    render(stage: Container): void
  }
  export class ImageSource {
    constructor(options: Readonly<Record<string, unknown>>)
    resource: VideoFrame
    update(): void
  }
  export class Texture {
    readonly source: ImageSource
    constructor(options: { readonly source: ImageSource })
  }
  export class Rectangle {
    readonly width: number
    readonly height: number
    constructor(x: number, y: number, width: number, height: number)
  }
  export class Container {
    filters: readonly Filter[]
    filterArea: Rectangle | undefined
    addChild(child: Container): void
  }
  export class Sprite extends Container {
    constructor(texture: Texture)
  }
  export class Filter {
    enabled: boolean
    constructor(options?: unknown)
  }
  export class ColorMatrixFilter extends Filter {
    matrix: readonly number[]
  }
  export class BlurFilter extends Filter {}
  export class NoiseFilter extends Filter {}
}

declare module 'pixi-filters' {
  import type { Filter } from 'pixi.js'
  type FilterClass = new (options?: unknown) => Filter
  export const AdjustmentFilter: FilterClass
  export const AsciiFilter: FilterClass
  export const BulgePinchFilter: FilterClass
  export const ColorReplaceFilter: FilterClass
  export const CRTFilter: FilterClass
  export const CrossHatchFilter: FilterClass
  export const DotFilter: FilterClass
  export const EmbossFilter: FilterClass
  export const GlitchFilter: FilterClass
  export const GrayscaleFilter: FilterClass
  export const HslAdjustmentFilter: FilterClass
  export const OldFilmFilter: FilterClass
  export const PixelateFilter: FilterClass
  export const RGBSplitFilter: FilterClass
  export const TiltShiftFilter: FilterClass
  export const TwistFilter: FilterClass
  export const ZoomBlurFilter: FilterClass
}

declare module 'tone' {
  export class OfflineContext {
    readonly destination: ToneAudioNode
    constructor(channels: number, duration: number, sampleRate: number)
    workletsAreReady(): Promise<void>
    render(asynchronous: boolean): Promise<{ get(): AudioBuffer | undefined }>
  }
  export class ToneAudioNode {
    readonly numberOfInputs: number
    constructor(options: Readonly<Record<string, unknown>>)
    connect(node: ToneAudioNode): this
    chain(...nodes: readonly ToneAudioNode[]): this
  }
  class Started extends ToneAudioNode {
    start(time?: number): this
  }
  export class BitCrusher extends ToneAudioNode {}
  export class BiquadFilter extends ToneAudioNode {}
  export class Chorus extends Started {}
  export class Compressor extends ToneAudioNode {}
  export class Convolver extends ToneAudioNode {}
  export class Distortion extends ToneAudioNode {}
  export class EQ3 extends ToneAudioNode {}
  export class FeedbackDelay extends ToneAudioNode {}
  export class Gain extends ToneAudioNode {}
  export class Gate extends ToneAudioNode {}
  export class Limiter extends ToneAudioNode {}
  export class Noise extends Started {}
  export class Oscillator extends Started {}
  export class Panner extends ToneAudioNode {}
  export class Phaser extends ToneAudioNode {}
  export class PingPongDelay extends ToneAudioNode {}
  export class PitchShift extends ToneAudioNode {}
  export class Reverb extends ToneAudioNode {
    readonly ready: Promise<void>
  }
  export class ToneBufferSource extends Started {}
  export class Tremolo extends Started {}
  export class Vibrato extends ToneAudioNode {}
}

declare module 'peerjs' {
  interface Options {
    readonly host: string
    readonly port: number
    readonly path: string
    readonly config: RTCConfiguration
  }
  interface MediaConnection {
    answer(stream: MediaStream): void
    on(event: 'stream', listener: (stream: MediaStream) => void): void
  }
  export class Peer {
    constructor(id: string, options: Options)
    constructor(options: Options)
    on(event: 'open', listener: () => void): void
    on(event: 'error', listener: (error: Error) => void): void
    on(event: 'call', listener: (call: MediaConnection) => void): void
    call(id: string, stream: MediaStream): MediaConnection
    destroy(): void
  }
}
