// Promises of files between two participants (call/file-link.ts), over real connections of this page.
import { afterEach, describe, expect, test, vi } from 'vitest'
import { FileLink } from '../../call/file-link.ts'
import type { ReceivedFile } from '../../call/files.ts'
import { Connection } from '../support/page/connections.ts'

const soon = { timeout: 10_000 }
const open: { close(): void }[] = []

afterEach(() => {
  open.splice(0).forEach((one) => one.close())
  vi.restoreAllMocks()
})

/** A side of a connection that takes what it is sent. */
class Side {
  readonly offers: ReceivedFile[] = []
  maxFileBytes = 2 ** 31
  onoffer: (file: ReceivedFile) => boolean = () => true
  readonly link = new FileLink({
    onoffer: (file) => {
      this.offers.push(file)
      return this.onoffer(file)
    },
    maxFileBytes: () => this.maxFileBytes,
  })

  constructor() {
    open.push(this.link)
  }

  /** The `index`-th file it was sent, complete. */
  async received(index = 0): Promise<File> {
    await vi.waitFor(() => expect(this.offers.length).toBeGreaterThan(index), soon)
    return this.offers[index]!.done
  }
}

async function connect(a: Side, b: Side): Promise<Connection> {
  const connection = await Connection.between([a.link], [b.link])
  open.push(connection)
  return connection
}

/** Bytes that tell where they are in the file, so that none can be left out or doubled. */
function pattern(size: number, seed = 0): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size)
  for (let index = 0; index < size; index++)
    bytes[index] = (index * 31 + (index >> 8) * 17 + (index >> 16) + seed) & 255
  return bytes
}

async function bytesOf(file: Blob): Promise<Uint8Array> {
  return new Uint8Array(await file.arrayBuffer())
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}

describe('a file arrives as it was sent', () => {
  test.each([0, 1, 32_767, 32_768, 32_769, 1_048_577, 5_000_011])('%i bytes, with name and type', async (size) => {
    const [a, b] = [new Side(), new Side()]
    const sent = a.link.send(new File([pattern(size)], 'Ada’s photo.png', { type: 'image/png' }))
    await connect(a, b)
    const file = await b.received()
    await sent.done
    expect([file.name, file.type, file.size]).toEqual(['Ada’s photo.png', 'image/png', size])
    expect(isSame(await bytesOf(file), pattern(size))).toBe(true)
    expect([sent.progress, b.offers[0]!.progress]).toEqual([1, 1])
  })
})
