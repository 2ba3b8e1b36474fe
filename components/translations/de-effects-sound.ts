// Effects of the sound, in German.
import type { CatalogueWords } from './catalogue-words.ts'

/** All of them. */
export const germanSound: CatalogueWords['effects'] = {
  'bit-crusher': {
    title: 'Bitcrusher',
    description: 'Macht den Ton so grob wie den eines frühen Computers.',
  },
  chorus: {
    title: 'Chorus',
    description: 'Macht aus einer Stimme zwei, die nie ganz zusammen sind.',
  },
  compressor: {
    title: 'Kompressor',
    description: 'Macht laute Stellen leiser, sodass Flüstern und Rufen einander näher kommen.',
  },
  convolution: {
    title: 'Faltungshall',
    description: 'Versetzt den Ton in den Raum, dessen Antwort auf einen Klick Sie laden.',
  },
  distortion: {
    title: 'Verzerrer',
    description: 'Übersteuert den Ton, wie Gitarrenverstärker und billige Megafone es tun.',
    labels: { gain: 'Ausgangspegel' },
  },
  ducking: {
    title: 'Ducking',
    description: 'Macht diesen Ton leiser, solange ein anderer zu hören ist, so wie Musik unter einem Sprecher.',
    labels: { amount: 'Absenkung' },
  },
  echo: {
    title: 'Echo',
    description: 'Wiederholt den Ton wie ein weites Tal, jedes Mal leiser.',
    labels: { amount: 'Echoanteil' },
  },
  flanger: {
    title: 'Flanger',
    description: 'Lässt ein Pfeifen durch den Ton ziehen, wie das eines Düsenflugzeugs.',
  },
  gain: {
    title: 'Lautstärke',
    description: 'Macht den Ton lauter oder leiser.',
  },
  'high-pass': {
    title: 'Hochpass',
    description: 'Nimmt tiefe Töne weg, etwa Rumpeln und den Schlag eines berührten Mikrofons.',
  },
  limiter: {
    title: 'Limiter',
    description: 'Lässt nichts durch, was lauter ist als eine Obergrenze, und lässt den Rest, wie er ist.',
  },
  loudness: {
    title: 'Lautheit',
    description: 'Hält den Ton gleich laut: Leises kommt herauf, Lautes geht hinunter, langsam.',
  },
  'low-pass': {
    title: 'Tiefpass',
    description: 'Nimmt hohe Töne weg, etwa Zischen: Die Stimme wird dumpf, wie hinter einer Tür.',
  },
  noise: {
    title: 'Rauschen',
    description: 'Fügt dem Ton gleichmäßiges Rauschen hinzu, zischend oder wie Regen.',
  },
  'noise-gate': {
    title: 'Noise-Gate',
    description: 'Bringt alles zum Schweigen, was leiser ist als eine Schwelle, etwa Atem oder einen Lüfter.',
  },
  'noise-suppression': {
    title: 'Entrauschen',
    description: 'Rauschunterdrückung: Nimmt einer Stimme das Geräusch von Lüftern, Straßen und Tastaturen.',
  },
  pan: {
    title: 'Panorama',
    description: 'Rückt den Ton nach links oder nach rechts.',
  },
  phaser: {
    title: 'Phaser',
    description: 'Lässt ein weiches Schweifen durch den Ton wandern.',
  },
  'ping-pong': {
    title: 'Ping-Pong-Echo',
    description: 'Wiederholt den Ton abwechselnd links und rechts, jedes Mal leiser.',
    labels: { amount: 'Echoanteil' },
  },
  pitch: {
    title: 'Tonhöhe',
    description: 'Macht eine Stimme höher oder tiefer und den, der spricht, größer oder kleiner.',
  },
  reverb: {
    title: 'Hall',
    description: 'Versetzt die Stimme in ein Zimmer, einen Saal oder ein altes Studio.',
    labels: { amount: 'Hallanteil' },
  },
  robot: {
    title: 'Roboter',
    description: 'Macht aus einer Stimme die eines Roboters aus einem alten Film.',
  },
  stutter: {
    title: 'Stottern',
    description: 'Stottert: Sagt ein Stück des Tons immer wieder, dann das nächste.',
  },
  telephone: {
    title: 'Telefon',
    description: 'Lässt eine Stimme klingen, als käme sie durch ein Telefon.',
  },
  'ten-band-equaliser': {
    title: '10-Band-Equalizer',
    description: 'Macht jede von zehn Oktaven stärker oder schwächer.',
  },
  'test-tone': {
    title: 'Testton',
    description: 'Fügt einen gleichmäßigen Ton hinzu, um danach auszusteuern.',
  },
  'three-band-equaliser': {
    title: '3-Band-Equalizer',
    description: 'Macht Bässe, Mitten und Höhen stärker oder schwächer.',
  },
  tremolo: {
    title: 'Tremolo',
    description: 'Lässt die Lautstärke auf und ab schwanken.',
  },
  vibrato: {
    title: 'Vibrato',
    description: 'Lässt die Tonhöhe auf und ab schwanken.',
  },
  vocoder: {
    title: 'Vocoder',
    description: 'Lässt einen Synthesizer anstelle der Stimme sprechen, sodass niemand weiß, wessen sie ist.',
  },
  'voice-gate': {
    title: 'Sprach-Gate',
    description:
      'Lässt Stimmen durch und bringt Lüfter, Tastenklicken und anderes Geräusch zum Schweigen, wie laut es auch ist.',
  },
}
