// The texts of the interface in German. Importing it is enough: it is shown wherever `lang` says "de".
import type { Device } from '../internal/capture.ts'
import { registerTranslation } from '../internal/localize.ts'
import { germanCatalogue } from './de-catalogue.ts'
import type { Translation } from './en.ts'

const deviceWords: Readonly<Record<Device, string>> = {
  camera: 'Kamera',
  microphone: 'Mikrofon',
  'camera and microphone': 'Kamera und Mikrofon',
  screen: 'Bildschirm',
}

/** By the name of the error; the sentence of the error itself stands in for those that are not here. */
const deviceErrors: Readonly<Record<string, string>> = {
  NotAllowedError:
    'Diese Seite hat keinen Zugriff auf Kamera und Mikrofon. Erlauben Sie ihn in den Einstellungen des Browsers für diese Website (das Symbol neben der Adresse), und versuchen Sie es noch einmal.',
  NotFoundError: 'Kamera oder Mikrofon fehlen. Schließen Sie sie an, und versuchen Sie es noch einmal.',
  NotReadableError:
    'Das Gerät gibt nichts her oder ist in einem anderen Programm in Gebrauch. Schließen Sie das Programm oder wählen Sie ein anderes Gerät, und versuchen Sie es noch einmal.',
  OverconstrainedError:
    'Kein Gerät kann, was verlangt wird. Wünschen Sie es mit „ideal“, statt es mit „exact“ zu verlangen.',
  AbortError: 'Das Gerät ließ sich nicht starten. Schließen Sie es neu an, und versuchen Sie es noch einmal.',
  SecurityError:
    'Browser geben Kameras nur Seiten, die über https oder von localhost geöffnet sind. Öffnen Sie diese Seite so.',
}

const screenErrors: Readonly<Record<string, string>> = {
  NotAllowedError:
    'Es ist kein Bildschirm geteilt: Es wurde keiner ausgewählt, oder der Browser darf es nicht. Versuchen Sie es noch einmal, und wählen Sie einen aus.',
  InvalidStateError:
    'Ein Bildschirm kann nur gleich nach einem Klick geteilt werden. Drücken Sie die Taste, um einen auszuwählen.',
  NotReadableError:
    'Das System lässt den Browser diesen Bildschirm nicht aufnehmen. Wählen Sie einen anderen, oder versuchen Sie es noch einmal.',
}

const callErrors: Readonly<Record<string, string>> = {
  RoomFull: 'Der Raum ist voll. Warten Sie, bis jemand geht.',
  RoomLocked: 'Der Raum ist gesperrt. Bitten Sie jemanden darin, ihn zu öffnen, und treten Sie dann noch einmal bei.',
  NameTaken: 'Im Raum heißt schon jemand so. Nehmen Sie einen anderen Namen.',
  JoinDenied: 'Der Server lässt Sie nicht ein: Der Ausweis fehlt, ist abgelaufen oder gilt nicht für diesen Raum.',
  Superseded: 'Diesen Platz hat eine andere Verbindung übernommen.',
  VersionMismatch:
    'Diese Seite und der Server sprechen verschiedene Fassungen des Protokolls. Bringen Sie die ältere auf den neuen Stand.',
  SignalingUnreachable:
    'Der Vermittlungsserver ist nicht erreichbar. Prüfen Sie die Verbindung, und versuchen Sie es noch einmal.',
  NoAnswer: 'Die andere Seite antwortet nicht. Sie hat kein Netz mehr oder die Seite geschlossen.',
  NoNetwork:
    'Dieses Gerät hat kein Netz, das ein Anruf nutzen kann. Verbinden Sie es, oder erlauben Sie es dem Browser.',
  NoRelay:
    'Die Netze zwischen Ihnen lassen keine direkte Verbindung zu, und kein TURN-Server vermittelt. Nennen Sie einen in iceServers oder in den Einstellungen des Servers.',
  RelayRefused: 'Der TURN-Server hat abgelehnt. Treten Sie noch einmal bei, oder nehmen Sie einen anderen.',
  ConnectionFailed: 'Es führt kein Weg zur anderen Seite: Ihr Netz lässt nichts durch, oder es verliert zu viel.',
  EncryptionUnsupported:
    'Mit einer Passphrase gehen nur VP8 und Opus; die Verbindung zu jemandem nutzt etwas anderes. Von ihr kommt nichts durch.',
  DecryptionFailed:
    'Etwas von dem, was jemand gesendet hat, wurde unterwegs verändert oder wiederholt. Es wird nicht gezeigt.',
}

