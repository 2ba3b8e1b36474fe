// The process behind `npm start`: the playground, the library and signaling on one port. Settings come from the
// environment: PORT, HOST, ORIGINS, ICE_SERVERS.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { check, iceServers, parseJson, ProtocolError } from './protocol.ts'
import { createSignalingServer } from './server.ts'
import { createStaticFiles } from './static-files.ts'

/** A setting that keeps the server from starting. */
class SettingError extends Error {}

/** Reads the environment. An empty variable counts as unset. */
function readSettings(environment: NodeJS.ProcessEnv) {
  const read = (name: string, otherwise: string) =>
    (environment[name] === '' ? undefined : environment[name]) ?? otherwise
  return {
    port: readPort(read('PORT', '8080')),
    host: read('HOST', 'localhost'),
    origins: read('ORIGINS', '').split(',').map(readOrigin).filter(Boolean),
    iceServers: readIceServers(read('ICE_SERVERS', '[]')),
  }
}

function readPort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text)
  throw new SettingError(`PORT is "${text}": set it to a number from 0 to 65535.`)
}

function readOrigin(text: string): string {
  const origin = text.trim().replace(/\/$/, '')
  if (['', '*', 'null'].includes(origin)) return origin
  if (URL.canParse(origin) && new URL(origin).origin === origin) return origin
  throw new SettingError(`ORIGINS has "${origin}": write origins like https://example.org, with commas between, or *.`)
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

function explain(error: unknown, port: number, host: string): string {
  const { code, message } = error as NodeJS.ErrnoException
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is in use: stop the other program, or choose another port: PORT=${port + 1} npm start`
    case 'EACCES':
      return `Port ${port} needs more rights than this process has: choose one from 1024 up: PORT=8080 npm start`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST is "${host}", which is no address of this machine: try localhost, or 0.0.0.0 for all of them.`
    default:
      return message
  }
}

async function main(): Promise<void> {
  const settings = readSettings(process.env)
  const directory = fileURLToPath(new URL('../dist', import.meta.url))
  if (!existsSync(directory)) throw new SettingError('There is nothing to serve yet: run npm run build first.')

  const server = createSignalingServer({ ...settings, handler: createStaticFiles(directory) })
  try {
    await server.ready
  } catch (error) {
    throw new SettingError(explain(error, settings.port, settings.host))
  }
  console.log(server.address)

  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.close())
}

main().catch((error: unknown) => {
  console.error(error instanceof SettingError ? error.message : error)
  process.exitCode = 1
})
