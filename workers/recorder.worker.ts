// Records: one worker for each recording, so that the main thread may be as busy as it likes and a hidden tab records on.
// See recorder-api.ts for what it is told and tells.
import { framesOf } from './frame-port.ts'
import type { RecorderReport, RecorderRequest } from './recorder-api.ts'
import { openRecordingFile, type RecordingFile } from './recording-file.ts'
import { Recording } from './recording.ts'
import { soundOf } from './sound-port.ts'

const reportMs = 250
/** What was written is safe from a machine that loses its power after this long. */
const flushMs = 1000

let file: RecordingFile | null = null
let recording: Recording | null = null
let clock: ReturnType<typeof setInterval> | undefined
let flushedAt = 0
/** One after the other: opening takes a while. */
let turn = Promise.resolve()
let isOver = false

addEventListener('message', ({ data: request }: MessageEvent<RecorderRequest>) => {
  turn = turn.then(() => handle(request)).catch(fail)
})

async function handle(request: RecorderRequest): Promise<void> {
  if (isOver) {
    if (request.kind === 'video' && request.source) await framesOf(request.source).cancel()
    if (request.kind === 'audio' && request.source) await soundOf(request.source).cancel()
    return
  }
  switch (request.kind) {
    case 'open':
      file = await openRecordingFile(request.path)
      if (request.plan) {
        recording = new Recording(request.plan, file, fail)
        await recording.start()
      }
      clock = setInterval(tick, reportMs)
      break
    case 'video':
      recording?.setVideo(request.source && framesOf(request.source))
      break
    case 'audio':
      recording?.setAudio(request.source && soundOf(request.source))
      break
    case 'bytes':
      file!.write(new Uint8Array(request.bytes), file!.size)
      break
    case 'pause':
      recording?.pause()
      break
    case 'resume':
      recording?.resume()
      break
    case 'stop':
      await end(null)
  }
}

function tick(): void {
  recording?.fill()
  const now = performance.now()
  if (now - flushedAt > flushMs) {
    flushedAt = now
    try {
      file!.flush()
    } catch (error) {
      fail(error)
    }
  }
  tell({ kind: 'progress', seconds: recording?.seconds ?? null, bytes: file!.size })
}

function fail(error: unknown): void {
  void end(error instanceof Error ? error : new Error(String(error)))
}

async function end(problem: Error | null): Promise<void> {
  if (isOver) return
  isOver = true
  clearInterval(clock)
  const seconds = recording?.seconds ?? null
  let reason = problem
  try {
    if (!reason) await recording?.finish()
  } catch (error) {
    reason = error as Error
  }
  if (reason) await recording?.cancel().catch(() => undefined)
  const bytes = file?.size ?? 0
  try {
    file?.flush()
  } catch (error) {
    reason ??= error as Error
  }
  const blob = file?.close() ?? null
  tell({ kind: 'end', seconds, bytes, blob, problem: reason && { name: reason.name, message: reason.message } })
}

function tell(report: RecorderReport): void {
  postMessage(report)
}
