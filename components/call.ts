// A call without elements: for programs with an interface of their own, or with none. In Node it needs an
// RTCPeerConnection from elsewhere.
export { Call, type CallOptions, type CallState, type SendOptions } from '../call/participants.ts'
export type { Message } from '../call/data.ts'
export type { Quality } from '../call/encodings.ts'
export type { FileTransfer, ReceivedFile, SentFile } from '../call/files.ts'
export type { EncryptionState } from '../call/key-exchange.ts'
export type { Participant } from '../call/seat.ts'
export type { CallHistory, CallSample } from '../call/statistics.ts'
export { createServerChannel, type ServerChannelOptions } from '../signaling/client.ts'
export { createLocalChannel } from '../signaling/local.ts'
export type { SignalingChannel } from '../signaling/channel.ts'
