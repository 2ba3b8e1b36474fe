#!/usr/bin/env node
// npx rtc-elements serve: the server of an installed package. Its other settings are environment variables, as for
// `npm start`.
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

const help = `Usage: npx rtc-elements serve [--port 8080] [--host localhost]

Starts the playground, the library and signaling on one port.

  --port     where it listens; 0 takes a free one (also PORT)
  --host     an address of this machine; 0.0.0.0 for all of them (also HOST)
  --help     shows this
  --version  shows which version this is

More settings are environment variables: TURN servers, passes, limits, Redis.
The server lists them at /docs/signaling.html.
`

function run() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean', short: 'v' },
    },
  })
  const [command, ...rest] = positionals
  if (values.version) {
    console.log(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version)
  } else if (values.help) {
    console.log(help)
  } else if (command !== 'serve' || rest.length > 0) {
    const asked = positionals.join(' ')
    throw new Error(asked ? `There is no command "${asked}".` : 'Say what to do: npx rtc-elements serve.')
  } else {
    for (const option of ['port', 'host']) {
      const value = values[option]
      if (value === '') throw new Error(`--${option} is empty: give it a value, or leave it out.`)
      if (value !== undefined) process.env[option.toUpperCase()] = value
    }
    return import('../dist-server/main.js')
  }
}

/** Without Node's advice on arguments that begin with a dash. */
function sentenceOf({ message }) {
  const [, option] = /^Option '(?:-\w, )?(--\w+).* argument (?:is ambiguous|missing)/.exec(message) ?? []
  return option ? `${option} needs a value after it, one that begins with no dash` : message.split('. To specify')[0]
}

try {
  await run()
} catch (error) {
  console.error(`${sentenceOf(error).replace(/\.?$/, '.')}\n\n${help}`)
  process.exitCode = 1
}
