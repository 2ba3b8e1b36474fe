// What <rtc-stats> says, in English. Figures come with their units.

/** Terms of the statistics. */
export interface StatsTerms {
  someone: string
  nothingNamed: string
  noVideo: string
  noEffect: string
  budgetUsed: (used: string, budget: string, share: string) => string
  budgetOverrun: (used: string, budget: string, over: string) => string
  effectCosts: string
  perFrame: string
  time: string
  share: string
  copies: string
  frames: string
  framesFact: (rate: string, dropped: string) => string
  latency: string
  latencyFact: (half: string, most: string) => string
  backend: string
  noBackend: string
  size: string
  sizeFact: (share: string) => string
  fullSize: string
  leftOut: string
  statsSound: string
  soundFact: (wait: string) => string
  memory: string
  memoryTextures: (size: string) => string
  memoryWasm: (size: string) => string
  path: string

  nobodyInCall: string
  measuring: string
  figuresProblem: (reason: string) => string
  exportJson: string
  exchanged: string
  whose: string
  received: string
  sentFigures: string
  connectionWord: (state: RTCPeerConnectionState) => string
  allFiguresOf: (name: string) => string
  connectionSummary: (path: string, roundTrip: string) => string
  pathFact: (local: string, remote: string, protocol: string) => string
  noPath: string
  unknown: string
  statsPicture: string
  loss: string
  jitter: string
  codecs: string
  codedBy: string
  heldBackBy: string
  /** What `qualityLimitationReason` says, in words. */
  limitWord: (reason: string) => string
  stoodStill: string
  times: (count: number) => string
  framesRate: (rate: string) => string

  chartOf: string
  framesReceived: string
  roundTrip: string
  perSecond: string
  chartProblem: string
  chartInWords: (figure: string, lines: string) => string
  chartLine: (name: string, last: string, least: string, most: string) => string
  chartLineUnknown: (name: string) => string
  now: string
}

const connectionWords: Readonly<Record<RTCPeerConnectionState, string>> = {
  new: 'connecting',
  connecting: 'connecting',
  connected: 'connected',
  disconnected: 'interrupted',
  failed: 'connection lost',
  closed: 'has left',
}

const limitWords: Readonly<Record<string, string>> = {
  none: 'nothing',
  cpu: 'this device, which is busy',
  bandwidth: 'the network',
  other: 'something else',
}

/** In the bundle of this element. */
export const statsEnglish: StatsTerms = {
  someone: 'someone',
  nothingNamed: 'Nothing to measure: name a camera or a call with “for”.',
  noVideo: 'Nothing to measure: no video runs.',
  noEffect: 'No effect runs on the picture.',
  budgetUsed: (used, budget, share) => `${used} of the ${budget} ms that a frame has are used: ${share}.`,
  budgetOverrun: (used, budget, over) =>
    `${used} ms is ${over} ms more than the ${budget} ms that a frame has: frames are dropped.`,
  effectCosts: 'What each effect costs',
  perFrame: 'For each frame',
  time: 'Time',
  share: 'Share',
  copies: 'copies',
  frames: 'Frames',
  framesFact: (rate, dropped) => `${rate} a second, ${dropped} dropped`,
  latency: 'Latency',
  latencyFact: (half, most) => `${half} for half of them, ${most} for 95%`,
  backend: 'Backend',
  noBackend: 'none: no effect runs',
  size: 'Size',
  sizeFact: (share) => `effects are drawn at ${share} of width and height`,
  fullSize: 'effects are drawn at full size',
  leftOut: 'Left out',
  statsSound: 'Sound',
  soundFact: (wait) => `waits ${wait} for its picture`,
  memory: 'Memory',
  memoryTextures: (size) => `${size} for textures`,
  memoryWasm: (size) => `${size} for WebAssembly`,
  path: 'Path',

  nobodyInCall: 'Nobody else is in the call.',
  measuring: 'Measuring …',
  figuresProblem: (reason) => `The figures cannot be read now. (${reason})`,
  exportJson: 'Export as JSON',
  exchanged: 'What is exchanged with whom',
  whose: 'Participant',
  received: 'Received',
  sentFigures: 'Sent',
  connectionWord: (state) => connectionWords[state],
  allFiguresOf: (name) => `All figures of ${name}`,
  connectionSummary: (path, roundTrip) => `${path}, ${roundTrip} there and back`,
  pathFact: (local, remote, protocol) => `${local} to ${remote}, ${protocol}`,
  noPath: 'no path yet',
  unknown: 'unknown',
  statsPicture: 'Picture',
  loss: 'Loss',
  jitter: 'Jitter',
  codecs: 'Codecs',
  codedBy: 'Coded by',
  heldBackBy: 'Held back by',
  limitWord: (reason) => limitWords[reason] ?? reason,
  stoodStill: 'Stood still',
  times: (count) => (count === 0 ? 'never' : count === 1 ? 'once' : `${count} times`),
  framesRate: (rate) => `${rate} fps`,

  chartOf: 'Chart of',
  framesReceived: 'Frames received',
  roundTrip: 'Round trip',
  perSecond: 'a second',
  chartProblem: 'The chart could not be loaded. The figures are below.',
  chartInWords: (figure, lines) => `${figure}, in the last two minutes: ${lines}.`,
  chartLine: (name, last, least, most) => `${name} ${last}, between ${least} and ${most}`,
  chartLineUnknown: (name) => `${name} unknown`,
  now: 'now',
}
