// npm run join-token: prints a pass for a room of a server that has a JOIN_SECRET (docs/signaling.md).
import { Buffer } from 'node:buffer'
import { parseArgs } from 'node:util'
import { SignJWT } from 'jose'

const usage = 'Write it like: JOIN_SECRET=… npm run join-token -- --room demo --name Ada --minutes 60'

try {
  console.log(await createPass(readArguments()))
} catch (error) {
  console.error(`${error.message} ${usage}`)
  process.exitCode = 1
}

function readArguments() {
  const { room, name, minutes } = parseArgs({
    options: { room: { type: 'string' }, name: { type: 'string' }, minutes: { type: 'string', default: '60' } },
  }).values
  if (!room) throw new Error('The room is missing (* for all).')
  if (!(Number(minutes) > 0)) throw new Error(`"${minutes}" is no number of minutes.`)
  return { room, name, minutes: Number(minutes) }
}

async function createPass({ room, name, minutes }) {
  const secret = process.env.JOIN_SECRET ?? ''
  if (secret.length < 32) throw new Error('JOIN_SECRET is missing, or shorter than 32 characters: take the server’s.')
  return new SignJWT({ room, name })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuedAt()
    .setExpirationTime(Math.floor(Date.now() / 1000 + minutes * 60))
    .sign(Buffer.from(secret))
}
