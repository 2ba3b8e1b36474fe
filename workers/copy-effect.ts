// An effect that changes nothing: with it a device makes one picture of another of a different size or format.
import { parseEffect } from '../effects/isf.ts'

/** Its pass has a size of its own, so that the two pictures may differ in theirs. */
export const copyEffect = parseEffect(`/*{
  "ISFVSN": "2", "INPUTS": [{ "NAME": "inputImage", "TYPE": "image" }],
  "PASSES": [{ "WIDTH": "$WIDTH", "HEIGHT": "$HEIGHT" }]
}*/
void main() { gl_FragColor = IMG_THIS_PIXEL(inputImage); }`)
