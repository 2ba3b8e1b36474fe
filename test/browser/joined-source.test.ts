// Promises of components/internal/joined-source.ts, kept with a consumer and sources of the smallest kind.
import { LitElement } from 'lit'
import { afterEach, beforeEach, expect, test, vi, type MockInstance } from 'vitest'
import { JoinedSource } from '../../components/internal/joined-source.ts'

class TestSource extends HTMLElement {
  #stream: MediaStream | null = null

  get stream(): MediaStream | null {
    return this.#stream
  }

  set stream(stream: MediaStream | null) {
    this.#stream = stream
    this.dispatchEvent(new Event('streamchange'))
  }
}
customElements.define('test-source', TestSource)

class TestConsumer extends LitElement {
  static override properties = { for: {}, source: { attribute: false } }
  declare for: string
  declare source: TestSource | MediaStream | null
  changes = 0
  readonly joined = new JoinedSource(this, () => this.changes++)

  constructor() {
    super()
    this.for = ''
    this.source = null
  }
}
customElements.define('test-consumer', TestConsumer)

let warn: MockInstance<typeof console.warn>
beforeEach(() => (warn = vi.spyOn(console, 'warn').mockReturnValue()))
afterEach(() => {
  vi.restoreAllMocks()
  document.body.replaceChildren()
})

function mount(html: string, parent: ParentNode & Node = document.body): void {
  const template = document.createElement('template')
  template.innerHTML = html
  parent.append(document.importNode(template.content, true))
}

function consumer(root: ParentNode = document): TestConsumer {
  return root.querySelector('test-consumer')!
}

function source(id: string): TestSource {
  return document.getElementById(id) as TestSource
}

test('joins the elements that `for` names, in its order', async () => {
  mount(
    '<test-source id="a"></test-source><test-source id="b"></test-source><test-consumer for="b  a"></test-consumer>',
  )
  await consumer().updateComplete
  expect(consumer().joined.elements).toEqual([source('b'), source('a')])
  expect(consumer().joined.streams).toEqual([])
  const [streamA, streamB] = [new MediaStream(), new MediaStream()]
  source('a').stream = streamA
  expect(consumer().joined.streams).toEqual([streamA])
  source('b').stream = streamB
  expect(consumer().joined.streams).toEqual([streamB, streamA])
})

test('tells of every change once', async () => {
  mount('<test-source id="a"></test-source><test-consumer for="a"></test-consumer>')
  await consumer().updateComplete
  expect(consumer().changes).toBe(1)
  source('a').stream = new MediaStream()
  expect(consumer().changes).toBe(2)
  consumer().requestUpdate()
  await consumer().updateComplete
  expect(consumer().changes).toBe(2)
})

test('warns once where nothing has that id, and connects when it appears', async () => {
  mount('<test-consumer for="later"></test-consumer>')
  await consumer().updateComplete
  consumer().requestUpdate()
  await consumer().updateComplete
  expect(warn.mock.calls).toEqual([
    ['test-consumer: for="later" names nothing. It connects when an element with a stream with id="later" appears.'],
  ])
  mount('<div><test-source id="later"></test-source></div>')
  await vi.waitFor(() => expect(consumer().joined.elements).toEqual([source('later')]), 5000)
})

test('connects when an element gets the id later', async () => {
  mount('<test-source></test-source><test-consumer for="a"></test-consumer>')
  await consumer().updateComplete
  document.querySelector('test-source')!.id = 'a'
  await vi.waitFor(() => expect(consumer().joined.elements).toEqual([source('a')]), 5000)
})

test('connects when the module that defines the element is loaded later', async () => {
  mount('<late-source id="a"></late-source><test-consumer for="a"></test-consumer>')
  await consumer().updateComplete
  expect(consumer().joined.elements).toEqual([])
  const stream = new MediaStream()
  customElements.define(
    'late-source',
    class extends TestSource {
      override get stream() {
        return stream
      }
    },
  )
  await vi.waitFor(() => expect(consumer().joined.streams).toEqual([stream]), 5000)
  expect(warn).not.toHaveBeenCalled()
})

test('says so where an element is named that has no stream', async () => {
  mount('<p id="a"></p><test-consumer for="a"></test-consumer>')
  await consumer().updateComplete
  expect(warn.mock.calls).toEqual([['test-consumer: <p id="a"> cannot be used. Name an element with a stream.']])
})

test('follows removal and replacement', async () => {
  mount('<test-source id="a"></test-source><test-consumer for="a"></test-consumer>')
  await consumer().updateComplete
  const former = source('a')
  former.remove()
  await vi.waitFor(() => expect(consumer().joined.elements).toEqual([]), 5000)
  mount('<test-source id="a"></test-source>')
  await vi.waitFor(() => expect(consumer().joined.elements).toEqual([source('a')]), 5000)
  const { changes } = consumer()
  former.stream = new MediaStream()
  expect(consumer().changes).toBe(changes)
})

test('takes an element or a stream as source, ahead of `for`', async () => {
  mount('<test-source id="a"></test-source><test-source id="b"></test-source><test-consumer for="a"></test-consumer>')
  consumer().source = source('b')
  await consumer().updateComplete
  expect(consumer().joined.elements).toEqual([source('b')])
  const stream = new MediaStream()
  consumer().source = stream
  await consumer().updateComplete
  expect(consumer().joined.elements).toEqual([])
  expect(consumer().joined.streams).toEqual([stream])
  consumer().source = null
  await consumer().updateComplete
  expect(consumer().joined.elements).toEqual([source('a')])
})

test('looks only in its own tree', async () => {
  mount('<test-source id="a"></test-source><div id="host"></div>')
  const root = document.getElementById('host')!.attachShadow({ mode: 'open' })
  mount('<test-consumer for="a"></test-consumer>', root)
  await consumer(root).updateComplete
  expect(consumer(root).joined.elements).toEqual([])
  mount('<test-source id="a"></test-source>', root)
  await vi.waitFor(() => expect(consumer(root).joined.elements).toEqual([root.getElementById('a')]), 5000)
})

test('stays joined when it is moved, and lets go when it is removed', async () => {
  mount('<test-source id="a"></test-source><test-consumer for="a"></test-consumer><section></section>')
  const element = consumer()
  await element.updateComplete
  document.querySelector('section')!.append(element)
  await element.updateComplete
  expect(element.changes).toBe(1)
  element.remove()
  await vi.waitFor(() => expect(element.joined.elements).toEqual([]), 5000)
  const { changes } = element
  source('a').stream = new MediaStream()
  expect(element.changes).toBe(changes)
})
