// The process behind `npm start` and `npx rtc-elements serve`: the playground, the library and signaling on one port.
// Settings come from the environment (settings.ts). The first line it prints is its address; the lines after that are its log.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createLog, logEvent } from './log.ts'
import { createMetrics } from './metrics.ts'
import { createSignalingServer } from './server.ts'
import { readSettings, SettingError, type SettingName } from './settings.ts'
import { createStaticFiles } from './static-files.ts'
import { createStatus } from './status.ts'
import type { SignalingEvent } from './events.ts'

/** What errors call a setting: two of them are options of bin/rtc-elements.js as well, which win. */
function nameOf(setting: SettingName): string {
  const option = `--${setting.toLowerCase()}`
  return process.argv.some((argument) => argument.split('=')[0] === option) ? option : setting
}

function explain(error: unknown, port: number, host: string): string {
  const { code, message } = error as NodeJS.ErrnoException
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is in use: stop the other program, or set ${nameOf('PORT')} to another one, such as ${port + 1}.`
    case 'EACCES':
      return `Port ${port} needs more rights than this process has: set ${nameOf('PORT')} to one from 1024 up, such as 8080.`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${nameOf('HOST')} is "${host}", which is no address of this machine: try localhost, or 0.0.0.0 for all of them.`
    default:
      return message
  }
}

async function main(): Promise<void> {
  const { port, host, redisUrl, graceMs, drainMs, metricsToken, logLevel, shown, ...settings } = readSettings(
    process.env,
    nameOf,
  )
  const directory = fileURLToPath(new URL('../dist', import.meta.url))
  if (!existsSync(directory)) throw new SettingError('There is nothing to serve yet: run npm run build first.')

  const log = createLog(logLevel)
  const figures = createMetrics()
  const onevent = (event: SignalingEvent) => {
    logEvent(log, event)
    figures.count(event)
  }
  const files = createStaticFiles(directory)
  // Whoever has one server does not load what several need.
  const bus = redisUrl ? (await import('./redis-bus.ts')).createRedisBus(redisUrl, { graceMs, onevent }) : undefined
  const server = createSignalingServer({
    ...settings.signaling,
    ...(bus && { bus }),
    port,
    host,
    onevent,
    handler: (signaling) => createStatus(signaling, metricsToken ? { figures, token: metricsToken } : undefined, files),
  })
  try {
    await server.ready
  } catch (error) {
    await bus?.end()
    throw new SettingError(explain(error, port, host))
  }
  console.log(server.address)
  log.info({ settings: shown }, 'listening')

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      log.info({ signal }, 'draining')
      setTimeout(() => process.exit(), drainMs).unref()
      void server.close()
    })
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof SettingError ? error.message : error)
  process.exitCode = 1
})
