// Timers that are not slowed down in a hidden tab. Used by timer-client.ts.

addEventListener('message', ({ data: [id, ms] }: MessageEvent<[number, number]>) => {
  setTimeout(() => postMessage(id), ms)
})
