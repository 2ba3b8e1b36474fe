// Effect files in and out of the code editor: from the person's disk, from an address, and back to the disk. Whatever is
// wrong is a WordedError.
import { saveFileAs } from '../components/internal/save-as.ts'
import { WordedError } from './worded-error.ts'

/** A file that is text. */
export interface OpenedFile {
  /** With its ending. */
  readonly name: string
  readonly text: string
  /** What images that it imports are found relative to; empty where it came from a disk. */
  readonly baseUrl: string
}

/** In bytes. */
const maxSize = 262_144
const loadMs = 20_000

/** Of several files the one that is no vertex shader. */
export async function readEffectFile(files: Iterable<File>): Promise<OpenedFile> {
  const file = [...files].find(({ name }) => !isVertexShader(name))
  if (!file) throw new WordedError((words) => words.term('noVertexShader'))
  if (file.size > maxSize) throw new WordedError((words) => words.term('fileTooLarge', file.name))
  const bytes = await file.arrayBuffer().catch(() => {
    throw new WordedError((words) => words.term('fileNotRead', file.name))
  })
  return { name: file.name, text: decode(new Uint8Array(bytes), file.name), baseUrl: '' }
}

/** Nothing is sent along that says who asks. @param address https, or of this site */
export async function fetchEffectFile(address: string): Promise<OpenedFile> {
  const url = URL.canParse(address.trim(), document.baseURI) ? new URL(address.trim(), document.baseURI) : null
  if (!address.trim() || !url || !isAllowed(url)) throw new WordedError((words) => words.term('noAddress'))
  const name = url.pathname.split('/').at(-1)!.replaceAll('%20', ' ') || url.host
  if (isVertexShader(name)) throw new WordedError((words) => words.term('noVertexShader'))
  const response = await fetch(url, {
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    signal: AbortSignal.timeout(loadMs),
  }).catch(() => null)
  if (!response) throw new WordedError((words) => words.term('hostNotReached', url.host))
  if (!response.ok) throw new WordedError((words) => words.term('hostAnswered', url.host, response.status))
  if (response.headers.get('content-type')?.startsWith('text/html'))
    throw new WordedError((words) => words.term('fileIsWebPage', name))
  return { name, text: decode(await readBytes(response, url.host, name), name), baseUrl: url.href }
}

/** Where the browser lets a person choose the place, it asks them; else it goes where downloads go.
 *  @returns its name; null where they thought better of it */
export async function saveEffectFile(name: string, text: string): Promise<string | null> {
  const file = new File([text], name, { type: 'text/plain' })
  const types = [{ description: 'ISF', accept: { 'text/plain': ['.fs'] } }]
  const saved = await saveFileAs(file, types).catch((error: unknown) => {
    throw new WordedError((words) => words.term('fileNotSaved', (error as Error).message), { cause: error })
  })
  return saved?.name ?? null
}

function isVertexShader(name: string): boolean {
  return /\.(?:vs|vert)$/i.test(name)
}

function isAllowed({ protocol, origin }: URL): boolean {
  return protocol === 'https:' || origin === location.origin
}

/** Stops at the first byte too many, whatever the server said of the size. */
async function readBytes(response: Response, host: string, name: string): Promise<Uint8Array> {
  const reader = response.body?.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  for (;;) {
    const { done, value } = (await reader?.read().catch(() => {
      throw new WordedError((words) => words.term('hostNotReached', host))
    })) ?? { done: true, value: undefined }
    if (done) break
    chunks.push(value)
    size += value.length
    if (size <= maxSize) continue
    void reader?.cancel()
    throw new WordedError((words) => words.term('fileTooLarge', name))
  }
  return new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer())
}

/** A byte order mark is left out. */
function decode(bytes: Uint8Array, name: string): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    if (!text.includes('\0')) return text
  } catch {
    // Said below.
  }
  throw new WordedError((words) => words.term('fileNotText', name))
}
