// What the page and its code editor say, in German. What the elements say stands in components/translations/de.ts.
import type { EditorTerms } from './en-editor.ts'
import type { PageTerms } from './en.ts'

/** What stands in index.html, by the names of its `data-text` and the like. */
const standing = {
  pageTitle: 'rtc-elements: eine Kamera mit Live-Effekten und ein Anruf',
  pageDescription:
    'Webkomponenten, die eine Kamera aufnehmen, Bild und Ton live mit Effekten versehen und das Ergebnis an andere senden. Hier lassen sie sich ausprobieren.',
  skip: 'Zu Effekten und Anruf springen',
  motto: 'Eine Kamera mit Live-Effekten und ein Anruf, in schlichtem HTML',
  documentation: 'Dokumentation, auf Englisch',
  docs: 'Doku',
  statistics: 'Statistik',
  invite: 'Einladen',

  yourPicture: 'Ihr Bild',
  lead: 'Sehen Sie sich mit Filter',
  staysHere: 'Ohne einen Anruf verlässt nichts diesen Browser.',
  noCameraUsePattern: 'Keine Kamera? Testbild nehmen',
  noCameraAtHand: 'Keine Kamera zur Hand?',
  usePattern: 'Testbild nehmen',
  withoutEffects: 'Ohne Effekte',
  yourSound: 'Ihr Ton',
  yourPictureAndSound: 'Ihr Bild und Ihr Ton',
  mute: 'Ton aus',
  hide: 'Bild aus',
  wipe: 'Vorher',
  hold: 'Original',
  holdWhat: 'zeigen, solange gedrückt',
  holdHint: 'Gedrückt halten, um sich ohne Effekte zu sehen',
  photo: 'Foto',
  devicesButton: 'Geräte',
  stop: 'Stopp',
  sources: 'Woher Bild und Ton kommen',
  screenSource: 'Bildschirm',
  pattern: 'Testbild',
  file: 'Datei',
  fileOfVideo: 'mit einem Video',
  videoFile: 'Videodatei',
  changes: 'Änderungen',
  undo: 'Rückgängig',
  undoHint: 'Rückgängig (Strg+Z)',
  redo: 'Wiederholen',
  redoHint: 'Wiederholen (Strg+Umschalt+Z)',
  surprise: 'Zufall',
  saveLook: 'Look speichern',
  looks: 'Looks',

  effectsAndCall: 'Effekte und Anruf',
  pictureTab: 'Bild',
  soundTab: 'Ton',
  writeTab: 'Schreiben',
  callTab: 'Anruf',
  effectsOnPicture: 'Effekte auf dem Bild',
  writeEffect: 'Einen Effekt schreiben',
  howEffectsWork: 'Wie Effekte arbeiten (englisch)',
  effectsOnSound: 'Effekte auf dem Ton',
  yourLevel: 'Pegel Ihres Tons',
  yourSpectrum: 'Spektrum Ihres Tons',
  hearYourself: 'Sich selbst hören',
  withHeadphones: 'mit Kopfhörern',
  ownEffectTitle: 'Ein eigener Effekt',
  room: 'Raum',
  yourName: 'Ihr Name',
  passphrase: 'Passphrase',
  passphraseHint: 'optional, verschlüsselt Ende zu Ende',
  safety: 'Von Ende zu Ende verschlüsselt. Wer bei sich diese Zahl liest, hat dieselbe Passphrase:',
  inviteByLink: 'Mit Link oder Code einladen',
  eachOthersEffects: 'Die Effekte der anderen',
  othersMayTune: 'Die anderen dürfen die Regler meiner Effekte bewegen',
  linesTitle: 'Diese Seite auf Ihrer eigenen',
  linesWhat:
    'Diese Zeilen sind die Seite, wie Sie sie eingestellt haben, und alles, was eine eigene Seite dafür braucht.',
  elsewhere: 'Meine Seite liegt auf einem anderen Server',
  elsewhereHint: 'dann muss dieser sie einlassen: siehe seine Einstellung ORIGINS',
  copy: 'Kopieren',
  allElements: 'Alle Elemente und wie man sie verwendet (englisch)',

  staysHereAtLength:
    'Nichts verlässt diesen Browser, bis Sie einem Anruf beitreten. Was Sie dann senden, trägt Ihre Effekte; nie ist es das Bild der Kamera selbst.',
  docsInFull: 'Dokumentation (englisch)',
  catalogueLink: 'Alle Effekte (englisch)',
  privacy: 'Datenschutz (englisch)',
  language: 'Sprache',
  close: 'Schließen',
  whatEffectsCost: 'Was Ihre Effekte kosten',
  whatCallCarries: 'Was der Anruf überträgt',
  whatBrowserCan: 'Was dieser Browser kann',
  whatLinkDoes:
    'Wer diesen Link öffnet, kommt in Ihren Raum und kann Ihre Effekte anprobieren. Nichts beginnt ohne Zustimmung.',
  qrCode: 'QR-Code des Links',
  linkLacks:
    'Ein Link ist Text: Selbst geschriebene Effekte, Bilder, Töne und Videodateien sind nicht darin. Senden Sie diese als Dateien.',
  link: 'Link',
  copyLink: 'Link kopieren',
  shareLink: 'Teilen …',
  lookName: 'Name',
}

