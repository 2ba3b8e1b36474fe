// The settings of the server: environment variables with their defaults, checked before anything starts. Used by main.ts,
// and by vite.config.ts for those that concern signaling itself. docs/signaling.md says what each is for.
import * as v from 'valibot'
import { check, iceServers, parseJson, ProtocolError } from './protocol.ts'
import type { SignalingOptions } from './socket-server.ts'

/** A setting that keeps the server from starting; its message is a sentence for whoever starts it. */
export class SettingError extends Error {}

/** @param advice what to set it to
 *  @param isSecret is neither printed nor repeated in an error */
function setting<T>(otherwise: string, schema: v.GenericSchema<string, T>, advice: string, isSecret = false) {
  return { otherwise, schema, advice, isSecret }
}

function number(otherwise: number, least: number, most: number) {
  const digits = v.pipe(v.string(), v.regex(/^\d{1,12}$/), v.transform(Number), v.minValue(least), v.maxValue(most))
  return setting(String(otherwise), digits, `set it to a number from ${least} to ${most}.`)
}

function flag() {
  const schema = v.pipe(
    v.picklist(['', '0', '1']),
    v.transform((text) => text === '1'),
  )
  return setting('', schema, 'set it to 1, or leave it out.')
}

function secret() {
  const schema = v.union([v.literal(''), v.pipe(v.string(), v.minLength(32), v.maxLength(1024))])
  return setting('', schema, 'set it to 32 random characters or more, such as those of: openssl rand -hex 32', true)
}

function url(protocols: RegExp, advice: string) {
  const isUrl = (text: string) => text === '' || (URL.canParse(text) && protocols.test(text))
  return setting('', v.pipe(v.string(), v.check(isUrl)), advice, true)
}

const text = v.string()

const definitions = {
  PORT: number(8080, 0, 65_535),
  HOST: setting('localhost', text, 'set it to an address of this machine.'),
  ORIGINS: setting('', text, 'write origins like https://example.org, with commas between, or *.'),
  TRUST_PROXY: flag(),
  ICE_SERVERS: setting('[]', text, '', true),
  TURN_URLS: setting('', text, 'write URLs like turn:turn.example.org:3478, with commas between.'),
  TURN_SECRET: setting('', text, "set it to coturn's static-auth-secret.", true),
  TURN_TTL_S: number(3600, 60, 86_400),
  JOIN_SECRET: secret(),
  UNIQUE_NAMES: flag(),
  REDIS_URL: url(/^rediss?:\/\/./, 'write it like redis://localhost:6379.'),
  METRICS_TOKEN: secret(),
  LOG_LEVEL: setting(
    'info',
    v.picklist(['debug', 'info', 'warn', 'error', 'silent']),
    'set it to debug, info, warn, error or silent.',
  ),
  MAX_MEMBERS: number(16, 1, 1000),
  MAX_ROOMS: number(10_000, 1, 1_000_000),
  MAX_SOCKETS: number(20_000, 1, 1_000_000),
  MAX_SOCKETS_PER_ADDRESS: number(200, 1, 1_000_000),
  MAX_BUFFERED_BYTES: number(1_048_576, 65_536, 1_073_741_824),
  MESSAGES_AT_ONCE: number(1000, 10, 1_000_000),
  MESSAGES_PER_SECOND: number(100, 1, 1_000_000),
  ADDRESS_MESSAGES_AT_ONCE: number(5000, 10, 10_000_000),
  ADDRESS_MESSAGES_PER_SECOND: number(500, 1, 10_000_000),
  GRACE_MS: number(30_000, 1000, 600_000),
  PING_MS: number(25_000, 1000, 600_000),
  HELLO_MS: number(10_000, 1000, 600_000),
  DRAIN_MS: number(5000, 100, 600_000),
}

/** The name of a setting. */
export type SettingName = keyof typeof definitions

/** All settings and their defaults, as text. */
export const settingDefaults = Object.fromEntries(
  Object.entries(definitions).map(([name, { otherwise }]) => [name, otherwise]),
) as Readonly<Record<SettingName, string>>

