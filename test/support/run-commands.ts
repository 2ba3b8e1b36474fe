// Runs lines of a shell without the programs that they call: says which those would be, with which words and settings.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A program that was called: its name and the words behind it. */
export interface Command {
  readonly words: readonly string[]
  /** The variables that it was given. */
  readonly settings: Readonly<Record<string, string>>
}

/** What came of the lines. */
export interface Commands {
  /** 0 where the shell understood all of them. */
  readonly status: number | null
  /** What the shell had to say. */
  readonly said: string
  readonly commands: readonly Command[]
  /** What is in the file `written` afterwards, empty where it was not. */
  readonly text: string
}

/** In the shell's place for every program: notes who is called, and has `word` to say. */
const shell = `
set -eu
command_not_found_handle() {
  local called name
  printf -v called '%s\\x1f' "$@"
  for name in $(compgen -e); do called+="$name=\${!name}"$'\\x1d'; done
  printf '%s\\x1e' "$called" >&3
  echo word
}
`
const own = ['PATH', 'PWD', 'OLDPWD', 'SHLVL', '_']

/** @param given variables that whoever runs the lines has set
 *  @param written a file that the lines write, in a folder of the one that they run in */
export function runCommands(lines: string, given: Readonly<Record<string, string>>, written: string): Commands {
  const folder = mkdtempSync(join(tmpdir(), 'rtc-commands-'))
  try {
    mkdirSync(join(folder, written, '..'), { recursive: true })
    const { status, stderr, output } = spawnSync('/bin/bash', ['-c', `${shell}${lines}`], {
      cwd: folder,
      env: { ...given, PATH: '/nowhere' },
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
    })
    const commands = (output[3] ?? '')
      .split('\x1e')
      .slice(0, -1)
      .map((called) => {
        const words = called.split('\x1f')
        const settings = words
          .pop()!
          .split('\x1d')
          .slice(0, -1)
          .map((one) => one.split(/=(.*)/s).slice(0, 2) as [string, string])
        return {
          words,
          settings: Object.fromEntries(settings.filter(([name]) => !own.includes(name) && !(name in given))),
        }
      })
    return { status, said: stderr, commands, text: readIfThere(join(folder, written)) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
