// The real server as a process of its own, as `npm start` runs it, on a free port.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../dist-server/main.js', import.meta.url))

export interface ServerProcess {
  /** Such as `http://localhost:41234`. */
  readonly origin: string
  stop(): Promise<void>
}

/** Starts it and waits until it listens. Needs `npm run build` to have run. */
export async function startServer(environment: Readonly<Record<string, string>> = {}): Promise<ServerProcess> {
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const origin = await Promise.race([
    new Promise<string>((resolve) => {
      let output = ''
      child.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString()
        const [address] = /http:\/\/\S+/.exec(output) ?? []
        if (address) resolve(address)
      })
    }),
    exited.then((code) => {
      throw new Error(`The server ended with ${String(code)} before it listened.`)
    }),
  ])
  return {
    origin,
    async stop() {
      child.kill()
      await exited
    },
  }
}
