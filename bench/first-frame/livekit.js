// The same page as a user of LiveKit writes it: a camera whose background is blurred.
import { BackgroundProcessor } from '@livekit/track-processors'
import { createLocalVideoTrack } from 'livekit-client'

const track = await createLocalVideoTrack({ resolution: { width: 640, height: 360 } })
await track.setProcessor(
  BackgroundProcessor({
    mode: 'background-blur',
    blurRadius: 10,
    // By default both come from other hosts.
    assetPaths: { tasksVisionFileSet: '/tasks-vision', modelAssetPath: '/selfie_segmentation.tflite' },
    // Its graphics delegate, which is the default, finds nobody without a graphics card.
    segmenterOptions: { delegate: 'CPU' },
  }),
)
window.stream = new MediaStream([track.mediaStreamTrack])
