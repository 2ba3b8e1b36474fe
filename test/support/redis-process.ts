// A Redis of the test's own, where the machine has one.
import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, connect } from 'node:net'
import type { AddressInfo } from 'node:net'

/** Whether redis-server is installed. */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0

export interface RedisProcess {
  readonly url: string
  /** It dies, and its memory with it. */
  kill(): Promise<void>
  /** Starts another one on the same port; resolves when it listens. */
  start(): Promise<void>
}

/** A redis-server that keeps nothing on disk. */
export async function startRedis(): Promise<RedisProcess> {
  const port = await freePort()
  let child: ChildProcess | undefined
  const redis: RedisProcess = {
    url: `redis://127.0.0.1:${port}`,
    async start() {
      const options = { port: String(port), bind: '127.0.0.1', save: '', appendonly: 'no' }
      const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value])
      child = spawn('redis-server', words, { stdio: 'ignore' })
      while (!(await isListening(port))) if (child.exitCode !== null) throw new Error('redis-server does not start.')
    },
    async kill() {
      if (child?.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
  }
  await redis.start()
  return redis
}

/** A port of 127.0.0.1 that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => resolve(true)).on('error', () => setTimeout(() => resolve(false), 20))
    socket.on('connect', () => socket.destroy())
  })
}
