// Pages in a call that send the test card and read every card that they receive. For tests of calls in which something
// happens to the network.
import type { Browser, Page } from 'puppeteer-core'
import type { Participant } from '../../call/seat.ts'
import type * as Library from '../../components/rtc-elements.ts'
import { until } from './chromium-session.ts'

/** A test card that came from one of the others. */
export interface ReceivedCard {
  /** The sender's name. */
  readonly from: string
  /** Counts the frames that the sender made. */
  readonly number: number
  /** Milliseconds since 1970. */
  readonly at: number
}

/** How media travels to one participant, read from statistics. */
export interface Path {
  /** `host`, `srflx`, `prflx` or `relay`. */
  readonly local: string
  readonly remote: string
  /** Between this side and its relay, where there is one: `udp` or `tcp`. */
  readonly relayProtocol: string | undefined
  readonly roundTripMs: number
}

declare global {
  interface Window {
    library: typeof Library
    cards: ReceivedCard[]
    /** Every participant that there was, in the order they came. */
    met: Participant[]
    /** What the call has said: its states, and the names of its errors. */
    told: string[]
  }
}

/** Runs in the page before there is a call. Its events do not bubble, but are seen on their way down. */
function recordCards(): void {
  window.cards = []
  window.met = []
  window.told = []
  const known = new WeakSet<MediaStreamTrack>()
  const context = new OffscreenCanvas(320, 240).getContext('2d', { willReadFrequently: true })!
  const read = async (track: MediaStreamTrack, from: string) => {
    const reader = new MediaStreamTrackProcessor({ track, maxBufferSize: 30 }).readable.getReader()
    for (;;) {
      const { value: frame } = await reader.read()
      if (!frame) return
      context.drawImage(frame, 0, 0, 320, 240)
      frame.close()
      const card = window.library.readPattern(context.getImageData(0, 0, 320, 240))
      if (card) window.cards.push({ from, number: card.frame, at: Date.now() })
    }
  }
  const onParticipants = () => {
    for (const participant of document.querySelector('rtc-call')!.participants) {
      if (!window.met.includes(participant)) window.met.push(participant)
      for (const track of participant.stream?.getVideoTracks() ?? []) {
        if (known.has(track)) continue
        known.add(track)
        void read(track, participant.name)
      }
    }
  }
  const isCall = ({ target }: Event) => target instanceof Element && target.localName === 'rtc-call'
  const listen = (type: string, listener: (call: HTMLElementTagNameMap['rtc-call']) => void) => {
    const onEvent = (event: Event) => {
      if (isCall(event)) listener(event.target as HTMLElementTagNameMap['rtc-call'])
    }
    addEventListener(type, onEvent, { capture: true })
  }
  listen('participantchange', onParticipants)
  listen('statechange', ({ state }) => window.told.push(state))
  listen('error', ({ error }) => window.told.push(error!.name))
}

/** One of those in a call. */
export class PatternPage {
  private constructor(readonly page: Page) {}

  /** Opens a page of the origin, under its strict CSP, in place of the browser's page before.
   *  @param call attributes of the <rtc-call>, such as `room="demo" name="Ada"`
   *  @param camera those of the <rtc-camera>, besides its source */
  static async open(
    browser: Browser,
    origin: string,
    call: string,
    camera = 'width="320" height="240"',
  ): Promise<PatternPage> {
    const [former] = await browser.pages()
    const page = await browser.newPage()
    await former?.close()
    await page.goto(`${origin}/`)
    // As text, since the test runner rewrites import() in functions.
    await page.evaluate("import('/rtc-elements.js').then((library) => void (window.library = library))")
    await page.evaluate(recordCards)
    await page.evaluate(
      (html) => {
        document.body.innerHTML = html
      },
      `<rtc-camera id="me" source="pattern" autostart ${camera}></rtc-camera>
       <rtc-call for="me" ${call} autojoin></rtc-call>`,
    )
    return new PatternPage(page)
  }

  cards(): Promise<ReceivedCard[]> {
    return this.page.evaluate(() => window.cards)
  }

