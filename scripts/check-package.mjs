// npm run check:package: packs the package and looks at it as those do who install it: nothing in it that nobody needs,
// entries and types that every tool finds, no code in the project that nothing uses.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { entries } from './size.mjs'

/** What the package consists of. */
const allowed = [
  /^(CHANGELOG|CONTRIBUTING|LICENSE|README)(\.md)?$/,
  /^package\.json$/,
  /^custom-elements\.json$/,
  /^bin\/rtc-elements\.js$/,
  // What README.md links to.
  /^deploy\/(\w+file|[\w-]+\.(conf|service|sh|timer|yaml))$/,
  /^docs\/(elements\/)?[\w-]+\.(md|svg|webp)$/,
  /^dist\/(translations\/)?(index\.html|[\w-]+\.js|THIRD-PARTY-LICENSES\.txt)$/,
  /^dist\/chunks\/[\w.-]+\.js$/,
  /^dist\/assets\/[\w.-]+\.(js|css|wasm|svg|webp|png|woff2)$/,
  /^dist\/docs\/[\w./-]+\.(html|js|css|svg|webp|jpg)$/,
  /^dist\/types\/[\w./-]+\.d\.ts$/,
  /^dist-server\/((chunks|translations)\/)?[\w.-]+\.js$/,
]
/** In bytes, packed: the docs with their pictures are a good third of it. */
const maxSize = 2_300_000

const run = (command, ...args) => execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
const folder = mkdtempSync(join(tmpdir(), 'rtc-elements-package-'))
const problems = []

/** A tool that says on stdout what is wrong. */
function ask(name, ...args) {
  try {
    run(join('node_modules/.bin', name), ...args)
    console.log(`${name}: clean`)
  } catch (error) {
    problems.push(`${name}:\n${error.stdout}${error.stderr}`)
  }
}

try {
  const packed = run('npm', 'pack', '--silent', '--json', '--pack-destination', folder)
  const [{ filename, files, size }] = JSON.parse(packed.slice(packed.indexOf('[')))
  const tarball = join(folder, filename)
  const strange = files.map(({ path }) => path).filter((path) => !allowed.some((pattern) => pattern.test(path)))
  if (strange.length > 0) problems.push(`The package has what it need not have: ${strange.join(', ')}`)
  if (size > maxSize) problems.push(`The package has ${size} bytes; ${maxSize} are allowed.`)
  console.log(`npm pack: ${files.length} files, ${(size / 1000).toFixed(0)} kB`)

  ask('publint', '--strict', '.')
  // Types alone are at the entries for frameworks, which need the framework's.
  ask('attw', tarball, '--profile', 'esm-only', '--entrypoints', '.', ...entries())
  ask('knip')
} finally {
  rmSync(folder, { recursive: true, force: true })
}
for (const problem of problems) console.error(problem)
if (problems.length > 0) process.exitCode = 1
