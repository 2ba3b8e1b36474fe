// Who speaks: the levels that arrive with the sound, and a judgement of them that does not flicker. Used by <rtc-call>.

/** The one who is silent begins to speak at `loud` (-34 dBFS) and goes on doing so until below `quiet` (-40 dBFS). */
const loud = 0.02
const quiet = 0.01

/** How long the quiet lasts between words. */
const pauseMs = 1000

/** What is known of one participant's voice. */
interface Voice {
  readonly isLoud: boolean
  readonly isSpeaking: boolean
  /** When it was last heard, in the time of `hear`. */
  readonly heardAt: number
}

/** Tells from levels who speaks. A single loud reading, a click or a cough, is not speech; a pause between words is no
 *  end of it. */
export class SpeakerDetector {
  #voices = new Map<string, Voice>()

  /** @param levels by participant's id, RMS from 0 (silence) to 1 (full scale), a few times a second; who is not among
   *    them is silent
   *  @param now in milliseconds
   *  @returns the ids of those who speak */
  hear(levels: ReadonlyMap<string, number>, now: number): ReadonlySet<string> {
    this.#voices = new Map(
      [...levels].map(([id, level]) => {
        const before = this.#voices.get(id) ?? { isLoud: false, isSpeaking: false, heardAt: -Infinity }
        const isLoud = level >= loud
        const heardAt = level >= quiet ? now : before.heardAt
        const isSpeaking = before.isSpeaking ? now - heardAt < pauseMs : before.isLoud && isLoud
        return [id, { isLoud, isSpeaking, heardAt }]
      }),
    )
    return new Set([...this.#voices].filter(([, { isSpeaking }]) => isSpeaking).map(([id]) => id))
  }
}

/** Reads how loud the sound is that arrives. Costs next to nothing: browsers send the level in a header of each packet. */
export class LevelReader {
  /** When the newest packet of a receiver was played, by the browser's clock. */
  readonly #played = new WeakMap<RTCRtpReceiver, number>()

  /** @param receivers all those of one participant
   *  @returns RMS of the loudest, from 0 to 1 */
  async read(receivers: readonly RTCRtpReceiver[]): Promise<number> {
    const audio = receivers.filter(({ track }) => track.kind === 'audio')
    return Math.max(0, ...(await Promise.all(audio.map((receiver) => this.#levelOf(receiver)))))
  }

  async #levelOf(receiver: RTCRtpReceiver): Promise<number> {
    const [source] = receiver.getSynchronizationSources()
    // None for 10 s, or none since the last look: nothing is sent in silence.
    if (!source || source.timestamp === this.#played.get(receiver)) return 0
    this.#played.set(receiver, source.timestamp)
    return source.audioLevel ?? (await measuredLevel(receiver))
  }
}

/** For peers whose packets do not say it (RFC 6464): what the browser makes of the sound itself. */
async function measuredLevel(receiver: RTCRtpReceiver): Promise<number> {
  const reports = [...(await receiver.getStats()).values()] as RTCInboundRtpStreamStats[]
  return reports.find(({ type }) => type === 'inbound-rtp')?.audioLevel ?? 0
}
