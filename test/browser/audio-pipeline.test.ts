import { afterEach, describe, expect, it, vi } from 'vitest'
import { AudioPipeline } from '../../components/internal/audio-pipeline.ts'
import { audioEffects } from '../../effects/audio/index.ts'
import type { AudioEffect } from '../../effects/audio-effect.ts'
import { watchSpeaker } from '../support/page/speaker.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

function createPipeline(): AudioPipeline {
  const pipeline = new AudioPipeline()
  cleanups.push(() => pipeline.close())
  return pipeline
}

/** A gain of `gain`, and a count of how often it was built and stopped. */
function createGainEffect(name = 'test-gain') {
  const count = { built: 0, stopped: 0 }
  const effect: AudioEffect = {
    name,
    kind: 'audio',
    private: false,
    generator: false,
    params: [{ name: 'gain', type: 'float', label: 'Gain', defaultValue: 1, minValue: 0, maxValue: 4 }],
    build(context) {
      count.built++
      const gain = context.createGain()
      return { input: gain, output: gain, params: { gain: gain.gain }, stop: () => (count.stopped += 1) }
    },
  }
  return { effect, count }
}

/** A sine of amplitude `level` in the pipeline's context. */
function createTone(pipeline: AudioPipeline, level: number): AudioNode {
  const oscillator = new OscillatorNode(pipeline.context, { frequency: 440 })
  const gain = new GainNode(pipeline.context, { gain: level })
  oscillator.connect(gain)
  oscillator.start()
  cleanups.push(() => oscillator.stop())
  return gain
}

/** Amplitude of a track's sound over the last 2048 samples, as a receiver measures it. */
function createMeter(track: MediaStreamTrack): () => number {
  const context = new AudioContext()
  const analyser = new AnalyserNode(context, { fftSize: 2048 })
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser)
  cleanups.push(() => context.close())
  const samples = new Float32Array(2048)
  return () => {
    analyser.getFloatTimeDomainData(samples)
    return Math.max(...samples.map(Math.abs))
  }
}

/** Listens to every sample of a track. */
function follow(track: MediaStreamTrack) {
  // A browser keeps ten blocks for a busy page of its own, and drops what comes after them.
  const processor = new MediaStreamTrackProcessor({ track, maxBufferSize: 1000 }) as unknown as {
    readable: ReadableStream<AudioData>
  }
  const reader = processor.readable.getReader()
  cleanups.push(() => reader.cancel())
  let largest = 0
  /** Samples from one rise through zero to the next, the newest last. */
  let distances: number[] = []
  let sampleRate = NaN
  const listen = async () => {
    let former: number | undefined
    let roseAt = 0
    for (let count = 0; ;) {
      const { value: block } = await reader.read()
      if (!block) return
      sampleRate = block.sampleRate
      const samples = new Float32Array(block.numberOfFrames)
      block.copyTo(samples, { planeIndex: 0, format: 'f32-planar' })
      block.close()
      for (const sample of samples) {
        count++
        if (former !== undefined) largest = Math.max(largest, Math.abs(sample - former))
        if (former !== undefined && former < 0 && sample >= 0) {
          const at = count - sample / (sample - former)
          distances = [...distances, at - roseAt].slice(-100)
          roseAt = at
        }
        former = sample
      }
    }
  }
  void listen()
  return {
    risesPerSecond: () => (distances.length * sampleRate) / distances.reduce((sum, distance) => sum + distance, 0),
    largestStep: () => largest,
  }
}

const soon = { timeout: 8000, interval: 50 }

