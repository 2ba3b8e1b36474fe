// The whole library in one file to name in a page: registers every element and exports the functions that work without
// any. Workers and effect sources are loaded from beside it when they are needed.
export { ChainError, parseChain } from '../effects/chain.ts'
export type {
  AudioModuleEffect,
  Blend,
  Chain,
  ChainValue,
  Driver,
  Effect,
  EffectStage,
  GroupStage,
  ModuleEffect,
  ParamDescriptor,
  Stage,
  Value,
} from '../effects/effect.ts'
export { EffectError } from '../effects/effect.ts'
export { parseEffect } from '../effects/isf.ts'
export { defineEffect, type EffectDefinition, type EffectFrame, type ModuleParam } from './define-effect.ts'
export { loadModule } from './load-module.ts'
export { loadWorklet } from './load-worklet.ts'
export { type ProcessedTrack, processTrack, type ProcessTrackOptions } from './process-track.ts'
export { readPattern } from './read-pattern.ts'
export { renderImage, type RenderImageOptions } from './render-image.ts'
export { RtcCall } from './rtc-call.ts'
export { RtcCamera } from './rtc-camera.ts'
export { RtcChat } from './rtc-chat.ts'
export { RtcDevices } from './rtc-devices.ts'
export { RtcEffect } from './rtc-effect.ts'
export { RtcEffectControls } from './rtc-effect-controls.ts'
export { RtcMeter } from './rtc-meter.ts'
export { RtcParticipant } from './rtc-participant.ts'
export { RtcRecorder } from './rtc-recorder.ts'
export { RtcStats } from './rtc-stats.ts'
export { RtcSupport } from './rtc-support.ts'
