// Used by the build: writes the licences of everything from node_modules that ends up in dist, worked out from what was
// really bundled.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Plugin, Rolldown } from 'vite'

/** What a package's WebAssembly was compiled from, which that package's own licence does not say. Their texts, in
 *  scripts/third-party/, are those of the licence files in their repositories. */
const compiledIn: Readonly<Record<string, readonly string[]>> = {
  '@sapphi-red/web-noise-suppressor': ['rnnoise', 'speexdsp', 'gtcrn'],
  'signalsmith-stretch': ['signalsmith-linear'],
}

/** One for the build, and one for each of its workers, which are builds of their own.
 *  @param fileName of the list, in dist */
export function thirdPartyNotices(fileName: string): { readonly page: Plugin; readonly worker: () => Plugin } {
  const folders = new Set<string>()
  const collect = (bundle: Rolldown.OutputBundle) => {
    for (const file of Object.values(bundle)) {
      const sources = file.type === 'chunk' ? file.moduleIds : file.originalFileNames
      for (const source of sources) {
        const [, folder] = /^\0?(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(source) ?? []
        if (folder) folders.add(resolve(folder))
      }
    }
  }
  return {
    worker: () => ({ name: 'third-party-in-worker', generateBundle: (_options, bundle) => collect(bundle) }),
    page: {
      name: 'third-party',
      // After all workers.
      generateBundle: {
        order: 'post',
        handler(_options, bundle) {
          collect(bundle)
          this.emitFile({ type: 'asset', fileName, source: noticesOf([...folders]) })
        },
      },
    },
  }
}

function noticesOf(folders: readonly string[]): string {
  const packages = folders
    .map((folder) => ({ folder, ...(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const notices = packages.flatMap(({ name, version, license, folder }) => [
    `${name} ${version} (${license}), https://www.npmjs.com/package/${name}/v/${version}\n\n${licenceIn(folder)}`,
    ...(compiledIn[name] ?? []).map((part) => readFileSync(join('scripts/third-party', `${part}.txt`), 'utf8').trim()),
  ])
  return `rtc-elements contains code of the following packages. Their sources are at the addresses beside their names.\n\n${notices.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`
}

interface Manifest {
  readonly name: string
  readonly version: string
  readonly license: string
}

/** Its file, or what its README says; a package with neither is refused. */
function licenceIn(folder: string): string {
  const file = readdirSync(folder).find((one) => /^(licen[cs]e|copying)/i.test(one))
  if (file) return readFileSync(join(folder, file), 'utf8').trim()
  const own = join('scripts/third-party', `${folder.split('node_modules/').at(-1)!.replace('/', '-')}.txt`)
  if (existsSync(own)) return readFileSync(own, 'utf8').trim()
  const readme = readFileSync(join(folder, 'README.md'), 'utf8')
  const [, text] = /\n#+ licen[cs]e\n(.*)$/is.exec(readme) ?? []
  if (!text) throw new Error(`${folder} says nothing of its licence: put the text of it into ${own}.`)
  return text.trim()
}
