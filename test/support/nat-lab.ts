// Two homes behind routers of their own and the public net between them, with signaling, TURN and Redis in it. For tests of
// calls over networks that are hard, and of what breaks during a call.
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'puppeteer-core'
import { end, missingFor, NetworkSpaces } from './network-spaces.ts'

/** What a router does to the ports of those behind it: one outside for all they talk to, or another one for each. */
export type Nat = 'cone' | 'symmetric'

/** What the wire between Ada's browser and her router does. */
export interface Wire {
  /** Each way, in milliseconds. */
  readonly delayMs?: number
  /** Of the frames, each way. */
  readonly lossPercent?: number
  readonly isUp?: boolean
}

/** Such as ` (not found: nft, turnserver)`; empty where the lab can be opened. */
export const missingForLab = missingFor('nft', 'turnserver', 'redis-server', 'ethtool', 'python3')

const publicAddress = '198.51.100.1'
const turnSecret = 'lab'
const homes = ['ada', 'ben'] as const
export type Home = (typeof homes)[number]

/** One at a time. Ends with `close`. */
export class NatLab {
  /** Where every server of the public net is found; `route` says which one answers. */
  readonly origin = `http://${publicAddress}:8080`
  readonly #spaces = new NetworkSpaces()
  readonly #programs = new Map<string, ChildProcess>()
  /** The last number of Ada's. */
  #address = 2
  #wire!: ChildProcess

  static async open(): Promise<NatLab> {
    const lab = new NatLab()
    try {
      lab.#buildPublicNet()
      homes.forEach((home, index) => lab.#buildHome(home, index + 1))
      await lab.#layWire()
      return lab
    } catch (error) {
      await lab.close()
      throw error
    }
  }

  browser(home: Home): Promise<Browser> {
    return this.#spaces.startChromium(home, this.origin)
  }

  /** Both routers are of this kind from now on, for what they have not seen yet. */
  setNat(nat: Nat): void {
    for (const home of homes)
      this.#spaces.nft(
        `${home}-router`,
        `flush chain ip nat out\nadd rule ip nat out oifname "ext" masquerade ${nat === 'cone' ? '' : 'fully-random'}`,
      )
  }

  /** Both routers let UDP through, or nothing but TCP. */
  setUdp(isAllowed: boolean): void {
    const rule = isAllowed ? '' : 'add rule ip filter datagrams meta l4proto udp drop'
    for (const home of homes) this.#spaces.nft(`${home}-router`, `flush chain ip filter datagrams\n${rule}`)
  }

  async setWire(wire: Wire): Promise<void> {
    this.#wire.stdin!.write(`${JSON.stringify({ delayMs: 0, lossPercent: 0, isUp: true, ...wire })}\n`)
    await once(this.#wire.stdout!, 'data')
  }

  /** Ada's browser loses its address and has another one, as on the way from one WLAN to the next. */
  changeAddress(): void {
    this.#spaces.ip(
      'ada',
      `addr flush dev eth0 scope global
       addr add 10.1.0.${++this.#address}/24 dev eth0
       route add default via 10.1.0.1`,
    )
  }

  /** A signaling server on a port of its own, or again after `kill`.
   *  @param name what `kill` calls it */
  async startServer(name: string, port: number, environment: Readonly<Record<string, string>> = {}): Promise<void> {
    const main = fileURLToPath(new URL('../../dist-server/main.js', import.meta.url))
    const turn = ['udp', 'tcp'].map((transport) => `turn:${publicAddress}:3478?transport=${transport}`)
    const settings = {
      HOST: '0.0.0.0',
      PORT: String(port),
      ICE_SERVERS: JSON.stringify([{ urls: `stun:${publicAddress}` }]),
      TURN_URLS: turn.join(','),
      TURN_SECRET: turnSecret,
      ...environment,
    }
    const variables = Object.entries(settings).map(([key, value]) => `${key}=${value}`)
    await this.#start(name, ['env', ...variables, process.execPath, main], /http:\/\//)
  }

