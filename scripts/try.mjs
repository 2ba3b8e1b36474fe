// npm run try: packs the package, installs it into projects of the kinds that people have, builds them, opens each in a
// browser, looks at a filtered frame and listens to an effect. `-- --node 22` runs all of it on that Node, which it gets
// from npm; names of projects, as in `-- react webpack`, try these alone.
import { execFileSync, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { launch } from 'puppeteer-core'
import sirv from 'sirv'
import { chromeFlags, findChrome } from './find-chrome.mjs'
import { findFirefox } from './find-firefox.mjs'

const { values, positionals } = parseArgs({ allowPositionals: true, options: { node: { type: 'string' } } })
if (values.node) process.exit(runOn(values.node))

const vite = '8.3.8'
const plainHtml = readFileSync('examples/html/index.html', 'utf8')
const scriptOfHtml = /<script type="module" src="[^"]+"><\/script>/

/** The plain page, with its library from a bundler. */
function bundled(folder, page, entry, src) {
  writeFileSync(join(folder, page), plainHtml.replace(scriptOfHtml, `<script type="module" src="${src}"></script>`))
  mkdirSync(join(folder, dirname(entry)), { recursive: true })
  writeFileSync(join(folder, entry), "import 'rtc-elements'\n")
}

function example(name) {
  return (folder) => cpSync(`examples/${name}`, folder, { recursive: true })
}

/** How each project comes about, what it is built with, and what then is served. */
const projects = {
  html: { make: example('html'), served: '.', firefox: true },
  vite: {
    make: (folder) => bundled(folder, 'index.html', 'main.js', '/main.js'),
    packages: [`vite@${vite}`],
    build: ['vite', 'build'],
    served: 'dist',
    firefox: true,
    dev: true,
  },
  webpack: {
    make: (folder) => bundled(folder, 'index.html', 'src/index.js', 'dist/main.js'),
    packages: ['webpack@5.113.0', 'webpack-cli@7.3.1'],
    build: ['webpack', '--mode', 'production'],
    served: '.',
  },
  react: { make: example('react'), build: ['npm', 'run', 'build'], served: 'dist' },
  vue: { make: example('vue'), build: ['npm', 'run', 'build'], served: 'dist' },
  svelte: { make: example('svelte'), build: ['npm', 'run', 'build'], served: 'dist' },
}

