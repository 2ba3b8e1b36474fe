// Effects that cut out of a picture, lay something over it, lead to another one or follow the sound, in German.
import type { CatalogueWords } from './catalogue-words.ts'

/** Keying and Masks, Overlay, Transition, Audio Reactive. */
export const germanScene: CatalogueWords['effects'] = {
  'bass-zoom': {
    title: 'Bass-Zoom',
    description: 'Stößt das Bild bei jedem Schlag des Basses nach vorn.',
  },
  border: {
    title: 'Rahmen',
    description: 'Zeichnet einen Rahmen um das Bild, auf Wunsch mit runden Ecken.',
  },
  'chroma-key': {
    title: 'Chroma-Key',
    description: 'Ersetzt einen Greenscreen (oder jede andere Farbe) durch ein Bild oder eine einzige Farbe.',
    labels: { color: 'Farbe der Leinwand' },
  },
  clock: {
    title: 'Uhr',
    description: 'Zeigt die Uhrzeit.',
  },
  crop: {
    title: 'Zuschneiden',
    description: 'Schneidet die Seiten des Bildes ab; was abgeschnitten ist, bleibt verborgen.',
  },
  crossfade: {
    title: 'Überblenden',
    description: 'Übergang: Ein Bild blendet in das andere über.',
  },
  'difference-key': {
    title: 'Differenz-Key',
    description: 'Zeigt nur, was nicht da war, als der leere Raum aufgenommen wurde, und verbirgt den Raum.',
  },
  dissolve: {
    title: 'Auflösen',
    description: 'Übergang: Ein Bild zerbröselt Stück für Stück in das andere.',
  },
  grid: {
    title: 'Hilfslinien',
    description: 'Legt dünne Linien über das Bild, die beim Ausrichten helfen: Drittel oder so viele wie gewünscht.',
  },
  'lower-third': {
    title: 'Bauchbinde',
    description: 'Schiebt einen Balken in den unteren Teil des Bildes, für einen Namen.',
  },
  'luma-key': {
    title: 'Luma-Key',
    description: 'Ersetzt alles Dunkle (oder alles Helle) durch ein Bild oder eine einzige Farbe.',
  },
  push: {
    title: 'Schieben',
    description: 'Übergang: Ein Bild schiebt das andere hinaus.',
  },
  solid: {
    title: 'Farbfläche',
    description: 'Bedeckt das ganze Bild mit einer einzigen Farbe.',
  },
  spectrum: {
    title: 'Spektrum',
    description: 'Zeichnet, was zu hören ist, als Balken, von den Bässen links bis zu den Höhen rechts.',
  },
  spotlight: {
    title: 'Scheinwerfer',
    description: 'Beleuchtet einen runden Fleck des Bildes und dunkelt den Rest ab.',
  },
  text: {
    title: 'Schriftzug',
    description: 'Schreibt Text über das Bild.',
  },
  watermark: {
    title: 'Wasserzeichen',
    description: 'Legt ein Bild über das Bild, etwa ein Logo.',
  },
  waveform: {
    title: 'Wellenform',
    description: 'Rüttelt jede Zeile des Bildes seitwärts, so wie die Welle dessen verläuft, was zu hören ist.',
  },
  wipe: {
    title: 'Wischen',
    description: 'Übergang: Eine Kante läuft über ein Bild und lässt das andere hinter sich.',
  },
}
