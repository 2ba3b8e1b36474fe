// Effects are parsed when the library is built, so that no page has to: what comes of it is what the parser makes of the file.
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parseEffect } from '../../effects/isf.ts'
import { videoEffects } from '../../effects/video/index.ts'

it.each([...videoEffects.keys()])('%s is as its file says', async (name) => {
  const text = readFileSync(`effects/video/${name}.fs`, 'utf8')
  const loaded = await videoEffects.get(name)!.load()
  expect(loaded).toEqual({ ...parseEffect(text, { file: `${name}.fs` }), name })
})
