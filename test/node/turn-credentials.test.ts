// What the server hands out for TURN, tried at a real coturn on 127.0.0.1.
import type { ChildProcess } from 'node:child_process'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTurnServer } from '../../signaling/turn-credentials.ts'
import { freePort } from '../support/redis-process.ts'

const hasCoturn = [spawnSync('turnserver', ['--version']), spawnSync('turnutils_uclient', ['-h'])].every(
  ({ error }) => error === undefined,
)
const secret = 'the secret of coturn'

it('is what the TURN REST API says: an expiry and an id, and their HMAC', () => {
  const server = createTurnServer({ urls: ['turn:turn.example.org'], secret: 'north', ttlS: 60 }, 'ada', 1_000_500)
  expect(server).toEqual({
    urls: ['turn:turn.example.org'],
    username: '1060:ada',
    // printf 1060:ada | openssl dgst -sha1 -hmac north -binary | base64
    credential: 'Eh1mG9mm9amXuMHMOfsZIqX+Y7g=',
  })
})

describe.skipIf(!hasCoturn)('a credential for TURN (needs coturn)', () => {
  let coturn: ChildProcess
  let folder: string
  let port: number

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'coturn-'))
    port = await freePort()
    const options = [
      ...['-n', '--no-cli', '--no-tls', '--no-dtls', '--fingerprint', '--use-auth-secret', '--allow-loopback-peers'],
      ...[`--static-auth-secret=${secret}`, '--realm=test.local', '--listening-ip=127.0.0.1', '--relay-ip=127.0.0.1'],
      ...[`--listening-port=${port}`, `--pidfile=${folder}/pid`, `--db=${folder}/db`, '--log-file=stdout'],
    ]
    coturn = spawn('turnserver', options, { stdio: ['ignore', 'pipe', 'ignore'] })
    let out = ''
    coturn.stdout!.on('data', (data: Buffer) => (out += data.toString()))
    await expect.poll(() => out, { timeout: 10_000 }).toMatch(/Total General servers/)
  })
  afterAll(async () => {
    const gone = once(coturn, 'exit')
    coturn.kill('SIGKILL')
    await gone
    await rm(folder, { recursive: true })
  })

  /** Whether coturn gives a relay for it and passes a packet through. */
  function isAccepted({ username, credential }: { username?: string | undefined; credential?: string | undefined }) {
    const options = ['-y', '-n', '1', '-m', '1', '-p', String(port), '-u', username!, '-w', credential!, '127.0.0.1']
    const client = spawn('turnutils_uclient', options, { stdio: ['ignore', 'pipe', 'ignore'] })
    let out = ''
    client.stdout.on('data', (data: Buffer) => (out += data.toString()))
    return expect
      .poll(() => /tot_recv_msgs=[1-9]|Cannot complete Allocation/.exec(out)?.[0], { timeout: 15_000 })
      .toBeDefined()
      .then(() => !out.includes('Cannot'))
      .finally(() => client.kill('SIGKILL'))
  }

  const create = (ttlS: number) => createTurnServer({ urls: [`turn:127.0.0.1:${port}`], secret, ttlS }, 'ada')

  it('is accepted while it is good', async () => {
    expect(await isAccepted(create(60))).toBe(true)
  })

  it.each([
    ['that has expired', () => create(-60)],
    ['for which somebody else wrote a later end', () => ({ ...create(60), username: create(3600).username })],
    ['signed with another secret', () => createTurnServer({ urls: [], secret: 'another', ttlS: 60 }, 'ada')],
  ])('%s is refused', async (_, wrong) => {
    expect(await isAccepted(wrong())).toBe(false)
  })
})
