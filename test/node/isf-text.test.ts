import { describe, expect, it } from 'vitest'
import type { Effect } from '../../effects/effect.ts'
import { parseEffect } from '../../effects/isf.ts'
import { videoEffects } from '../../effects/video/index.ts'
import { formatEffect } from '../../playground/isf-text.ts'

/** What the shader says, wherever it stands in its file. */
const withoutBlanks = (effect: Effect) => ({ ...effect, fragment: effect.fragment.trim() })

describe('an effect written as a file', () => {
  it.each([...videoEffects])('is read as the same one again: %s', async (name, video) => {
    const effect = await video.load()
    expect(withoutBlanks({ ...parseEffect(formatEffect(effect)), name })).toEqual(withoutBlanks(effect))
  })

  it('may say in its description what ends a comment, name images, and keep what it drew', () => {
    const header = {
      DESCRIPTION: 'ends */ here',
      CREDIT: 'me',
      INPUTS: [{ NAME: 'inputImage', TYPE: 'image' }],
      PASSES: [{ TARGET: 'kept', PERSISTENT: true, FLOAT: true, WIDTH: '$WIDTH / 2' }, {}],
      IMPORTED: { paper: { PATH: 'https://example.org/paper.png' } },
    }
    const json = JSON.stringify(header).replace('*/', '*\\/')
    const effect = parseEffect(`/*${json}*/\nvoid main() { gl_FragColor = vec4(1.0); }`)
    expect(effect.description).toBe('ends */ here')
    expect(withoutBlanks(parseEffect(formatEffect(effect)))).toEqual(withoutBlanks(effect))
  })
})
