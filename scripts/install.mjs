// Makes the two commands of the README work on a fresh machine: installs the packages of the lockfile when they are
// missing or stale, and with --browser makes sure that there is a Chromium with its driver for the tests, and tries to get
// the rest that they can use.
import { execSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`rtc-elements needs Node.js 20.19 or newer; this is ${process.versions.node}.`)
  process.exit(1)
}

const run = (command) => execSync(command, { stdio: ['ignore', 'inherit', 'inherit'] })

/** npm writes this file at the end of every install. */
const installed = 'node_modules/.package-lock.json'
if (!existsSync(installed) || statSync(installed).mtimeMs < statSync('package-lock.json').mtimeMs) {
  console.log('Installing packages (npm ci)…')
  run('npm ci --no-fund --no-audit --loglevel error')
}

if (process.argv.includes('--browser')) {
  const { findChrome } = await import('./find-chrome.mjs')
  if (!findChrome()) installChromium()
  if (!findChrome()) {
    console.error(
      'The tests need Chrome or Chromium and its chromedriver: install them, or name them in CHROME_BIN and CHROMEDRIVER_BIN.',
    )
    process.exit(1)
  }
  const { findFirefox } = await import('./find-firefox.mjs')
  if (isDebianRoot()) {
    installOptional(['ffmpeg', 'opencv-doc'], 'the end-to-end test will use the test pattern')
    installOptional(
      ['coturn', 'redis-server', 'nftables', 'iproute2', 'ethtool', 'python3'],
      'the tests with Redis, with a TURN server and over networks that are hard will be skipped',
    )
    installOptional(['python3-aiortc', 'python3-websockets'], 'the call with Python will be skipped')
    if (!findFirefox()) installOptional(['firefox-esr'], 'the tests in Firefox will be skipped')
  }
}

function isDebianRoot() {
  return existsSync('/etc/debian_version') && process.getuid?.() === 0
}

function installChromium() {
  if (!isDebianRoot()) return
  console.log('Installing Chromium and its driver (apt-get)…')
  run('apt-get update -qq')
  run('DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium chromium-driver >/dev/null')
}

/** What tests use where it is there: real footage and ffmpeg to turn it into a camera, a second browser.
 *  @param {string[]} packages
 *  @param {string} otherwise what happens without them */
function installOptional(packages, otherwise) {
  const missing = packages.filter((name) => !isInstalled(name))
  if (missing.length === 0) return
  console.log(`Installing ${missing.join(' and ')} (apt-get)…`)
  try {
    run(`(apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq ${missing.join(' ')}) >/dev/null`)
  } catch {
    console.warn(`Could not install ${missing.join(' and ')}; ${otherwise}.`)
  }
}

function isInstalled(name) {
  const status = '/var/lib/dpkg/info'
  return (
    existsSync(`${status}/${name}.list`) ||
    readFileSync('/var/lib/dpkg/status', 'utf8').includes(`\nPackage: ${name}\n`)
  )
}
