// Effects that draw a picture anew, bend it, disturb it or mix its times, in German.
import type { CatalogueWords } from './catalogue-words.ts'

/** Stylize, Distortion, Glitch and Retro, Time. */
export const germanStyle: CatalogueWords['effects'] = {
  ascii: {
    title: 'ASCII',
    description: 'Schreibt das Bild in Zeichen, vom Punkt im Dunkeln bis zum @ im Hellen.',
  },
  bulge: {
    title: 'Wölben',
    description: 'Bläst einen Teil des Bildes auf wie einen Ballon oder kneift ihn zusammen.',
  },
  comic: {
    title: 'Comic',
    description: 'Zeichnet das Bild als Comic: flächige, kräftige Farben in schwarzen Umrissen.',
  },
  'cross-hatch': {
    title: 'Kreuzschraffur',
    description: 'Schattiert das Bild mit gekreuzten Federstrichen: je dunkler, desto mehr und dickere.',
  },
  crt: {
    title: 'Bildröhre',
    description: 'Zeigt das Bild auf dem gewölbten Glas eines alten Fernsehers, mit seinen Zeilen und Punkten.',
  },
  dither: {
    title: 'Dithering',
    description: 'Zeigt das Bild in wenigen Farben und einem feinen Muster, wie frühe Computer es taten.',
  },
  'film-grain': {
    title: 'Filmkorn',
    description: 'Fügt das tanzende Korn von Filmmaterial hinzu.',
  },
  freeze: {
    title: 'Standbild',
    description: 'Hält das Bild, wie es gerade ist, bis man es wieder loslässt.',
  },
  'frosted-glass': {
    title: 'Milchglas',
    description: 'Streut das Bild, als sähe man es durch raues Glas; es verbirgt niemanden.',
  },
  ghost: {
    title: 'Geisterbild',
    description: 'Legt ein schwaches zweites Bild über das erste: was vor einem Augenblick zu sehen war.',
  },
  glitch: {
    title: 'Bildstörung',
    description: 'Reißt ab und zu Zeilen und Blöcke von ihrem Platz, wie eine schlechte Verbindung.',
  },
  halftone: {
    title: 'Druckraster',
    description: 'Druckt das Bild in Punkten aus vier Tinten, wie Zeitungen und alte Comics.',
  },
  hexagons: {
    title: 'Sechsecke',
    description: 'Legt das Bild aus sechseckigen Kacheln, sodass Gesichter nicht zu erkennen sind.',
  },
  interlace: {
    title: 'Halbbilder',
    description: 'Nimmt jede zweite Zeile aus dem Bild davor und dunkelt sie ab, wie altes Fernsehen.',
  },
  kaleidoscope: {
    title: 'Kaleidoskop',
    description: 'Wiederholt einen Keil des Bildes rund um einen Punkt, wie die Spiegel eines Kaleidoskops.',
  },
  lens: {
    title: 'Fischauge',
    description: 'Biegt gerade Linien nach außen, wie ein Fischaugenobjektiv, oder nach innen.',
  },
  'long-exposure': {
    title: 'Lichtspuren',
    description: 'Lässt Lichter und alles Helle Spuren ziehen, wie ein Foto mit Langzeitbelichtung.',
  },
  mirror: {
    title: 'Symmetrie',
    description: 'Zeigt eine Hälfte des Bildes zweimal, als stünde in der Mitte ein Spiegel, oder dreht alles um.',
  },
  motion: {
    title: 'Bewegung',
    description: 'Zeigt, was sich bewegt: Es leuchtet, und alles, was stillsteht, ist grau und dunkel.',
  },
  oil: {
    title: 'Ölgemälde',
    description: 'Malt das Bild mit dicken Strichen in Öl.',
  },
  'old-film': {
    title: 'Alter Film',
    description: 'Gibt dem Bild die Kratzer, den Staub und das Flackern eines Stummfilms.',
  },
  pixelate: {
    title: 'Verpixeln',
    description: 'Macht aus dem Bild große Quadrate, sodass Gesichter nicht zu erkennen sind.',
  },
  polar: {
    title: 'Kleiner Planet',
    description: 'Wickelt das Bild um einen Punkt: Sein unterer Rand wird zur Mitte eines kleinen Planeten.',
  },
  posterize: {
    title: 'Tontrennung',
    description: 'Lässt von jeder Farbe nur wenige Abstufungen, wie auf einem gedruckten Plakat.',
  },
  'rgb-split': {
    title: 'RGB-Versatz',
    description: 'Schiebt Rot und Blau auseinander, wie ein schlecht eingestellter Projektor.',
  },
  ripple: {
    title: 'Ringwellen',
    description: 'Schickt Ringe über das Bild, wie ein Stein, der ins Wasser fällt.',
  },
  'slit-scan': {
    title: 'Schlitzkamera',
    description:
      'Eine Linie wandert über das Bild, und hinter ihr steht es still: Bewegen Sie sich, während sie kommt.',
  },
  'stained-glass': {
    title: 'Bleiglas',
    description: 'Setzt das Bild aus farbigen Glasscherben mit Blei dazwischen zusammen.',
  },
  'stop-motion': {
    title: 'Stop-Motion',
    description: 'Zeigt nur wenige Bilder pro Sekunde, wie ein Puppentrickfilm.',
  },
  swirl: {
    title: 'Strudel',
    description: 'Verdreht das Bild wie Wasser, das in den Abfluss läuft.',
  },
  tile: {
    title: 'Kacheln',
    description: 'Zeigt das Bild viele Male, klein, in Reihen und Spalten.',
  },
  trails: {
    title: 'Spuren',
    description: 'Lässt alles, was sich bewegt, eine verblassende Spur ziehen.',
  },
  vhs: {
    title: 'VHS',
    description:
      'Sieht aus wie ein abgenutztes Videoband: verschmierte Farben, zitternde Zeilen, ein Streifen Rauschen.',
  },
  vignette: {
    title: 'Vignette',
    description: 'Dunkelt die Ecken ab, wie alte Objektive es tun.',
  },
  wave: {
    title: 'Welle',
    description: 'Lässt das Bild wehen wie eine Fahne.',
  },
}
