// Effects of colour, sharpness and blur, and those that help with a picture, in German.
import type { CatalogueWords } from './catalogue-words.ts'

/** Color Adjustment, Color Effect, Sharpen and Edge, Blur, Utility. */
export const germanColor: CatalogueWords['effects'] = {
  'auto-levels': {
    title: 'Auto-Tonwerte',
    description: 'Spreizt ein flaues Bild, bis seine dunkelste Stelle schwarz und seine hellste weiß ist.',
  },
  bloom: {
    title: 'Überstrahlen',
    description: 'Lässt helle Stellen überstrahlen, wie starke Lampen es in einem Objektiv tun.',
  },
  blur: {
    title: 'Weichzeichnen',
    description: 'Macht das Bild weich und unscharf.',
  },
  'box-blur': {
    title: 'Kasten-Unschärfe',
    description: 'Gibt jedem Pixel die mittlere Farbe des Quadrats ringsum: eine harte, gleichmäßige Unschärfe.',
  },
  'brightness-contrast': {
    title: 'Helligkeit, Kontrast',
    description: 'Macht das Bild heller oder dunkler und den Unterschied zwischen Hell und Dunkel größer oder kleiner.',
  },
  'channel-mixer': {
    title: 'Kanalmixer',
    description: 'Vertauscht oder mischt Rot, Grün und Blau: Wählen Sie, was aus jedem von ihnen wird.',
  },
  'color-splash': {
    title: 'Farbtupfer',
    description: 'Behält eine Farbe und zeigt alles andere in Grau.',
  },
  curves: {
    title: 'Tonwertkurve',
    description: 'Biegt die Kurve der Helligkeit: Tiefen, Mitteltöne und Lichter, jeweils hinauf oder hinunter.',
  },
  duotone: {
    title: 'Duoton',
    description: 'Zeigt das Bild in zwei Tinten, einer für das Dunkle und einer für das Helle.',
  },
  edge: {
    title: 'Kanten',
    description: 'Zeichnet weiße Umrisse auf Schwarz, wo immer sich das Bild ändert.',
    labels: { amount: 'Deckkraft' },
  },
  emboss: {
    title: 'Relief',
    description: 'Macht aus dem Bild ein Relief, das von einer Seite beleuchtet ist.',
    labels: { colors: 'Anteil der Farbe, der bleibt' },
  },
  exposure: {
    title: 'Belichtung',
    description: 'Lässt mehr oder weniger Licht herein, in Blendenstufen wie bei einer Kamera.',
  },
  'false-color': {
    title: 'Falschfarben',
    description: 'Zeigt Helligkeit als Farben, wie das Bild einer Wärmebildkamera.',
  },
  flip: {
    title: 'Spiegeln',
    description: 'Vertauscht links und rechts, oben und unten oder beides.',
  },
  'focus-peaking': {
    title: 'Fokus-Peaking',
    description: 'Färbt die Kanten dessen, was scharf ist; das hilft beim Scharfstellen von Hand.',
  },
  'gradient-map': {
    title: 'Farbverlauf',
    description: 'Färbt das Bild nach seiner Helligkeit, über drei Farben Ihrer Wahl.',
  },
  grayscale: {
    title: 'Graustufen',
    description: 'Nimmt die Farben weg, wie in einem Schwarz-Weiß-Film.',
  },
  histogram: {
    title: 'Histogramm',
    description: 'Zeigt, wie viel vom Bild dunkel und wie viel hell ist, in Rot, Grün und Blau.',
  },
  'hue-rotate': {
    title: 'Farbton drehen',
    description: 'Verschiebt alle Farben im Farbkreis.',
  },
  invert: {
    title: 'Negativ',
    description: 'Kehrt jede Farbe in ihr Gegenteil um, wie auf dem Negativ eines Films.',
  },
  levels: {
    title: 'Tonwerte',
    description: 'Bestimmt, welche Töne schwarz und weiß werden und wie hell die dazwischen sind.',
  },
  lut: {
    title: 'LUT',
    description: 'Gibt jeder Farbe die, die eine Farbtabelle für sie hat: Filmlooks und Color-Gradings.',
  },
  'motion-blur': {
    title: 'Verwischen',
    description: 'Verwischt das Bild entlang einer Linie, als hätte sich die Kamera beim Belichten bewegt.',
  },
  'night-vision': {
    title: 'Nachtsicht',
    description: 'Zeigt das Bild hell, grün und körnig, wie durch ein Nachtsichtgerät.',
  },
  rotate: {
    title: 'Drehen',
    description: 'Dreht das Bild, wenn die Kamera schief hängt.',
  },
  saturation: {
    title: 'Sättigung',
    description: 'Macht die Farben kräftiger oder blasser.',
  },
  sepia: {
    title: 'Sepia',
    description: 'Gibt dem Bild die Brauntöne eines alten Fotos.',
  },
  sharpen: {
    title: 'Schärfen',
    description: 'Macht Kanten und feine Einzelheiten deutlicher.',
  },
  sketch: {
    title: 'Bleistift',
    description: 'Zeichnet das Bild mit dem Bleistift: Striche an den Kanten, körnige Schatten im Dunkeln.',
  },
  'soft-focus': {
    title: 'Soft-Fokus',
    description: 'Legt einen sanften Schein über das Bild und schmeichelt der Haut, wie Porträtobjektive es tun.',
  },
  solarize: {
    title: 'Solarisation',
    description: 'Kehrt die hellen Stellen ins Negativ um, wie bei einem Foto, das zu früh Licht sah.',
  },
  temperature: {
    title: 'Farbtemperatur',
    description: 'Macht das Licht wärmer oder kühler und nimmt einen Stich ins Grüne oder ins Magenta weg.',
  },
  threshold: {
    title: 'Schwellenwert',
    description: 'Lässt zwei Farben übrig: eine für alles, was dunkler ist als die Schwelle, eine für den Rest.',
    labels: { level: 'Schwelle' },
  },
  'tilt-shift': {
    title: 'Miniatur',
    description:
      'Lässt einen Streifen scharf und zeichnet darüber und darunter weich: Die Welt sieht aus wie ein Modell.',
  },
  tint: {
    title: 'Farbfilter',
    description: 'Setzt farbiges Glas vor die Kamera.',
  },
  'unsharp-mask': {
    title: 'Unscharf maskieren',
    description: 'Schärft um das, was einer unscharfen Kopie fehlt; mit großem Radius betont es Licht und Schatten.',
  },
  vibrance: {
    title: 'Dynamik',
    description: 'Macht blasse Farben kräftiger und lässt kräftige und die Haut weitgehend in Ruhe.',
  },
  'white-balance': {
    title: 'Weißabgleich',
    description: 'Nimmt einen Farbstich weg: Nennen Sie die Farbe von etwas, das grau sein soll.',
  },
  zebra: {
    title: 'Zebra',
    description: 'Streift, was zu hell ist, und färbt, was zu dunkel ist; das hilft beim Belichten.',
  },
  zoom: {
    title: 'Zoom',
    description: 'Zeigt einen Ausschnitt des Bildes größer.',
    labels: { amount: 'Vergrößerung' },
  },
  'zoom-blur': {
    title: 'Zoom-Unschärfe',
    description: 'Verwischt das Bild von einem Punkt weg, als hätte die Kamera beim Belichten gezoomt.',
  },
}
