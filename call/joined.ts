// All that a call needs once it is joined, and not before: Call loads it then.
export { Encryption } from './encryption.ts'
export { sweepFiles } from './file-store.ts'
export { together } from './files.ts'
export { Seat } from './seat.ts'