const connectionWords: Readonly<Record<RTCPeerConnectionState, string>> = {
  new: 'verbindet sich',
  connecting: 'verbindet sich',
  connected: 'verbunden',
  disconnected: 'unterbrochen',
  failed: 'Verbindung verloren',
  closed: 'ist gegangen',
}

const limitWords: Readonly<Record<string, string>> = {
  none: 'nichts',
  cpu: 'dieses Gerät, das zu tun hat',
  bandwidth: 'das Netz',
  other: 'etwas anderes',
}

const neitherSee = 'Sie sehen und hören einander nicht.'

/** All terms; `registerTranslation` has them already. */
export const german: Translation = {
  $code: 'de',
  $name: 'Deutsch',
  $dir: 'ltr',

  catalogue: germanCatalogue,

  clickToHear: 'Klicken, um zu hören',
  soundHeldBack: 'Der Browser hält den Ton zurück, bis Sie klicken.',
  someone: 'jemand',
  tryAgain: 'Noch einmal versuchen',

  startCamera: 'Kamera starten',
  startScreen: 'Bildschirm teilen',
  startClip: 'Clip abspielen',
  startPattern: 'Testbild starten',
  startingCamera: 'Die Kamera startet. Erlauben Sie es, wenn der Browser fragt.',
  startingScreen: 'Wählen Sie aus, was geteilt wird.',
  startingClip: 'Der Clip wird geladen.',
  startingPattern: 'Das Testbild startet.',
  clickToBeHeard: 'Klicken, um gehört zu werden',
  deviceError: ({ name, message }, isScreen) => (isScreen ? screenErrors : deviceErrors)[name] ?? message,
  mutedDevice: (device) =>
    `Das System gibt nichts von hier weiter: ${deviceWords[device]}. Suchen Sie nach einem Schalter, einer Abdeckung oder einer Stummtaste.`,
  videoOnly: (problem) => `Nur Bild. ${problem}`,
  before: 'Vorher',
  after: 'Nachher',
  compare: 'Vergleich: vorher links der Linie, nachher rechts davon',
  compareValue: (percent) => `${percent} vorher`,

  camera: 'Kamera',
  microphone: 'Mikrofon',
  speaker: 'Lautsprecher',
  automatic: 'Automatisch',
  microphoneLevel: 'Pegel des Mikrofons',
  namesAppear: 'Namen erscheinen, sobald die Kamera erlaubt ist.',
  speakerProblem: (reason) => `Dieser Lautsprecher lässt sich nicht nutzen. Wählen Sie einen anderen. (${reason})`,
  testMicrophone: 'Mikrofon testen',
  testSpeaker: 'Lautsprecher testen',

  join: 'Beitreten',
  leave: 'Verlassen',
  notInCall: 'In keinem Anruf.',
  joinToSee: (room) => `Treten Sie „${room}“ bei, um die anderen zu sehen und zu hören.`,
  joining: (room) => `Tritt „${room}“ bei …`,
  joinedWith: (room, names) => `In „${room}“ mit ${names}.`,
  joinedAlone: (room) => `In „${room}“ – noch ist niemand sonst hier.`,
  others: (count) => `${count} anderen`,
  startYourCamera: 'Starten Sie Ihre Kamera, um gesehen und gehört zu werden.',
  came: (names, count) => `${names} ${count === 1 ? 'ist' : 'sind'} gekommen.`,
  went: (names, count) => `${names} ${count === 1 ? 'ist' : 'sind'} gegangen.`,
  reconnecting:
    'Der Vermittlungsserver ist nicht erreichbar; es wird weiter versucht. Wer hier ist, sieht und hört Sie noch.',
  leftRoom: (room) => `Sie haben „${room}“ verlassen.`,
  callError: ({ name, message }) => callErrors[name] ?? message,

  participant: 'Teilnehmer',
  tileUnnamed: 'dieses Bild',
  screen: 'Bildschirm',
  screenOf: (name) => `${name}, Bildschirm`,
  connecting: 'Verbindet sich …',
  connectionInterrupted: 'Verbindung unterbrochen. Es wird gewartet …',
  connectionLost: 'Verbindung verloren.',
  hasLeft: 'Ist gegangen.',
  nobodyYet: 'Noch ist niemand sonst hier.',
  tileNotInCall: 'Nicht in diesem Anruf.',
  watches: 'Sieht und hört zu.',
  speaks: 'spricht',
  encrypted: 'Von Ende zu Ende verschlüsselt',
  agreeingOnKeys: 'Schlüssel werden vereinbart …',
  otherPassphrase: `Nutzt eine andere Passphrase. ${neitherSee}`,
  noPassphrase: `Nutzt keine Passphrase. ${neitherSee}`,
  passphraseWanted: `Nutzt eine Passphrase, Sie aber nicht. ${neitherSee}`,
  pictureInPicture: 'Bild im Bild',
  fullScreen: 'Vollbild',
  showLarge: 'Groß zeigen',
  actionOn: (action, whose) => `${action}: ${whose}`,
  actionProblem: (action, reason) => `${action} ist jetzt nicht möglich. (${reason})`,

  chat: 'Chat',
  messages: 'Nachrichten',
  message: 'Nachricht',
  you: 'Sie',
  someoneUnnamed: 'Jemand',
  unread: 'ungelesen',
  newMessages: (count, shown) => (count === 1 ? '1 neue Nachricht' : `${shown} neue Nachrichten`),
  send: 'Senden',
  sendFile: 'Eine Datei senden',
  sent: 'Gesendet',
  chatSave: 'Sichern',
  saveFile: (name) => `Sichern: ${name}`,
  cancel: 'Abbrechen',
  cancelFile: (name) => `Abbrechen: ${name}`,
  progressOf: (name) => `Fortschritt von ${name}`,
  tooLong: (length, most) => `Das sind ${length} Zeichen; höchstens ${most} gehen auf einmal. Senden Sie es in Teilen.`,
  joinToWrite: 'Treten Sie dem Anruf bei, um den anderen zu schreiben.',
  nobodyReads: 'Noch ist niemand sonst hier. Wer später kommt, sieht nicht, was Sie jetzt schreiben.',

  soundLevel: 'Tonpegel',
  level: 'Pegel',
  peak: 'Spitze',
  loudness: 'Lautheit',
  clip: 'Clip',
  clippedTurnOff: 'Clip-Licht: an. Ausschalten',
  clipLightOff: 'Clip-Licht: aus',
  clickToMeasure: 'Klicken, um zu messen',
  noSound: 'Kein Ton zu messen.',
  notMeasuredYet: 'Noch nicht gemessen',
  silence: 'Stille',
  levelInWords: (level, peak, loudness, clipped) =>
    `${level}, Spitze ${peak}, ${loudness}${clipped ? ', übersteuert' : ''}`,
  measureProblem: (reason) => `Der Ton lässt sich hier nicht messen. (${reason})`,

  nothingNamed: 'Nichts zu messen: Nennen Sie mit „for“ eine Kamera oder einen Anruf.',
  noVideo: 'Nichts zu messen: Es läuft kein Bild.',
  noEffect: 'Auf dem Bild läuft kein Effekt.',
  budgetUsed: (used, budget, share) => `${used} der ${budget} ms, die ein Bild hat, sind genutzt: ${share}.`,
  budgetOverrun: (used, budget, over) =>
    `${used} ms sind ${over} ms mehr als die ${budget} ms, die ein Bild hat: Bilder fallen aus.`,
  effectCosts: 'Was jeder Effekt kostet',
  perFrame: 'Für jedes Bild',
  time: 'Zeit',
  share: 'Anteil',
  copies: 'Kopien',
  frames: 'Bilder',
  framesFact: (rate, dropped) => `${rate} in der Sekunde, ${dropped} ausgefallen`,
  latency: 'Verzug',
  latencyFact: (half, most) => `${half} bei der Hälfte, ${most} bei 95 %`,
  backend: 'Backend',
  noBackend: 'keines: Es läuft kein Effekt',
  size: 'Größe',
  sizeFact: (share) => `Effekte sind auf ${share} von Breite und Höhe gezeichnet`,
  fullSize: 'Effekte sind in voller Größe gezeichnet',
  leftOut: 'Entfällt',
  statsSound: 'Ton',
  soundFact: (wait) => `wartet ${wait} auf sein Bild`,
  memory: 'Speicher',
  memoryTextures: (size) => `${size} für Texturen`,
  memoryWasm: (size) => `${size} für WebAssembly`,
  path: 'Weg',

  nobodyInCall: 'Niemand sonst ist im Anruf.',
  measuring: 'Es wird gemessen …',
  figuresProblem: (reason) => `Die Zahlen sind jetzt nicht zu lesen. (${reason})`,
  exportJson: 'Als JSON sichern',
  exchanged: 'Was mit wem ausgetauscht wird',
  whose: 'Teilnehmer',
  received: 'Empfangen',
  sentFigures: 'Gesendet',
  connectionWord: (state) => connectionWords[state],
  allFiguresOf: (name) => `Alle Zahlen von ${name}`,
  connectionSummary: (path, roundTrip) => `${path}, ${roundTrip} hin und zurück`,
  pathFact: (local, remote, protocol) => `${local} zu ${remote}, ${protocol}`,
  noPath: 'noch kein Weg',
  unknown: 'unbekannt',
  statsPicture: 'Bild',
  loss: 'Verlust',
  jitter: 'Jitter',
  codecs: 'Codecs',
  codedBy: 'Codiert von',
  heldBackBy: 'Gebremst durch',
  limitWord: (reason) => limitWords[reason] ?? reason,
  stoodStill: 'Stand still',
  times: (count) => (count === 0 ? 'nie' : `${count}-mal`),
  framesRate: (rate) => `${rate} Bilder/s`,

  chartOf: 'Verlauf von',
  framesReceived: 'Empfangene Bilder',
  roundTrip: 'Hin und zurück',
  perSecond: 'in der Sekunde',
  chartProblem: 'Der Verlauf ließ sich nicht laden. Die Zahlen stehen darunter.',
  chartInWords: (figure, lines) => `${figure}, in den letzten zwei Minuten: ${lines}.`,
  chartLine: (name, last, least, most) => `${name} ${last}, zwischen ${least} und ${most}`,
  chartLineUnknown: (name) => `${name} unbekannt`,
  now: 'jetzt',

  yes: 'Ja',
  limited: 'Teilweise',
  no: 'Nein',
  allWorks: 'In diesem Browser geht alles.',
  missingHere: (names) => `In diesem Browser fehlt: ${names}.`,
  nothingMissing: 'In diesem Browser fehlt nichts.',
  limitedHere: (names) => `Teilweise: ${names}.`,
  findingName: (name) => name,
  devices: 'Kamera und Mikrofon',
  devicesYes: 'Diese Seite darf nach ihnen fragen.',
  devicesNo:
    'Browser geben sie nur Seiten, die über https oder von localhost geöffnet sind. Öffnen Sie diese Seite so.',
  videoEffects: 'Videoeffekte',
  framesByStreams:
    'Bilder gehen als Ströme von der Kamera durch einen Worker und wieder hinaus. Die Seite hat keine Arbeit mit ihnen, so beschäftigt sie auch ist.',
  framesByWorker:
    'Ein Worker liest die Kamera. Die Seite zeichnet jedes fertige Bild einmal; eine sehr beschäftigte Seite bremst das Bild.',
  framesByCanvas:
    'Spuren haben hier keine Ströme von Bildern: Die Seite nimmt jedes Bild aus einem Video und zeichnet es einmal, wenn es fertig ist. Eine beschäftigte Seite bremst das Bild.',
  framesNo:
    'MediaStreamTrackProcessor fehlt, VideoFrame oder captureStream ebenso; Bilder lassen sich nicht ändern. Nehmen Sie einen neueren Firefox, Safari oder einen Browser auf der Grundlage von Chromium.',
  graphics: 'Effekte auf der Grafikkarte',
  graphicsYes: 'WebGL 2 zeichnet auf ihr.',
  graphicsSlow:
    'WebGL 2 ist da, läuft aber auf dem Prozessor, und das ist langsam. Hat dieser Computer eine Grafikkarte, so schalten Sie in den Einstellungen des Browsers die Hardwarebeschleunigung ein.',
  graphicsNo:
    'Es gibt kein WebGL 2. Hat dieser Computer eine Grafikkarte, so schalten Sie in den Einstellungen des Browsers die Hardwarebeschleunigung ein.',
  processor: 'Effekte auf dem Prozessor',
  processorYes: 'WebAssembly zeichnet vier Pixel auf einmal.',
  processorNo:
    "WebAssembly mit SIMD läuft nicht. Ein alter Browser braucht ein Update; eine Seite mit Content-Security-Policy braucht 'wasm-unsafe-eval' in script-src.",
  calls: 'Anrufe',
  callsYes: (video, audio) => `Bild als ${video}, Ton als ${audio}.`,
  callsNo: 'Dieser Browser hat kein WebRTC, oder eine Erweiterung hat es ausgeschaltet.',
  encryption: 'Verschlüsselung von Ende zu Ende',
  encryptionYes: 'Anrufe lassen sich so verschlüsseln, dass kein Server unterwegs hineinsehen kann.',
  encryptionNo:
    'Anrufe sind zwischen den Browsern verschlüsselt, aber nicht mit einer eigenen Passphrase: RTCRtpScriptTransform fehlt.',
  screenSharing: 'Bildschirm teilen',
  screenSharingYes: 'Ein Bildschirm, ein Fenster oder ein Tab lässt sich teilen.',
  screenSharingNo:
    'Browser von Telefonen haben keinen Bildschirm zu teilen, ebenso wenig Seiten, die ohne https kamen.',
  speakerChoice: 'Wahl des Lautsprechers',
  speakerChoiceYes: 'Der Ton kann an jeden Lautsprecher gehen.',
  speakerChoiceNo: 'Der Ton geht an den Lautsprecher, der in den Einstellungen des Systems gewählt ist.',
  recording: 'Aufnahme',
  recordingYes: (containers) => `Der Browser nimmt ${containers} auf.`,
  recordingNo: 'MediaRecorder fehlt; der Browser kann nicht selbst aufnehmen.',

  chosenEffects: 'Gewählte Effekte, in der Reihenfolge, in der sie wirken',
  effectGroup: (titles) => `Gruppe: ${titles}`,
  ownEffect: 'Ihr eigener Effekt',
  moveCard: (title) => `${title} verschieben`,
  moveHint:
    'Die Leertaste hebt ihn auf, die Pfeiltasten verschieben ihn, die Leertaste legt ihn ab, Escape legt ihn zurück.',
  cardLifted: (title, place, count) => `${title} ist aufgehoben, Platz ${place} von ${count}.`,
  cardMoved: (title, place, count) => `${title}: Platz ${place} von ${count}.`,
  cardDropped: (title, place, count) => `${title} ist jetzt auf Platz ${place} von ${count}.`,
  cardPutBack: (title, place, count) => `${title} ist wieder auf Platz ${place} von ${count}.`,
  moveEarlier: 'Früher',
  moveLater: 'Später',
  removeCard: (title) => `${title} entfernen`,
  resetCard: 'Zurücksetzen',
  mix: 'Anteil',
  findEffectOf: (kind) => `${{ both: 'Effekt', video: 'Bildeffekt', audio: 'Toneffekt' }[kind]} suchen`,
  effects: 'Effekte',
  categories: 'Arten',
  allEffects: 'Alle',
  pictureEffects: 'Bild',
  soundEffects: 'Ton',
  effectsFound: (count) => (count === 1 ? '1 Effekt' : `${count} Effekte`),
  noEffectFound: (query, kind) => {
    const [of, words] = {
      both: ['', 'unscharf, alt oder Stimme'],
      video: [' des Bildes', 'unscharf oder alt'],
      audio: [' des Tons', 'Stimme oder Echo'],
    }[kind]
    return `Kein Effekt${of} passt zu „${query}“. Versuchen Sie ein anderes Wort, etwa ${words}.`
  },
  typedValue: (label) => `${label}, als Zahl`,
  resetValue: (label) => `${label} zurücksetzen`,
  opacityOf: (label) => `${label}: Deckkraft`,
  pointAcross: (label) => `${label}: waagerecht`,
  pointUp: (label) => `${label}: senkrecht`,
  pointOnPicture: 'Im Bild zeigen',
  pointPlace: (across, up) => `${across} % von links, ${up} % von unten`,
  pointHint: 'Die Pfeiltasten verschieben ihn, Enter beendet.',
  pointDone: 'Fertig',
  noPictureToPointOn: 'Es gibt kein Bild, in dem sich zeigen ließe. Starten Sie zuerst die Kamera.',
  moveByItself: (label) => `${label} von selbst bewegen`,
  follows: 'Folgt',
  followsWave: 'Einer Welle',
  followsBass: 'Tiefen Tönen',
  followsMid: 'Mittleren Tönen',
  followsTreble: 'Hohen Tönen',
  followsLevel: 'Der Lautstärke',
  moveRate: 'Tempo',
  movesFrom: 'Von',
  movesTo: 'Bis',
  removeFile: (label) => `${label} entfernen`,
  fileIsNoSound: (file) =>
    `${file} ist kein Ton, den dieser Browser lesen kann. Nehmen Sie eine WAV-, MP3- oder Opus-Datei.`,
  fileIsNoPicture: (file) =>
    `${file} ist kein Bild, das dieser Browser lesen kann. Nehmen Sie eine PNG-, JPEG- oder WebP-Datei.`,
  effectMissing:
    'Ein Effekt konnte nicht geladen werden. Prüfen Sie die Verbindung, nehmen Sie ihn heraus und wählen Sie ihn noch einmal.',
  aStream: 'Ein Strom',
  noSource: 'Nichts',
  noOtherSource: 'Keine andere Quelle hier',
  theirEffects: 'Effekte der Person, in der Reihenfolge, in der sie wirken',
  theirOwnEffect: 'Ihr eigener Effekt',
  onlyTheyCanChange: 'Diesen kann nur die Person selbst ändern.',
  nobodyElseHere: 'Noch ist niemand sonst hier.',
  notInThisCall: 'Nicht in diesem Anruf.',
  unnamedParticipant: 'Diese Person',
  theyLetNobody: (name) => `${name} lässt niemanden die eigenen Effekte ändern.`,
  theyHaveNoneOn: (name) => `${name} lässt Sie die eigenen Effekte ändern, und gerade ist keiner an.`,
  whatYouChange: (name) => `Effekte von ${name}. Was Sie ändern, sehen alle.`,

  notLoaded: 'Dieser Teil der Seite ließ sich nicht laden. Prüfen Sie die Verbindung, und laden Sie die Seite neu.',

  mayFlashTitle: 'Das kann flackern',
  mayFlash: (names) =>
    `Mit ${names} kann das Bild öfter als dreimal in der Sekunde aufblitzen. Das kann bei Menschen mit lichtempfindlicher Epilepsie Anfälle auslösen.`,
  useFlashing: 'Verwenden',
  leaveFlashing: 'Lassen',

  record: 'Aufnehmen',
  stopRecording: 'Beenden',
  pauseRecording: 'Anhalten',
  resumeRecording: 'Weiter',
  recordedTime: 'Aufgenommene Zeit',
  recordedSize: 'Aufgenommene Größe',
  recordings: 'Aufnahmen',
  nothingToRecord: 'Es gibt noch nichts aufzunehmen. Starten Sie zuerst die Kamera.',
  recordingRuns: 'Die Aufnahme läuft.',
  recordingInMemory:
    'Die Aufnahme läuft in den Arbeitsspeicher, bis 256 MB: Der Browser gibt dieser Seite keinen Platz auf der Platte. Speichern Sie sie, bevor Sie gehen.',
  recordingRests: 'Angehalten.',
  recordingStops: 'Der Rest wird geschrieben …',
  recordingIsReady: (name) => `${name} ist fertig. Speichern Sie die Datei.`,
  recordingCannotStart: (reason) => `Die Aufnahme kann nicht beginnen. (${reason})`,
  recordingBroke: (reason) => `Die Aufnahme endete früher. Was bis dahin aufgenommen wurde, ist da. (${reason})`,
  recordingIsGone: (reason) =>
    `Die Aufnahme ist weg, vielleicht weil die Daten dieser Website gelöscht wurden. (${reason})`,
  recordingDiskFull:
    'Der Speicher ist voll. Was bis dahin aufgenommen wurde, ist da. Speichern Sie es, und löschen Sie, was Sie nicht brauchen.',
  recordingNoRoom:
    'Der Speicher ist voll, und nichts wurde aufgenommen. Löschen Sie, was Sie nicht brauchen, und versuchen Sie es noch einmal.',
  recordingNotFinished: (time, size) => `Eine Aufnahme von ${time} (${size}) wurde nicht beendet.`,
  recordingNotSaved: (time, size) => `Eine Aufnahme von ${time} (${size}) wurde nicht gespeichert.`,
  recordingNotWritten: (reason) => `Die Aufnahme ließ sich dort nicht speichern. Hier ist sie noch. (${reason})`,
  saveRecording: (name) => `${name} speichern`,
  deleteRecording: (name) => `${name} löschen`,
  save: 'Speichern',
  delete: 'Löschen',
  deleteForGood: 'Endgültig löschen?',
}

registerTranslation(german)
