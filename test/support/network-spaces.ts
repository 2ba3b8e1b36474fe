// Networks that a test makes for itself: Linux network namespaces, and programs and browsers that run inside them. They
// are named by the process that made them, and whatever a crashed one left behind is cleared away by the next.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { accessSync, chmodSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launch, type Browser } from 'puppeteer-core'
import { findChrome } from '../../scripts/find-chrome.mjs'
import { testFlags } from './chrome.ts'

const prefix = 'rtc-elements-'

/** Says why a test cannot run here, as ` (needs root on Linux)` for its name; empty where it can.
 *  @param programs what it starts, looked for where Debian puts programs */
export function missingFor(...programs: readonly string[]): string {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return ' (needs root on Linux)'
  const missing = ['ip', ...programs].filter((program) => !isInstalled(program))
  if (missing.length > 0) return ` (not found: ${missing.join(', ')})`
  try {
    execFileSync('unshare', ['--net', 'true'], { stdio: 'ignore' })
    return ''
  } catch {
    return ' (needs network namespaces, which this machine does not allow)'
  }
}

function isInstalled(program: string): boolean {
  return ['/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'].some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

/** A set of namespaces, each with a name of its own such as `public`. Ends with `close`. */
export class NetworkSpaces {
  readonly #prefix = `${prefix}${process.pid}-`
  readonly #names: string[] = []
  readonly #children: ChildProcess[] = []
  readonly #browsers: Browser[] = []
  readonly #directory = mkdtempSync(join(tmpdir(), prefix))

  constructor() {
    clearLeftovers()
  }

  /** Makes a namespace that has a loopback interface and nothing else. */
  add(name: string): void {
    execFileSync('ip', ['netns', 'add', this.#prefix + name])
    this.#names.push(name)
    this.ip(name, 'link set lo up')
  }

  /** The namespace's name as other programs know it. */
  named(name: string): string {
    return this.#prefix + name
  }

  /** Runs commands of the program `ip` inside, one a line. */
  ip(name: string, commands: string): void {
    execFileSync('ip', ['-n', this.named(name), '-batch', '-'], { input: commands })
  }

  /** Changes the firewall inside by commands of the program `nft`. */
  nft(name: string, commands: string): void {
    this.run(name, ['nft', '-f', '-'], commands)
  }

  /** What stands before a command that shall run inside. */
  within(name: string): readonly string[] {
    return ['ip', 'netns', 'exec', this.named(name)]
  }

  /** Runs a program inside to its end. Throws where it fails. */
  run(name: string, command: readonly string[], input = ''): void {
    const [program, ...args] = [...this.within(name), ...command]
    execFileSync(program!, args, { input, stdio: ['pipe', 'ignore', 'inherit'] })
  }

  /** Starts a program inside, with pipes for its input and output, and resolves when it has written `sign`. `close` ends
   *  it. */
  async start(name: string, command: readonly string[], sign: RegExp): Promise<ChildProcess> {
    const [program, ...args] = [...this.within(name), ...command]
    const child = spawn(program!, args, { cwd: this.#directory, stdio: 'pipe' })
    this.#children.push(child)
    let output = ''
    await new Promise<void>((resolve, reject) => {
      const read = (chunk: Buffer) => {
        output += chunk.toString()
        if (sign.test(output)) resolve()
      }
      child.stdout.on('data', read)
      child.stderr.on('data', read)
      child.once('error', reject)
      child.once('exit', (code) => reject(new Error(`${command[0]!} ended with ${String(code)}: ${output}`)))
    })
    return child
  }

  /** Starts a Chromium inside, driven over a pipe. `close` ends it.
   *  @param origin a site without TLS whose pages may use the camera all the same */
  async startChromium(name: string, origin: string): Promise<Browser> {
    const wrapper = join(this.#directory, `chromium-${name}`)
    writeFileSync(wrapper, `#!/bin/sh\nexec ${this.within(name).join(' ')} ${findChrome()!.chrome} "$@"\n`)
    chmodSync(wrapper, 0o755)
    const browser = await launch({
      executablePath: wrapper,
      pipe: true,
      args: [
        ...testFlags.filter((flag) => flag !== '--allow-loopback-in-peer-connection'),
        `--unsafely-treat-insecure-origin-as-secure=${origin}`,
      ],
      protocolTimeout: 60_000,
    })
    this.#browsers.push(browser)
    return browser
  }

  /** Ends all that runs inside, and the networks with it. */
  async close(): Promise<void> {
    await Promise.all(this.#browsers.map((browser) => browser.close()))
    await Promise.all(this.#children.map((child) => end(child)))
    for (const name of this.#names) clear(this.named(name))
    rmSync(this.#directory, { recursive: true, force: true })
  }
}

/** Kills a program, without a word to it unless another signal is named, and resolves when it is gone. */
export async function end(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await gone
}

/** Ends what runs in the namespaces of test processes that are gone, and removes them. */
function clearLeftovers(): void {
  const list = execFileSync('ip', ['netns', 'list'], { encoding: 'utf8' })
  for (const [name, pid] of list.matchAll(new RegExp(`^${prefix}(\\d+)-\\S+`, 'gm'))) {
    if (!isRunning(Number(pid))) clear(name)
  }
}

/** Removes a namespace with all that runs in it: programs may have started others. */
function clear(name: string): void {
  const inside = execFileSync('ip', ['netns', 'pids', name], { encoding: 'utf8' })
  for (const [one] of inside.matchAll(/\d+/g)) if (isRunning(Number(one))) process.kill(Number(one), 'SIGKILL')
  execFileSync('ip', ['netns', 'del', name])
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