  /** Until so many cards have come after that moment, from everybody together or from one.
   *  @returns those cards */
  async untilCards(count: number, after = 0, timeoutMs = 20_000, from?: string): Promise<ReceivedCard[]> {
    const isMeant = (card: ReceivedCard) => card.at > after && (from === undefined || card.from === from)
    let cards: ReceivedCard[] = []
    const haveCome = async () => (cards = (await this.cards()).filter(isMeant)).length >= count
    await until(`${count} test cards`, haveCome, timeoutMs).catch(async (error: unknown) => {
      throw new Error(`${(error as Error).message}; there are ${cards.length}, and ${await this.describe()}`)
    })
    return cards
  }

  told(): Promise<string[]> {
    return this.page.evaluate(() => window.told)
  }

  /** Until the call has said this after it had said so much. */
  async untilTold(what: string, since = 0, timeoutMs = 20_000): Promise<void> {
    const isTold = async () => (await this.told()).slice(since).includes(what)
    await until(what, isTold, timeoutMs).catch(async (error: unknown) => {
      throw new Error(`${(error as Error).message}; ${await this.describe()}`)
    })
  }

  /** Names of those who are in the call now, and whether each is the object that it was from the beginning. */
  others(): Promise<{ name: string; isFirst: boolean; connectionState: string }[]> {
    return this.page.evaluate(() =>
      document.querySelector('rtc-call')!.participants.map((participant) => ({
        name: participant.name,
        isFirst: window.met.find(({ name }) => name === participant.name) === participant,
        connectionState: participant.connectionState,
      })),
    )
  }

  /** Sound of the first participant that was decoded so far, in seconds, and its energy. */
  sound(): Promise<{ seconds: number; energy: number }> {
    return this.page.evaluate(async () => {
      const [report] = (await document.querySelector('rtc-call')!.getStats()).values()
      const inbound = [...report!.values()].find(
        (one: RTCStats & { kind?: string }) => one.type === 'inbound-rtp' && one.kind === 'audio',
      ) as RTCInboundRtpStreamStats
      return { seconds: inbound.totalSamplesDuration ?? 0, energy: inbound.totalAudioEnergy ?? 0 }
    })
  }

  /** How media travels to the first participant. */
  path(): Promise<Path> {
    return this.page.evaluate(async () => {
      const [report] = (await document.querySelector('rtc-call')!.getStats()).values()
      const ofType = (type: string) => [...report!.values()].find((one: RTCStats) => one.type === type) as unknown
      const { selectedCandidatePairId } = ofType('transport') as RTCTransportStats
      const pair = report!.get(selectedCandidatePairId!) as RTCIceCandidatePairStats
      const local = report!.get(pair.localCandidateId) as { candidateType: string; relayProtocol?: string }
      const remote = report!.get(pair.remoteCandidateId) as { candidateType: string }
      return {
        local: local.candidateType,
        remote: remote.candidateType,
        relayProtocol: local.relayProtocol,
        roundTripMs: (pair.currentRoundTripTime ?? 0) * 1000,
      }
    })
  }

  /** For the sentence of a test that failed. */
  async describe(): Promise<string> {
    const pictures = await this.page.evaluate(async () => {
      const call = document.querySelector('rtc-call')!
      const reports = [...(await call.getStats()).values()].flatMap(
        (report) => [...report.values()] as (RTCStats & { kind?: string })[],
      )
      const inbound = reports.filter(
        (one) => one.type === 'inbound-rtp' && one.kind === 'video',
      ) as RTCInboundRtpStreamStats[]
      return {
        held: call.participants.flatMap(({ streams }) =>
          streams.flatMap((stream) =>
            stream.getVideoTracks().map(({ id, muted, readyState }) => ({ id, muted, readyState })),
          ),
        ),
        decoded: inbound.map(({ trackIdentifier, framesDecoded, frameWidth, packetsReceived }) => ({
          trackIdentifier,
          framesDecoded,
          frameWidth,
          packetsReceived,
        })),
        read: window.cards.length,
      }
    })
    return `the call said ${(await this.told()).join(', ')}; others: ${JSON.stringify(await this.others())}; pictures: ${JSON.stringify(pictures)}`
  }
}

/** The longest time in milliseconds from one new card to the next. */
export function longestGapMs(cards: readonly ReceivedCard[]): number {
  const fresh = cards.filter(({ number }, index) => number !== cards[index - 1]?.number)
  return Math.max(0, ...fresh.slice(1).map(({ at }, index) => at - fresh[index]!.at))
}
