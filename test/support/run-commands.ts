// Runs lines of a shell without the programs that they call: says which those would be, with which words and settings.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'

/** A program that was called: its name and the words behind it. */
export interface Command {
  readonly words: readonly string[]
  /** The variables that it was given. */
  readonly settings: Readonly<Record<string, string>>
  /** The folder it was called in, from the one that the lines begin in. */
  readonly folder: string
}

/** What came of the lines. */
export interface Commands {
  /** 0 where the shell understood all of them. */
  readonly status: number | null
  /** What the shell had to say. */
  readonly said: string
  readonly commands: readonly Command[]
  /** The lines of the files that were written. */
  readonly written: readonly string[]
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
 *  @param subfolder a folder in the one that the lines begin in; files may be written into it */
export function runCommands(lines: string, given: Readonly<Record<string, string>>, subfolder: string): Commands {
  const folder = mkdtempSync(join(tmpdir(), 'rtc-commands-'))
  const inside = join(folder, subfolder)
  mkdirSync(inside)
  try {
    const { status, stderr, output } = spawnSync('/bin/bash', ['-c', `${shell}${lines}`], {
      cwd: folder,
      env: { ...given, PATH: '/nowhere' },
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
    })
    const commands = (output[3] ?? '')
      .split('\x1e')
      .slice(0, -1)
      .map((called): Command => {
        const words = called.split('\x1f')
        const variables = words.pop()!.split('\x1d').slice(0, -1)
        const pairs = variables.map((one) => one.split(/=(.*)/s).slice(0, 2) as [string, string])
        const settings = Object.fromEntries(pairs.filter(([name]) => !own.includes(name) && !(name in given)))
        return { words, settings, folder: relative(folder, Object.fromEntries(pairs).PWD!) }
      })
    const written = readdirSync(inside).flatMap((file) => readFileSync(join(inside, file), 'utf8').trim().split('\n'))
    return { status, said: stderr, commands, written }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
