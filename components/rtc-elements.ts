// The whole library in one file to name in a page: registers every element and exports the functions that work without
// any. Workers and effect sources are loaded from beside it when they are needed.
export {
  Call,
  type CallHistory,
  type CallOptions,
  type CallSample,
  type CallState,
  createLocalChannel,
  createServerChannel,
  type EncryptionState,
  type FileTransfer,
  type Message,
  type Participant,
  type Quality,
  type ReceivedFile,
  type SendOptions,
  type SentFile,
  type ServerChannelOptions,
  type SignalingChannel,
} from './call.ts'
export type { Topic } from '../call/topics.ts'
export { ChainError, parseChain } from '../effects/chain.ts'
export type {
  AudioModuleEffect,
  Blend,
  Chain,
  ChainValue,
  Color,
  Driver,
  Effect,
  EffectStage,
  GroupStage,
  ModuleEffect,
  ParamDescriptor,
  Point,
  Stage,
  Value,
} from '../effects/effect.ts'
export { EffectError } from '../effects/effect.ts'
export { parseEffect } from '../effects/isf.ts'
export { defineEffect, type EffectDefinition, type EffectFrame, type ModuleParam } from './define-effect.ts'
export * from './internal/events.ts'
export type { SourceElement } from './internal/joined-source.ts'
export type { OfferedStage } from './internal/offered-stages.ts'
export type { StreamStats } from './internal/processed-stream.ts'
export { loadModule } from './load-module.ts'
export { loadWorklet } from './load-worklet.ts'
export { type ProcessedTrack, processTrack, type ProcessTrackOptions } from './process-track.ts'
export { readPattern, type PatternCode } from './read-pattern.ts'
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
export { type MeasuredCall, type MeasuredSource, RtcStats } from './rtc-stats.ts'
export { RtcSupport } from './rtc-support.ts'
export type { SupportReport } from './internal/support-report.ts'
export type { PipelineStats } from '../workers/pipeline-client.ts'