/** The same again with the Node that a package of that name holds. */
function runOn(version) {
  const home = mkdtempSync(join(tmpdir(), 'rtc-elements-node-'))
  try {
    execFileSync('npm', [
      'install',
      '--prefix',
      home,
      '--no-audit',
      '--no-fund',
      '--loglevel',
      'error',
      `node@${version}`,
    ])
    const node = join(home, 'node_modules/node/bin')
    execFileSync(join(node, 'node'), [import.meta.filename, ...positionals], {
      stdio: 'inherit',
      env: { ...process.env, PATH: `${node}${delimiter}${process.env.PATH}` },
    })
    return 0
  } catch (error) {
    if (error.status === undefined) console.error(`There is no Node ${version} to be had: ${error.message}`)
    return 1
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

/** @param folder where the command runs; its output is shown where it fails */
function run(folder, command, ...args) {
  try {
    return execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  } catch (error) {
    throw new Error(`${[command, ...args].join(' ')} failed:\n${error.stdout}${error.stderr}`, { cause: error })
  }
}

async function serveFolder(folder) {
  const server = createServer(sirv(folder, { dev: true }))
  await new Promise((resolve) => server.listen(0, 'localhost', resolve))
  return {
    address: `http://localhost:${server.address().port}/`,
    close: () => server.closeAllConnections() ?? server.close(),
  }
}

/** A command that prints where it listens. */
async function serveWith(folder, script, ...args) {
  const child = spawn(process.execPath, [script, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] })
  const address = await new Promise((resolve, reject) => {
    let output = ''
    child.stdout.on('data', (chunk) => {
      // eslint-disable-next-line no-control-regex -- colours
      output += chunk.toString().replace(/\x1b\[\d*m/g, '')
      const [found] = /http:\/\/localhost:\d+\S*/.exec(output) ?? []
      if (found) resolve(found)
    })
    child.once('exit', () => reject(new Error(`${script} ended before it listened: ${output}`)))
  })
  return { address, close: () => child.kill() }
}

/** Runs in the page: what became of a grey pixel of the test pattern, read from the <video> of the element. */
async function lookAt(expectation) {
  const camera = document.querySelector('rtc-camera')
  camera.source = 'pattern'
  const play = async (stream) => {
    const video = document.createElement('video')
    video.muted = true
    video.srcObject = stream
    await video.play()
    return video
  }
  const context = new OffscreenCanvas(320, 240).getContext('2d', { willReadFrequently: true })
  const read = (video) => {
    context.drawImage(video, 0, 0, 320, 240)
    return [...context.getImageData(160, 134, 1, 1).data.subarray(0, 3)]
  }
  const isNear = (one, other) => one.every((value, at) => Math.abs(value - other[at]) < 14)
  const matrix = [1.351, 1.203, 0.937]
  const wanted = {
    sepia: (grey) => grey.map((value, at) => 0.2 * value + 0.8 * Math.min(255, matrix[at] * value)),
    invert: (grey) => grey.map((value) => 255 - value),
  }[expectation]
  const until = Date.now() + 40_000
  let seen = 'nothing'
  while (Date.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 200))
    if (camera.error) seen = camera.error.message
    if (camera.state !== 'live' || !camera.stream || !camera.rawStream) continue
    const [raw, processed] = [read(await play(camera.rawStream)), read(await play(camera.stream))]
    // The test pattern's grey, so that it is not the camera that is looked at.
    const isGrey = Math.max(...raw) - Math.min(...raw) < 8 && raw[0] > 60 && raw[0] < 200
    if (isGrey && isNear(processed, wanted(raw)))
      return { processed, status: document.querySelector('[role=status]').textContent }
    seen = `${camera.state}: raw ${raw}, processed ${processed}, wanted ${isGrey ? wanted(raw).map(Math.round) : 'grey'}`
  }
  throw new Error(seen)
}

/** An effect of a project's own, as a script beside its pages. */
const script = `export default {
  name: 'negative',
  process({ data }) {
    for (let at = 0; at < data.length; at++) if (at % 4 < 3) data[at] = 255 - data[at]
  },
}
`

/** Runs in the page: it waits for a tone that is an octave higher, by a worklet with WebAssembly. */
async function listen() {
  const camera = document.querySelector('rtc-camera')
  camera.effects = 'test-tone(440hz) pitch(12)'
  const context = new AudioContext()
  await context.resume()
  const analyser = new AnalyserNode(context, { fftSize: 4096 })
  const levels = new Float32Array(analyser.frequencyBinCount)
  const until = Date.now() + 40_000
  let heard = 0
  while (Date.now() < until) {
    if (camera.stream?.getAudioTracks().length > 0) {
      const source = new MediaStreamAudioSourceNode(context, { mediaStream: camera.stream })
      source.connect(analyser)
      await new Promise((resolve) => setTimeout(resolve, 300))
      analyser.getFloatFrequencyData(levels)
      source.disconnect()
      const loudest = levels.indexOf(Math.max(...levels))
      heard = (loudest * context.sampleRate) / analyser.fftSize
      if (Math.abs(heard - 880) < 30 && levels[loudest] > -60) return
    }
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error(
    `A tone of 440 Hz, an octave higher, is heard at ${Math.round(heard)} Hz. ${camera.error?.message ?? ''}`,
  )
}

/** Opens a page, sees what it starts with and what it has after a press on its button, hears it, and runs a script in it. */
async function see(browser, address) {
  const page = await browser.newPage()
  const [problems, warnings] = [[], []]
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (said) => said.type() === 'warn' && warnings.push(said.text()))
  try {
    await page.goto(address)
    await page.waitForFunction("document.querySelector('rtc-camera')?.shadowRoot", { timeout: 30_000 })
    await page.evaluate(lookAt, 'sepia')
    await page.evaluate("[...document.querySelectorAll('button')].find((one) => one.textContent === 'Invert').click()")
    const { status } = await page.evaluate(lookAt, 'invert')
    // Firefox runs no AudioContext where there is no sound card.
    if (browser === chromium) await page.evaluate(listen)
    // The frameworks' examples name their elements one by one, and not this one.
    if (await page.evaluate("customElements.get('rtc-effect') !== undefined")) {
      await page.evaluate(
        "document.querySelector('rtc-camera').innerHTML = '<rtc-effect src=negative.js></rtc-effect>'",
      )
      await page.evaluate(lookAt, 'invert')
    }
    if (status !== 'Camera: live. Call: joined, others: 0.') problems.push(`The page says: ${status}`)
  } catch (error) {
    problems.push(error.message)
  }
  await page.close()
  if (problems.length > 0) throw new Error(`${address}: ${[...problems, ...warnings].join('\n')}`)
}

