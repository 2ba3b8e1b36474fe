// The worker that owns the output tracks of a page; see track-keeper.ts.
import * as Comlink from 'comlink'
import { TrackKeeper } from './track-keeper.ts'

Comlink.expose(new TrackKeeper())
