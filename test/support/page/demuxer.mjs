// What reads recorded files in tests. Without its own declarations, which bring some of the DOM along that contradict ours.
export { ALL_FORMATS, AudioSampleSink, BlobSource, Input, VideoSampleSink } from 'mediabunny'