const started = performance.now()
const seconds = () => `${Math.round((performance.now() - started) / 1000)} s`
const home = mkdtempSync(join(tmpdir(), 'rtc-elements-try-'))
const browsers = []
let chromium
try {
  console.log(`Node ${process.versions.node}. Packing…`)
  const [{ filename }] = JSON.parse(
    run('.', 'npm', 'pack', '--silent', '--json', '--pack-destination', home).replace(/^[^[]*/, ''),
  )
  const tarball = join(home, filename)
  chromium = await launch({ executablePath: findChrome().chrome, args: chromeFlags })
  browsers.push(['Chromium', chromium])
  const firefoxPath = findFirefox()
  const firefox =
    firefoxPath &&
    (await launch({
      browser: 'firefox',
      executablePath: firefoxPath,
      extraPrefsFirefox: {
        'media.navigator.streams.fake': true,
        'media.navigator.permission.disabled': true,
        'media.autoplay.default': 0,
      },
    }))
  if (firefox) browsers.push(['Firefox', firefox])
  else console.warn('There is no Firefox here: it is left out.')

  for (const [name, project] of Object.entries(projects)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue
    const folder = join(home, name)
    mkdirSync(folder)
    project.make(folder)
    const manifest = join(folder, 'package.json')
    const given = existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')) : { private: true, type: 'module' }
    given.dependencies = { ...given.dependencies, 'rtc-elements': `file:${tarball}` }
    writeFileSync(manifest, JSON.stringify(given))
    run(
      folder,
      'npm',
      'install',
      '--prefer-offline',
      '--no-audit',
      '--no-fund',
      '--loglevel',
      'error',
      ...(project.packages ?? []),
    )
    const [command, ...args] = project.build ?? []
    if (command) run(folder, command === 'npm' ? 'npm' : resolve(folder, 'node_modules/.bin', command), ...args)
    writeFileSync(join(folder, project.served, 'negative.js'), script)
    const used = project.firefox ? browsers : browsers.slice(0, 1)
    const server = await serveFolder(join(folder, project.served))
    try {
      for (const [, browser] of used) await see(browser, server.address)
    } finally {
      server.close()
    }
    console.log(`${name}: a filtered frame in ${used.map(([browser]) => browser).join(' and ')}, after ${seconds()}`)
    if (!project.dev) continue
    writeFileSync(join(folder, 'negative.js'), script)
    const dev = await serveWith(folder, 'node_modules/vite/bin/vite.js', '--port', '0')
    try {
      await see(chromium, dev.address)
    } finally {
      dev.close()
    }
    console.log(`${name}: a filtered frame from its dev server, after ${seconds()}`)
  }
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
} finally {
  for (const [, browser] of browsers) await browser.close()
  rmSync(home, { recursive: true, force: true })
}
