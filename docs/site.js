// Runs the examples of these pages: each one has a button for that. Nothing is loaded, and no camera asked for, before.

/** What stops the example that runs, if one does. */
let stop = () => {}

for (const section of document.querySelectorAll('.live')) {
  const html = section.querySelector('code').textContent
  const bar = document.createElement('p')
  bar.className = 'bar'
  const place = document.createElement('div')
  place.className = 'place'
  bar.append(button('Run it', () => run(section, place, html, 'pattern')))
  if (usesCamera(html)) bar.append(button('Run it with your camera', () => run(section, place, html, 'camera')))
  section.append(bar, place)
}

function button(text, onclick) {
  const element = document.createElement('button')
  element.type = 'button'
  element.textContent = text
  element.addEventListener('click', onclick)
  return element
}

function parse(html) {
  const template = document.createElement('template')
  template.innerHTML = html
  return template.content
}

/** Is there a camera in it that nothing else was said of? */
function usesCamera(html) {
  return parse(html).querySelector('rtc-camera:not([source])') !== null
}

/** Puts the example into the page, in place of the one before. Calls stay within this browser. */
async function run(section, place, html, source) {
  stop()
  section.classList.add('runs')
  stop = () => {
    place.replaceChildren()
    section.classList.remove('runs')
    stop = () => {}
  }
  place.append('Loading …')
  await import(new URL('../rtc-elements.js', import.meta.url).href)
  const example = parse(html)
  for (const camera of example.querySelectorAll('rtc-camera:not([source])')) camera.setAttribute('source', source)
  const call = example.querySelector('rtc-call')
  call?.setAttribute('signaling', 'local:')
  place.replaceChildren(
    example,
    button('Stop', () => stop()),
  )
  if (call) place.append(guest(call.getAttribute('room')))
}

/** Somebody else in the room, so that there is something to see. */
function guest(room) {
  const other = document.createElement('div')
  other.hidden = true
  other.innerHTML = `<rtc-camera id="guest" source="pattern" no-audio autostart width="320" height="240" effects="hue-rotate(120)"></rtc-camera>
    <rtc-call for="guest" name="Ben (a test card)" signaling="local:" autojoin offer-controls></rtc-call>`
  other.querySelector('rtc-call').setAttribute('room', room)
  return other
}