const page: PageTerms = {
  warmFilm: 'Warmer Film',
  noir: 'Noir',
  softLight: 'Weiches Licht',
  dusk: 'Dämmerung',
  comic: 'Comic',
  newsprint: 'Zeitungsdruck',
  pencil: 'Bleistift',
  poster: 'Plakat',
  miniature: 'Miniatur',
  television: 'Fernseher',
  daydream: 'Tagtraum',
  mirrorHall: 'Spiegelsaal',
  terminal: 'Terminal',
  radioPlay: 'Hörspiel',
  plain: 'Ohne',

  chooseClip: 'Videodatei wählen',
  invited: 'Sie sind zu einem Anruf eingeladen',
  unseen: 'Niemand sieht Sie',
  unheard: 'Niemand hört Sie',
  withheld: 'Niemand sieht oder hört Sie',
  photoSaved: 'Foto gespeichert',
  photoName: (time) => `Foto ${time}`,
  undone: 'Rückgängig gemacht',
  redone: 'Wiederholt',
  presetSaved: (name) => `„${name}“ ist in diesem Browser gespeichert`,
  presetWithoutFiles: (name) =>
    `„${name}“ ist ohne die Bilder, die Töne und die selbst geschriebenen Effekte gespeichert: Ein Look ist Text.`,
  presetOfFiles: (name) =>
    `„${name}“ ist nicht gespeichert: Ein Look ist Text, und dies ist ein selbst geschriebener Effekt. Speichern Sie ihn als Datei.`,
  presetRemoved: (name) => `„${name}“ ist entfernt`,
  presetNameEmpty: 'Geben Sie dem Look einen Namen: Leerzeichen sind keiner.',
  presetNameTaken: (name) => `Einen Look „${name}“ gibt es schon. Geben Sie Ihrem einen anderen Namen.`,
  removePreset: (name) => `„${name}“ entfernen`,
  storageBlocked:
    'Dieser Browser bewahrt für diese Seite nichts auf: Der Look ist weg, wenn Sie sie schließen. Kopieren Sie den Link, um ihn zu behalten.',
  storageFull:
    'In diesem Browser ist für diese Seite kein Platz mehr. Entfernen Sie einen Look, und speichern Sie dann noch einmal.',
  copied: 'Kopiert',
  copyAddress:
    'Dieser Browser lässt die Seite nichts kopieren: Der Link ist die Adresse dieser Seite, kopieren Sie ihn aus der Adresszeile.',
  copyLines: 'Dieser Browser lässt die Seite nichts kopieren: Markieren Sie die Zeilen, und kopieren Sie sie.',
  shared: 'Gesendet',
  qrWhole: 'Richten Sie ein Telefon darauf, um diese Seite so zu öffnen, wie Sie sie eingestellt haben.',
  qrRoomOnly:
    'Richten Sie ein Telefon darauf, um in den Raum zu kommen. Für einen Code, den Kameras lesen können, sind es zu viele Effekte.',
  sourceOfLink: (source) =>
    `Dieser Link möchte „${source}“ als Quelle. Wählen Sie sie unter dem Bild, wenn Sie das wollen.`,
  roomOfLink:
    'Dieser Link nennt einen anderen Raum. Verlassen Sie den Anruf, und öffnen Sie den Link dann noch einmal.',
  flashingDeclined: 'Die Effekte dieses Links können flackern und wurden weggelassen.',
  effectLeftOut:
    'Der Effekt, den Sie geschrieben haben, gehört jetzt nicht zu den Effekten. Sie finden ihn unter „Schreiben“ wieder.',
  clipGone: (name) => `Hier lief zuvor „${name}“. Eine Seite behält keine Dateien: Wählen Sie die Datei noch einmal.`,
  linkTooLong: 'Dieser Link ist zu lang, um gelesen zu werden. Bitten Sie um einen neuen.',
  linkOfVersion: (version) =>
    `Dieser Link hat die Version „${version}“, die diese Seite nicht kennt. Laden Sie die Seite neu, um ihre neueste Fassung zu bekommen.`,
  linkNamesFiles: 'Dieser Link nennt Bilder oder Töne. Links dürfen keine laden: Wählen Sie sie selbst.',
  linkSays: (key) => `In diesem Link steht „${key}“; das bedeutet hier nichts.`,
  linkUnusable: (key, reason) => `Was in diesem Link unter „${key}“ steht, ist nicht zu gebrauchen. ${reason}`,
  linkTooManyEffects: (count, most) =>
    `Die Effekte dieses Links sind nicht zu gebrauchen. Es sind ${count}; höchstens ${most} dürfen es sein.`,
  linkSource: (source, sources) =>
    `Die Quelle dieses Links ist nicht zu gebrauchen. Es gibt keine Quelle „${source}“, nur ${sources}.`,
  lockRoom: 'Raum sperren',
  unlockRoom: 'Raum öffnen',
  unreadMessages: (count) => (count === 1 ? '1 ungelesene Nachricht' : `${count} ungelesene Nachrichten`),
  panelFailed: 'Dieser Teil der Seite ließ sich nicht laden. Prüfen Sie das Netz, und wählen Sie ihn dann noch einmal.',
  languageFailed: 'Diese Sprache ließ sich nicht laden. Prüfen Sie das Netz, und wählen Sie sie dann noch einmal.',
}