/** What the server is started with. */
export interface Settings {
  readonly port: number
  readonly host: string
  readonly redisUrl: string | undefined
  /** The secret that `/metrics` asks for; undefined where there are no metrics. */
  readonly metricsToken: string | undefined
  readonly logLevel: string
  readonly graceMs: number
  /** How long the process may take to end, in milliseconds. */
  readonly drainMs: number
  readonly signaling: SignalingOptions
  /** Every setting as it may be printed: of what may hold a secret only whether it is set. */
  readonly shown: Readonly<Record<string, string>>
}

/** Reads the environment; an empty variable counts as unset. Throws a SettingError for the first setting that is wrong.
 *  @param nameOf what errors call a setting: its name, unless it was given otherwise */
export function readSettings(
  environment: Readonly<Record<string, string | undefined>>,
  nameOf: (setting: SettingName) => string = (setting) => setting,
): Settings {
  const given = (name: SettingName) =>
    (environment[name] === '' ? undefined : environment[name]) ?? definitions[name].otherwise
  const read = <Name extends SettingName>(name: Name) => {
    const { schema, advice, isSecret } = definitions[name]
    const result = v.safeParse(schema, given(name))
    if (result.success) return result.output as v.InferOutput<(typeof definitions)[Name]['schema']>
    throw new SettingError(`${nameOf(name)} is ${isSecret ? 'not usable' : `"${given(name)}"`}: ${advice}`)
  }

  return {
    port: read('PORT'),
    host: read('HOST'),
    redisUrl: read('REDIS_URL') || undefined,
    metricsToken: read('METRICS_TOKEN') || undefined,
    logLevel: read('LOG_LEVEL'),
    graceMs: read('GRACE_MS'),
    drainMs: read('DRAIN_MS'),
    signaling: {
      origins: listed(read('ORIGINS')).map(readOrigin),
      trustProxy: read('TRUST_PROXY'),
      iceServers: readIceServers(read('ICE_SERVERS')),
      turn: readTurn(read('TURN_URLS'), read('TURN_SECRET'), read('TURN_TTL_S')),
      joinSecret: read('JOIN_SECRET') || undefined,
      uniqueNames: read('UNIQUE_NAMES'),
      maxMembers: read('MAX_MEMBERS'),
      maxRooms: read('MAX_ROOMS'),
      maxSockets: read('MAX_SOCKETS'),
      maxSocketsPerAddress: read('MAX_SOCKETS_PER_ADDRESS'),
      maxBuffered: read('MAX_BUFFERED_BYTES'),
      burst: read('MESSAGES_AT_ONCE'),
      perSecond: read('MESSAGES_PER_SECOND'),
      addressBurst: read('ADDRESS_MESSAGES_AT_ONCE'),
      addressPerSecond: read('ADDRESS_MESSAGES_PER_SECOND'),
      graceMs: read('GRACE_MS'),
      pingMs: read('PING_MS'),
      helloMs: read('HELLO_MS'),
    },
    shown: Object.fromEntries(
      (Object.keys(definitions) as SettingName[]).map((name) => [
        name,
        !definitions[name].isSecret ? given(name) : environment[name] ? 'set' : 'not set',
      ]),
    ),
  }
}

function listed(text: string): string[] {
  return text
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean)
}

function readOrigin(text: string): string {
  const origin = text.replace(/\/$/, '')
  if (['*', 'null'].includes(origin)) return origin
  if (URL.canParse(origin) && new URL(origin).origin === origin) return origin
  throw new SettingError(`ORIGINS has "${origin}": ${definitions.ORIGINS.advice}`)
}

function readIceServers(text: string) {
  try {
    return check(iceServers, parseJson(text))
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    const reason = error.code === 'NotJson' ? 'it is not JSON.' : error.message
    throw new SettingError(
      `ICE_SERVERS is not usable: ${reason} Write it like [{"urls":"turn:turn.example.org","username":"…","credential":"…"}].`,
    )
  }
}

function readTurn(text: string, secret: string, ttlS: number) {
  const urls = listed(text)
  const strange = urls.find((url) => !/^(turn|turns|stun):./i.test(url))
  if (strange !== undefined) throw new SettingError(`TURN_URLS has "${strange}": ${definitions.TURN_URLS.advice}`)
  if (urls.length === 0 && !secret) return undefined
  if (urls.length === 0) throw new SettingError('TURN_SECRET is set, but not TURN_URLS: set both of them, or none.')
  if (!secret) throw new SettingError('TURN_URLS is set, but not TURN_SECRET: set both of them, or none.')
  return { urls, secret, ttlS }
}