describe('AudioPipeline', () => {
  it('passes a node’s sound through its stages, and a new value without building again', async () => {
    const pipeline = createPipeline()
    const { effect, count } = createGainEffect()
    const amplitude = createMeter(pipeline.track)
    pipeline.setSource(createTone(pipeline, 0.25))
    await expect.poll(amplitude, soon).toBeCloseTo(0.25, 2)
    await pipeline.setStages([{ effect, values: { gain: 0.5 }, mix: 1 }])
    await expect.poll(amplitude, soon).toBeCloseTo(0.125, 2)
    await pipeline.setStages([{ effect, values: { gain: 2 }, mix: 1 }])
    await expect.poll(amplitude, soon).toBeCloseTo(0.5, 2)
    await pipeline.setStages([{ effect, values: {}, mix: 1 }])
    await expect.poll(amplitude, soon).toBeCloseTo(0.25, 2)
    expect(count).toEqual({ built: 1, stopped: 0 })
  })

  it('lays an effect over its input by mix', async () => {
    const pipeline = createPipeline()
    const { effect } = createGainEffect()
    const amplitude = createMeter(pipeline.track)
    pipeline.setSource(createTone(pipeline, 0.25))
    await pipeline.setStages([{ effect, values: { gain: 3 }, mix: 0.5 }])
    // Half of 0.25 and half of 0.75.
    await expect.poll(amplitude, soon).toBeCloseTo(0.5, 2)
    await pipeline.setStages([{ effect, values: { gain: 3 }, mix: 0 }])
    await expect.poll(amplitude, soon).toBeCloseTo(0.25, 2)
  })

  it('stops the stages that were replaced, and those that run at the end', async () => {
    const pipeline = createPipeline()
    const first = createGainEffect('first')
    const second = createGainEffect('second')
    const third = createGainEffect('third')
    const amplitude = createMeter(pipeline.track)
    pipeline.setSource(createTone(pipeline, 0.25))
    await pipeline.setStages([{ effect: first.effect, values: { gain: 2 }, mix: 1 }])
    await pipeline.setStages([
      { effect: second.effect, values: { gain: 2 }, mix: 1 },
      { effect: third.effect, values: { gain: 0.25 }, mix: 1 },
    ])
    await expect.poll(amplitude, soon).toBeCloseTo(0.125, 2)
    await expect.poll(() => first.count, soon).toEqual({ built: 1, stopped: 1 })
    pipeline.close()
    expect(third.count).toEqual({ built: 1, stopped: 1 })
    expect(second.count).toEqual({ built: 1, stopped: 1 })
  })

  it('keeps its track through every change of source, and is silent without one', async () => {
    const pipeline = createPipeline()
    const { track } = pipeline
    const amplitude = createMeter(track)
    const other = createPipeline()
    other.setSource(createTone(other, 0.5))
    pipeline.setSource(other.track)
    await expect.poll(amplitude, soon).toBeCloseTo(0.5, 1)
    pipeline.setSource(createTone(pipeline, 0.25))
    await expect.poll(amplitude, soon).toBeCloseTo(0.25, 2)
    pipeline.setSource(null)
    await expect.poll(amplitude, soon).toBe(0)
    expect(pipeline.track).toBe(track)
    expect(track.readyState).toBe('live')
  })

  it('says by how much effects that look ahead make it late', async () => {
    const pipeline = createPipeline()
    expect(pipeline.latencyMs).toBe(0)
    const [limiter, suppression] = ['limiter', 'noise-suppression'].map((name) => audioEffects.get(name)!)
    await pipeline.setStages([
      { effect: limiter!, values: {}, mix: 1 },
      { stages: [{ effect: suppression!, values: {}, mix: 1 }], mix: 0.5 },
    ])
    expect(pipeline.latencyMs).toBeCloseTo(5 + 20, 3)
  })

  it('comes later by as much as it is told to, and glides there without a click', async () => {
    const pipeline = createPipeline()
    pipeline.setSource(createTone(pipeline, 0.25))
    await expect.poll(createMeter(pipeline.track), soon).toBeCloseTo(0.25, 2)
    const sound = follow(pipeline.track)
    await expect.poll(() => sound.risesPerSecond(), soon).toBeCloseTo(440, 0)
    pipeline.delayMs = 60
    // A tone that is being held back sounds lower, by one part in fifty.
    await expect.poll(() => sound.risesPerSecond(), soon).toBeCloseTo(440 * 0.98, 0)
    await expect.poll(() => sound.risesPerSecond(), soon).toBeCloseTo(440, 0)
    pipeline.delayMs = 0
    await expect.poll(() => sound.risesPerSecond(), soon).toBeCloseTo(440 * 1.02, 0)
    await expect.poll(() => sound.risesPerSecond(), soon).toBeCloseTo(440, 0)
    // The steepest that a sine of this loudness and pitch is, from one sample to the next.
    const steepest = (0.25 * 2 * Math.PI * 440 * 1.02) / pipeline.context.sampleRate
    expect(sound.largestStep()).toBeLessThan(steepest * 1.1)
  })

  it('plays on the speaker only while it monitors', async () => {
    const speaker = watchSpeaker()
    cleanups.push(() => speaker.end())
    const heard = () => speaker.amplitude()
    const pipeline = createPipeline()
    pipeline.setSource(createTone(pipeline, 0.25))
    await expect.poll(createMeter(pipeline.track), soon).toBeCloseTo(0.25, 2)
    expect(heard()).toBe(0)
    pipeline.monitor = true
    await expect.poll(heard, soon).toBeCloseTo(0.25, 2)
    pipeline.monitor = false
    await expect.poll(heard, soon).toBe(0)
    pipeline.monitor = true
    await expect.poll(heard, soon).toBeCloseTo(0.25, 2)
  })

  it('silences the monitor when the microphone hears it, says so, and goes on when it is turned off and on', async () => {
    const speaker = watchSpeaker()
    cleanups.push(() => speaker.end())
    const heard = () => speaker.amplitude()
    const pipeline = createPipeline()
    const howls = vi.fn()
    pipeline.addEventListener('howl', howls)
    const room = new GainNode(pipeline.context, { gain: 1.4 })
    // What the speaker plays comes back a little later and louder: a loop that swells from the faintest sound.
    const microphone = new GainNode(pipeline.context)
    createTone(pipeline, 0.001).connect(microphone)
    const way = new DelayNode(pipeline.context, { delayTime: 0.03 })
    speaker.nodes()[0]!.connect(way).connect(room).connect(microphone)
    pipeline.setSource(microphone)
    pipeline.monitor = true
    await expect.poll(() => howls.mock.calls.length, soon).toBe(1)
    await expect.poll(heard, soon).toBe(0)
    expect(pipeline.track.readyState).toBe('live')
    room.gain.value = 0
    pipeline.monitor = false
    pipeline.monitor = true
    await expect.poll(heard, soon).toBeCloseTo(0.001, 3)
    expect(howls).toHaveBeenCalledTimes(1)
  })

  it('says when the browser holds the sound back, and resumes at the next gesture', async () => {
    const pipeline = createPipeline()
    await pipeline.resume()
    expect(pipeline.suspended).toBe(false)
    const changed = new Promise((resolve) => pipeline.addEventListener('statechange', resolve, { once: true }))
    await pipeline.context.suspend()
    await changed
    expect(pipeline.suspended).toBe(true)
    dispatchEvent(new Event('pointerup'))
    await expect.poll(() => pipeline.suspended, soon).toBe(false)
  })

  it('goes on by itself when what interrupted it is over, such as a phone call', async () => {
    const pipeline = createPipeline()
    await pipeline.resume()
    const resume = vi.spyOn(pipeline.context, 'resume')
    const state = vi.spyOn(pipeline.context, 'state', 'get')
    cleanups.push(() => vi.restoreAllMocks())
    const changes = vi.fn()
    pipeline.addEventListener('statechange', changes)
    const become = (next: string) => {
      state.mockReturnValue(next as AudioContextState)
      pipeline.context.dispatchEvent(new Event('statechange'))
    }
    become('interrupted')
    expect(pipeline.suspended).toBe(true)
    expect(resume).not.toHaveBeenCalled()
    // Safari leaves it suspended, and nobody would know that they must click.
    become('suspended')
    expect(resume).toHaveBeenCalledTimes(1)
    become('running')
    expect(pipeline.suspended).toBe(false)
    expect(changes).toHaveBeenCalledTimes(3)
  })

  it('does not say that sound is held back while its context starts, and says so when it does not', async () => {
    const state = vi.spyOn(AudioContext.prototype, 'state', 'get').mockReturnValue('suspended')
    cleanups.push(() => state.mockRestore())
    const pipeline = createPipeline()
    expect(pipeline.suspended).toBe(false)
    await expect.poll(() => pipeline.suspended, soon).toBe(true)
  })

  it('loses nothing while the browser holds the sound back: track, levels, and what was changed meanwhile', async () => {
    const pipeline = createPipeline()
    const { track } = pipeline
    const { effect, count } = createGainEffect()
    const other = createGainEffect('other')
    const amplitude = createMeter(track)
    pipeline.setSource(createTone(pipeline, 0.25))
    await pipeline.setStages([{ effect, values: { gain: 0.5 }, mix: 1 }])
    await expect.poll(amplitude, soon).toBeCloseTo(0.125, 2)
    await pipeline.context.suspend()
    await expect.poll(amplitude, soon).toBe(0)
    await pipeline.context.resume()
    await expect.poll(amplitude, soon).toBeCloseTo(0.125, 2)

    const refusal = vi.spyOn(pipeline.context, 'resume').mockResolvedValue()
    await pipeline.context.suspend()
    pipeline.setSource(createTone(pipeline, 0.1))
    await pipeline.setStages([
      { effect, values: { gain: 2 }, mix: 1 },
      { effect: other.effect, values: { gain: 3 }, mix: 1 },
    ])
    await expect.poll(amplitude, soon).toBe(0)
    refusal.mockRestore()
    await pipeline.resume()
    await expect.poll(amplitude, soon).toBeCloseTo(0.6, 2)
    expect([count.built, other.count.built]).toEqual([1, 1])
    expect(pipeline.track).toBe(track)
    expect(track.readyState).toBe('live')
  })

  it('does nothing when a chain or a source that was being loaded comes after its end', async () => {
    const pipeline = createPipeline()
    pipeline.setSource(createTone(pipeline, 1))
    pipeline.close()
    const { effect, count } = createGainEffect()
    await pipeline.setStages([{ effect, values: {}, mix: 1 }])
    pipeline.setSource(null)
    await expect.poll(() => pipeline.context.state, soon).toBe('closed')
    expect(count.built).toBe(0)
  })

  it('ends its track and its context, once', async () => {
    const pipeline = createPipeline()
    pipeline.close()
    pipeline.close()
    expect(pipeline.track.readyState).toBe('ended')
    await expect.poll(() => pipeline.context.state, soon).toBe('closed')
    expect(pipeline.suspended).toBe(false)
  })
})
