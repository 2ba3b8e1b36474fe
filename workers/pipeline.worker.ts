// The worker that runs the effects of one pipeline; see pipeline.ts.
import * as Comlink from 'comlink'
import { Pipeline } from './pipeline.ts'
import { WebGL2Backend } from './webgl2/backend.ts'

Comlink.expose(new Pipeline((runModule) => new WebGL2Backend({ runModule })))