const editor: EditorTerms = {
  effectName: 'Name',
  saveAsFile: 'Als Datei speichern',
  startFrom: 'Ausgehen von',
  firstEffect: 'Ein kleiner Effekt, erklärt',
  startFromIt: 'Beginnen',
  openFile: 'Datei öffnen',
  openAddress: 'Adresse öffnen',
  isfAddress: 'Adresse einer ISF-Datei (.fs)',
  loadAddress: 'Laden',
  isfCode: 'Code des Effekts: ISF. Tab rückt ein; Escape, dann Tab verlässt das Feld',
  editorHint: 'Tab rückt ein. Mit der Tastatur verlassen Sie das Feld durch Escape, dann Tab.',
  myEffect: 'Mein Effekt',
  myVersionOf: (title) => `${title}, eigene Fassung`,
  compiling: 'Wird übersetzt …',
  effectRuns: 'Er läuft.',
  effectCompiles: 'Er lässt sich übersetzen. Starten Sie die Kamera, um ihn zu sehen.',
  effectIsAhead: 'Er lässt sich übersetzen. Sobald Sie weiterschreiben, gehört er zu den Effekten.',
  effectIsOut: 'Er lässt sich übersetzen, gehört aber nicht zu den gewählten Effekten.',
  effectIsOld: 'Er lässt sich übersetzen, aber unter den Effekten ist eine ältere Fassung.',
  effectIsDeclined: 'Er lässt sich übersetzen, kann aber flackern und wurde weggelassen.',
  putEffectIn: 'Einsetzen',
  lastGoodRuns: 'Die letzte gute Fassung läuft weiter.',
  effectInputs: 'Seine Regler',
  atLine: (line) => `Zeile ${line}:`,
  goToLine: (line) => `Zu Zeile ${line}`,
  dropFile: 'Lassen Sie die Datei los, um sie zu öffnen',
  startedFrom: (title) => `Das ist jetzt: ${title}. Rückgängig bringt zurück, was hier stand.`,
  fileOpened: (file) => `${file} ist offen. Rückgängig bringt zurück, was hier stand.`,
  fileSaved: (file) => `Als ${file} gespeichert.`,
  effectNotLoaded: (title) =>
    `${title} ließ sich nicht laden. Prüfen Sie die Verbindung, und versuchen Sie es dann noch einmal.`,
  effectNotKept:
    'Dieser Browser bewahrt für diese Seite nichts auf: Speichern Sie den Effekt als Datei, bevor Sie gehen.',
  effectTooLargeToKeep:
    'Das ist zu lang, um hier bis zum nächsten Besuch aufbewahrt zu werden: Speichern Sie es als Datei, bevor Sie gehen.',
  fileNotSaved: (reason) => `Die Datei ließ sich nicht speichern: ${reason}`,
  noVertexShader:
    'Vertex-Shader (.vs) nimmt der Editor nicht. In einer eigenen Seite findet <rtc-effect src> den, der neben der Datei liegt.',
  fileTooLarge: (file) => `${file} ist größer als 256 kB: Das ist kein Shader.`,
  fileNotText: (file) => `${file} ist kein Text. Eine ISF-Datei ist ein Shader, als reiner Text.`,
  fileIsWebPage: (file) =>
    `${file} ist eine Webseite, keine ISF-Datei. Nehmen Sie auf GitHub die Adresse hinter „Raw“.`,
  foreignImage: (host) =>
    `Er lädt ein Bild von ${host}, und dort erführe man, dass Sie ihn geöffnet haben. Laden Sie das Bild herunter, und setzen Sie es als data:-URL in die Datei ein.`,
  fileNotRead: (file) => `${file} ließ sich nicht lesen. Wählen Sie die Datei noch einmal.`,
  noAddress: 'Schreiben Sie eine Adresse, die mit https:// beginnt, oder einen Pfad auf dieser Website.',
  hostNotReached: (host) =>
    `Sie ließ sich nicht laden: ${host} ist nicht erreichbar oder lässt andere Seiten die Datei nicht lesen (CORS). ` +
    'Laden Sie sie herunter, und öffnen Sie sie dann als Datei.',
  hostAnswered: (host, status) =>
    `Sie ließ sich nicht laden: ${host} antwortete mit ${status}. Prüfen Sie die Adresse.`,
  codeProblems: 'Fehler',
  noCodeProblems: 'Keine Fehler',
  closeCodeProblems: 'Schließen',
  selectionDeleted: 'Auswahl gelöscht',
}

/** To be registered beside the German of the elements. */
export const pageGerman = { $code: 'de', $name: 'Deutsch', $dir: 'ltr' as const, ...standing, ...page, ...editor }
