// A call in Firefox that sends the test card, and writes what it receives as JSON: one line per test card, its number
// negative where it is not inverted. Usage: node firefox.mjs ORIGIN ROOM
import { launch } from 'puppeteer-core'
import { findFirefox } from '../../../scripts/find-firefox.mjs'

const [origin, room] = process.argv.slice(2)

const browser = await launch({
  browser: 'firefox',
  executablePath: findFirefox(),
  headless: true,
  // In the directory it was started in, which goes away with the test.
  userDataDir: 'firefox',
  handleSIGTERM: false,
  extraPrefsFirefox: { 'media.autoplay.default': 0 },
})
process.once('SIGTERM', () => {
  browser.process().kill('SIGKILL')
  process.exit()
})

const page = await browser.newPage()
page.on('console', (message) => console.log(message.text()))
await page.goto(`${origin}/`)
await page.evaluate("import('/rtc-elements.js').then((library) => void (window.library = library))")
await page.evaluate((room) => {
  const { readPattern } = window.library
  document.body.innerHTML = `
    <rtc-camera id="me" source="pattern" width="320" height="240" autostart effects="invert"></rtc-camera>
    <rtc-call for="me" room="${room}" name="Firefox" autojoin></rtc-call>`
  const call = document.querySelector('rtc-call')
  const video = document.createElement('video')
  video.muted = true
  const context = new OffscreenCanvas(320, 240).getContext('2d', { willReadFrequently: true })
  const read = () => {
    video.requestVideoFrameCallback(read)
    context.drawImage(video, 0, 0, 320, 240)
    const image = context.getImageData(0, 0, 320, 240)
    const card = readPattern(image)
    const isInverted = image.data[(134 * 320 + 4) * 4] > image.data[(134 * 320 + 315) * 4]
    if (card) console.log(JSON.stringify({ number: isInverted ? card.frame : -card.frame }))
  }
  call.addEventListener('participantchange', () => {
    const stream = call.participants[0]?.stream
    if (!stream?.getVideoTracks().length || video.srcObject === stream) return
    video.srcObject = stream
    void video.play()
    video.requestVideoFrameCallback(read)
  })
}, room)
