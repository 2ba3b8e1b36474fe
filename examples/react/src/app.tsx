import { useState } from 'react'
import type { RtcCall, RtcCamera } from 'rtc-elements'
import type {} from 'rtc-elements/jsx'
import 'rtc-elements/rtc-call.js'
import 'rtc-elements/rtc-camera.js'

export function App() {
  const [effects, setEffects] = useState('sepia(0.8)')
  const [camera, setCamera] = useState<RtcCamera['state']>('idle')
  const [call, setCall] = useState<RtcCall['state']>('idle')
  const [others, setOthers] = useState(0)

  return (
    <>
      <rtc-camera
        id="me"
        autostart
        effects={effects}
        onstatechange={(event) => setCamera((event.target as RtcCamera).state)}
        onerror={({ error }) => console.warn(error.message)}
      />
      <button onClick={() => setEffects('invert')}>Invert</button>
      <rtc-call
        for="me"
        room="demo"
        signaling="local:"
        autojoin
        onstatechange={(event) => setCall((event.target as RtcCall).state)}
        onparticipantchange={(event) => setOthers((event.target as RtcCall).participants.length)}
      />
      <p role="status">
        Camera: {camera}. Call: {call}, others: {others}.
      </p>
    </>
  )
}
