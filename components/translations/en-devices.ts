// What <rtc-devices> says, in English.

/** Terms of the pickers. */
export interface DevicesTerms {
  camera: string
  microphone: string
  speaker: string
  automatic: string
  microphoneLevel: string
  namesAppear: string
  speakerProblem: (reason: string) => string
  testMicrophone: string
  testSpeaker: string
}

/** In the bundle of this element. */
export const devicesEnglish: DevicesTerms = {
  camera: 'Camera',
  microphone: 'Microphone',
  speaker: 'Speaker',
  automatic: 'Automatic',
  microphoneLevel: 'Microphone level',
  namesAppear: 'Names appear once the camera is allowed.',
  speakerProblem: (reason) => `This speaker cannot be used. Choose another one. (${reason})`,
  testMicrophone: 'Test microphone',
  testSpeaker: 'Test speaker',
}
