// What is said of cameras and other sources, recordings, files and what draws effects, in German.
import type { Sentences } from './sentences.ts'

/** By the English. */
export const deviceSentences: Sentences = {
  // Camera, microphone and screen
  'The {1} stopped by itself. Try again.':
    'Es kommt nichts mehr, denn {1} hat von selbst aufgehört. Versuchen Sie es noch einmal.',
  'The {1} was unplugged or taken away. Connect it again or choose another one, then try again.':
    'Plötzlich fehlt {1}. Schließen Sie das Gerät wieder an, oder wählen Sie ein anderes, und versuchen Sie es noch einmal.',
  'The camera gives no picture. Connect it again or choose another one, then try again.':
    'Die Kamera gibt kein Bild. Schließen Sie sie neu an, oder wählen Sie eine andere, und versuchen Sie es noch einmal.',
  'The camera was stopped before it had started.': 'Die Kamera wurde beendet, bevor sie gestartet war.',
  'Browsers give a camera only to pages opened over https or from localhost. Open this page that way.':
    'Browser geben Kameras nur Seiten, die über https oder von localhost geöffnet sind. Öffnen Sie diese Seite so.',
  'No screen is shared, since nothing was chosen or the browser may not. Try again and choose one.':
    'Es ist kein Bildschirm geteilt: Es wurde keiner ausgewählt, oder der Browser darf es nicht. Versuchen Sie es noch einmal, und wählen Sie einen aus.',
  'A screen can be shared only right after a click. Press the button to choose one.':
    'Ein Bildschirm kann nur gleich nach einem Klick geteilt werden. Drücken Sie die Taste, um einen auszuwählen.',
  'The system does not let the browser capture this screen. Choose another one or try again.':
    'Das System lässt den Browser diesen Bildschirm nicht aufnehmen. Wählen Sie einen anderen, oder versuchen Sie es noch einmal.',
  "This page may not use the {1}. Allow it in the browser's settings for this site (the icon beside the address), then try again.":
    'Diese Seite hat keinen Zugriff auf {1}. Erlauben Sie ihn in den Einstellungen des Browsers für diese Website (das Symbol neben der Adresse), und versuchen Sie es noch einmal.',
  'No {1} was found. Connect one, then try again.':
    'Es fehlt {1}. Schließen Sie das Gerät an, und versuchen Sie es noch einmal.',
  'The {1} {2} busy: another program uses {3}. Close that program, then try again.':
    'Das geht gerade nicht, denn {1} {2} belegt: Ein anderes Programm nutzt {3}. Schließen Sie es, und versuchen Sie es noch einmal.',
  'one of them': 'eines davon',
  'No {1} can do what the constraints demand{2}. Ask for "ideal" instead of "exact".':
    'Für {1} ist verlangt, was kein Gerät kann{2}. Wünschen Sie es mit „ideal“, statt es mit „exact“ zu verlangen.',
  'The {1} could not be started. Connect {2} again, then try again.':
    'Es war nicht möglich, {1} zu starten. Schließen Sie {2} neu an, und versuchen Sie es noch einmal.',
  'camera and microphone': 'Kamera und Mikrofon',
  'The microphone hears the speaker: you are no longer played here. Put on headphones, then turn monitor off and on.':
    'Das Mikrofon hört den Lautsprecher: Ihr Ton wird hier nicht mehr abgespielt. Setzen Sie Kopfhörer auf, und schalten Sie monitor aus und wieder ein.',
  'The camera stopped before the photo was taken.': 'Die Kamera endete, bevor das Foto gemacht war.',

  // Clips and other files
  'source="clip" needs src, the URL of a video file.': 'source="clip" braucht src, die URL einer Videodatei.',
  'The browser cannot play this file. Choose a WebM or MP4 file.':
    'Der Browser kann diese Datei nicht abspielen. Wählen Sie eine WebM- oder MP4-Datei.',
  'The browser cannot play {1}. Use a WebM or MP4 file.':
    'Der Browser kann {1} nicht abspielen. Nehmen Sie eine WebM- oder MP4-Datei.',
  'There is no clip at {1}: the server answered {2}. Check src.':
    'Unter {1} ist kein Clip: Der Server hat mit {2} geantwortet. Prüfen Sie src.',
  'The clip {1} cannot be had: its server cannot be reached, or does not allow this page to read it (CORS).':
    'Der Clip {1} ist nicht zu haben: Sein Server ist nicht erreichbar oder erlaubt dieser Seite nicht, ihn zu lesen (CORS).',
  // Without {1}, "image" or "sound": parameters are named so too.
  'The {1} {2} could not be loaded: {3}.': 'Die Datei {2} ließ sich nicht laden: {3}.',
  'it took longer than {1} s': 'Es hat länger als {1} s gedauert',
  'it could not be reached, or CORS forbids it': 'Sie ist nicht erreichbar, oder CORS verbietet es',
  'the server answered {1}': 'Der Server hat mit {1} geantwortet',
  'it is larger than {1} MB': 'Sie ist größer als {1} MB',
  'the connection was lost': 'Die Verbindung ist abgebrochen',

  // What elements are joined to
  'for="{1}" names nothing. It connects when {2} with id="{3}" appears.':
    'for="{1}" nennt nichts. Es verbindet sich, sobald {2} mit id="{3}" da ist.',
  '<{1} id="{2}"> cannot be used. Name {3}.': '<{1} id="{2}"> lässt sich nicht nutzen. Nennen Sie {3}.',
  'an element with a stream': 'ein Element mit einem Strom',
  'an element with effects, such as <rtc-camera>, or an <rtc-call>':
    'ein Element mit Effekten, etwa <rtc-camera>, oder ein <rtc-call>',
  'an <rtc-camera> or an <rtc-call>': 'ein <rtc-camera> oder ein <rtc-call>',

  // Recordings
  'This browser cannot record: it has neither encoders nor MediaRecorder.':
    'Dieser Browser kann nicht aufnehmen: Er hat weder Encoder noch MediaRecorder.',
  'The worker that records is gone.': 'Der Worker, der aufnimmt, ist weg.',
  'Nothing is recorded. Call start() first.': 'Es läuft keine Aufnahme. Rufen Sie zuerst start() auf.',
  'The source gave nothing to record.': 'Von der Quelle kam nichts, was sich aufnehmen ließe.',
  'There is nothing to record: start the source first.':
    'Es gibt noch nichts aufzunehmen: Starten Sie zuerst die Quelle.',
  'There is no room left for the recording.': 'Für die Aufnahme ist kein Platz mehr.',

  // What draws effects
  '{1} has lost its device': '{1} hat die Grafikkarte verloren',
  '{1} cannot run it: {2}': '{1} kann es nicht ausführen: {2}',
  '{1}: {2} ms a frame, {3}: {4} ms': '{1}: {2} ms je Bild, {3}: {4} ms',
  '{1} was asked for': '{1} ist verlangt',
  'the other one cannot run it': 'das andere kann es nicht ausführen',
  'not compared yet': 'noch nicht verglichen',
  'The program is of another backend.': 'Das Programm ist von einem anderen Backend.',
  '{1} is a script: nobody runs it.': '{1} ist ein Skript, und niemand führt es aus.',
  'This loop does not end, or not soon enough.': 'Diese Schleife endet nicht, oder nicht früh genug.',
  'Frames need {1} of the {2} ms from one to the next, too much to keep the rate.':
    'Bilder brauchen {1} der {2} ms von einem zum nächsten: zu viel, um die Bildrate zu halten.',
  'Frames need only {1} of the {2} ms from one to the next.':
    'Bilder brauchen nur {1} der {2} ms von einem zum nächsten.',
  'Another chain runs.': 'Es läuft eine andere Kette.',

  // Frames and workers
  'This browser hands the camera to a worker that cannot read it: MediaStreamTrackProcessor is missing there. Use a newer version, Firefox, or a browser built on Chromium.':
    'Dieser Browser gibt die Kamera einem Worker, der sie nicht lesen kann: Dort fehlt MediaStreamTrackProcessor. Nehmen Sie eine neuere Version, Firefox oder einen Browser auf der Grundlage von Chromium.',
  'This browser cannot process video frames: it lacks MediaStreamTrackProcessor, and VideoFrame or captureStream as well. Use Firefox, Safari or a browser built on Chromium.':
    'Dieser Browser kann Bilder nicht ändern: Ihm fehlt MediaStreamTrackProcessor, VideoFrame oder captureStream ebenso. Nehmen Sie Firefox, Safari oder einen Browser auf der Grundlage von Chromium.',
  'The track has ended.': 'Die Spur ist zu Ende.',
  'The pipeline was closed.': 'Die Pipeline wurde geschlossen.',
  'The worker that keeps the video track could not start.': 'Der Worker, der die Videospur hält, konnte nicht starten.',
  'The effects stopped {1} times within a minute and were given up. Remove the slowest one.':
    'Die Effekte blieben in einer Minute {1}-mal stehen und wurden aufgegeben. Entfernen Sie den langsamsten.',
  'Scripts have no thumbnails.': 'Skripte haben keine Vorschaubilder.',
  'The pipeline worker was stopped.': 'Der Worker der Pipeline wurde beendet.',
  'The pipeline worker could not start: {1}': 'Der Worker der Pipeline konnte nicht starten: {1}',
  'An image of the chain is missing.': 'Ein Bild der Kette fehlt.',

  // What is filled in; the devices so that they are the same as subject and as object
  camera: 'die Kamera',
  microphone: 'das Mikrofon',
  'camera or microphone': 'Kamera oder Mikrofon',
  screen: 'der Bildschirm',
  clip: 'der Clip',
  pattern: 'das Testbild',
  is: 'ist',
  are: 'sind',
  // "camera and microphone are" is cut at its first space.
  'and microphone are': 'und das Mikrofon sind',
  it: 'das Gerät',
  them: 'beide',
  'an <rtc-call>': 'ein <rtc-call>',
  'an <rtc-camera>': 'ein <rtc-camera>',
}