  /** Says on which port each home finds its server under `origin`. What is connected stays where it is. */
  route(ports: Readonly<Record<Home, number>>): void {
    const routes = homes.map((home, index) => `${routerAddress(index + 1)} : ${ports[home]}`).join(', ')
    this.#spaces.nft(
      'public',
      `flush chain ip nat in
       add rule ip nat in tcp dport 8080 redirect to :ip saddr map { ${routes} }`,
    )
  }

  async startRedis(): Promise<string> {
    const settings = ['--port', '6379', '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
    await this.#start('redis', ['redis-server', ...settings], /Ready to accept connections/)
    return 'redis://127.0.0.1:6379'
  }

  /** coturn, for STUN and for TURN over UDP and TCP. */
  async startRelay(): Promise<void> {
    const settings = [
      `--listening-ip=${publicAddress}`,
      `--relay-ip=${publicAddress}`,
      '--min-port=49160',
      '--max-port=49300',
      '--use-auth-secret',
      `--static-auth-secret=${turnSecret}`,
      '--realm=lab',
      '--fingerprint',
      // No relay has a way into somebody's home.
      '--denied-peer-ip=10.0.0.0-10.255.255.255',
      '--no-tls',
      '--no-dtls',
      '--no-cli',
      '--log-file=stdout',
      '--pidfile=turnserver.pid',
      '--userdb=turnserver.db',
    ]
    await this.#start('relay', ['turnserver', '-n', ...settings], /SQLite DB connection success/)
  }

  /** Ends a server or the relay without a word to it. */
  async kill(name: string): Promise<void> {
    const program = this.#programs.get(name)
    this.#programs.delete(name)
    if (program) await end(program)
  }

  close(): Promise<void> {
    return this.#spaces.close()
  }

  async #start(name: string, command: readonly string[], sign: RegExp): Promise<void> {
    // What runs already stays.
    if (!this.#programs.has(name)) this.#programs.set(name, await this.#spaces.start('public', command, sign))
  }

  #buildPublicNet(): void {
    this.#spaces.add('public')
    // What is sent to addresses that nobody has gets lost, as in the real one. Were it refused, coturn's relay would end
    // with the first packet to a candidate of somebody's home.
    this.#spaces.ip(
      'public',
      `link add bridge type bridge
       addr add ${publicAddress}/24 dev bridge
       link set bridge up
       link add nowhere type veth peer name elsewhere
       link set nowhere up
       link set elsewhere up
       addr add 192.0.2.1/24 dev nowhere
       neigh add 192.0.2.254 lladdr 02:00:00:00:00:01 dev nowhere nud permanent
       route add default via 192.0.2.254`,
    )
    this.#spaces.nft('public', 'table ip nat {\nchain in {\ntype nat hook prerouting priority dstnat;\n}\n}')
  }

  #buildHome(home: Home, number: number): void {
    const router = `${home}-router`
    const named = (space: string) => this.#spaces.named(space)
    this.#spaces.add(home)
    this.#spaces.add(router)
    this.#spaces.ip(
      'public',
      `link add ${home} type veth peer name ext netns ${named(router)}
       link set ${home} master bridge
       link set ${home} up`,
    )
    if (home === 'ada') {
      // In a space of its own: the router would answer what it sees on either end.
      this.#spaces.add('wire')
      this.#spaces.ip(
        'wire',
        `link add end0 type veth peer name eth0 netns ${named(home)}
         link add end1 type veth peer name int netns ${named(router)}
         link set end0 up
         link set end1 up`,
      )
    } else this.#spaces.ip(router, `link add int type veth peer name eth0 netns ${named(home)}`)
    this.#spaces.ip(
      router,
      `addr add ${routerAddress(number)}/24 dev ext
       link set ext up
       addr add 10.${number}.0.1/24 dev int
       link set int up`,
    )
    this.#spaces.ip(
      home,
      `addr add 10.${number}.0.2/24 dev eth0
       link set eth0 up
       route add default via 10.${number}.0.1`,
    )
    this.#spaces.run(router, ['sysctl', '-qw', 'net.ipv4.ip_forward=1'])
    // Unsolicited packets are dropped: accepted by the router itself they would take the place in its table that belongs
    // to the answer of the one behind it.
    this.#spaces.nft(
      router,
      `table ip nat {
         chain out {
           type nat hook postrouting priority srcnat;
         }
       }
       table ip filter {
         chain datagrams {
           type filter hook forward priority -10;
         }
         chain through {
           type filter hook forward priority filter; policy drop;
           ct state established,related accept
           iifname "int" oifname "ext" accept
         }
         chain unsolicited {
           type filter hook input priority filter;
           iifname "ext" ct state new drop
         }
       }`,
    )
  }

  async #layWire(): Promise<void> {
    // The wire carries frames as they are on a cable, so checksums are made and pieces cut before it.
    const offloads = ['tx', 'rx', 'gro', 'gso', 'tso'].flatMap((one) => [one, 'off'])
    const devices = { wire: ['end0', 'end1'], ada: ['eth0'], 'ada-router': ['int'] }
    for (const [space, names] of Object.entries(devices))
      for (const device of names) this.#spaces.run(space, ['ethtool', '-K', device, ...offloads])
    const program = fileURLToPath(new URL('wire.py', import.meta.url))
    this.#wire = await this.#spaces.start('wire', ['python3', program, 'end0', 'end1'], /ready/)
  }
}

function routerAddress(number: number): string {
  return `198.51.100.1${number}`
}
