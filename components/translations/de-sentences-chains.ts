// What is said of chains, of values and of effects on sound, in German.
import type { Sentences } from './sentences.ts'

/** By the English. */
export const chainSentences: Sentences = {
  // Chain text
  'A chain has at most {1} characters; this one has {2}.': 'Eine Kette hat höchstens {1} Zeichen; diese hat {2}.',
  'Expected {1}, found {2}.': 'Erwartet: {1}. Gefunden: {2}.',
  'the name of an effect': 'der Name eines Effekts',
  'the name of an effect or "]"': 'der Name eines Effekts oder "]"',
  'Expected the name of an effect, found {1}.': 'Erwartet: der Name eines Effekts. Gefunden: {1}.',
  'Expected the name of an effect or "]", found {1}.': 'Erwartet: der Name eines Effekts oder "]". Gefunden: {1}.',
  'one value and no more': 'ein Wert und nicht mehr',
  'the end': 'das Ende',
  '"," or ")"': '"," oder ")"',
  'a value': 'ein Wert',
  '"," and the y of a point': '"," und das y eines Punktes',
  '")" after a point': '")" nach einem Punkt',
  'a frequency such as 0.5hz': 'eine Frequenz wie 0.5hz',
  '"hz" after the frequency': '"hz" nach der Frequenz',
  '"," and a range such as 0..1': '"," und ein Bereich wie 0..1',
  'a range such as 0..1': 'ein Bereich wie 0..1',
  '".." between the ends of a range': '".." zwischen den Enden eines Bereichs',
  'one of {1}': 'eines von {1}',
  '")" after {1}': '")" nach {1}',
  'Groups can be nested {1} deep, no deeper.': 'Gruppen lassen sich höchstens {1}-fach verschachteln.',
  'Put a space, not a comma, between two effects.': 'Setzen Sie zwischen zwei Effekte ein Leerzeichen, kein Komma.',
  'The bracket that opens here is never closed with "]".':
    'Die Klammer, die hier aufgeht, wird nicht mit "]" geschlossen.',
  'The bracket that opens here is never closed with ")".':
    'Die Klammer, die hier aufgeht, wird nicht mit ")" geschlossen.',
  'The quote that opens here is never closed.': 'Das Anführungszeichen, das hier aufgeht, wird nicht geschlossen.',
  'This number is too large.': 'Diese Zahl ist zu groß.',
  '"#{1}" is no colour: write #rgb, #rgba, #rrggbb or #rrggbbaa.':
    '„#{1}“ ist keine Farbe: Schreiben Sie #rgb, #rgba, #rrggbb oder #rrggbbaa.',
  'no unit named "{1}".': 'Es gibt keine Einheit „{1}“.',
  'no driver named "{1}".': 'Es gibt keinen Antrieb „{1}“: Schreiben Sie lfo(…) oder audio(…).',
  'no band named "{1}": use one of {2}.': 'Es gibt kein Band „{1}“: Nehmen Sie eines von {2}.',
  'The frequency of an lfo must be above 0hz.': 'Die Frequenz eines lfo muss über 0hz liegen.',
  '{1} takes {2}; mix: and blend: can be named.': '{1} nimmt {2}; mix: und blend: lassen sich mit Namen angeben.',
  'no values without a name': 'keine Werte ohne Namen',
  'at most {1} without a name': 'höchstens {1} ohne Namen',
  'a group': 'Die Gruppe',
  '{1} is set twice. Leave one out.': '{1} ist zweimal gesetzt. Lassen Sie eines weg.',

  // Values of parameters
  '{1} has no parameter "{2}".': '{1} hat keinen Parameter „{2}“.',
  '{1} has no parameter "{2}".{3}': '{1} hat keinen Parameter „{2}“.{3}',
  '{1} of {2} takes {3}.': '{2}: {1} nimmt {3}.',
  '{1}: "{2}" takes {3}.': '{1}: „{2}“ nimmt {3}.',
  '"{1}" takes a number.': '„{1}“ nimmt eine Zahl.',
  '{1} takes a whole number.': '{1} nimmt eine ganze Zahl.',
  '{1} takes one of {2}.': '{1} nimmt eines von {2}.',
  '{1} goes from {2} to {3}; this is {4}.': '{1} geht von {2} bis {3}; hier steht {4}.',
  '{1} is {2}: that is no number to keep.': '{1} ist {2}: Das ist keine Zahl, die sich aufschreiben lässt.',
  'true or false': 'true oder false',
  'one of its choices': 'eine seiner Möglichkeiten',
  'a number, lfo(…) or audio(…)': 'eine Zahl, lfo(…) oder audio(…)',
  'a point such as (0.5, 0.5)': 'einen Punkt wie (0.5, 0.5)',
  'a colour such as #00ff00': 'eine Farbe wie #00ff00',
  'a URL in double quotes': 'eine URL in "…"',
  'the URL of a sound, or the id of a source, in double quotes': 'die URL eines Tons oder die id einer Quelle, in "…"',
  'sound, which cannot be written': 'Ton, der sich nicht schreiben lässt',
  'text in double quotes': 'Text in "…"',
  'another source: its id, the element, or a MediaStream':
    'eine andere Quelle: deren id, das Element oder einen MediaStream',
  'a number': 'eine Zahl',
  'two numbers [x, y]': 'zwei Zahlen [x, y]',
  'four numbers [r, g, b, a] in 0..1': 'vier Zahlen [r, g, b, a] in 0..1',
  'an image': 'ein Bild',
  'a sound: its URL, or a Float32Array': 'einen Ton: dessen URL oder ein Float32Array',
  'a Float32Array': 'ein Float32Array',
  'text or an image': 'Text oder ein Bild',
  'takes at most {1} characters; this text has {2}. Shorten it.':
    'nimmt höchstens {1} Zeichen; dieser Text hat {2}. Kürzen Sie ihn.',
  '{1} of {2} takes a value from someone else, and none that moves by itself.':
    '{2}: {1} nimmt von anderen nur einen festen Wert, keinen, der sich von selbst bewegt.',
  '{1}: "{2}" cannot move by itself, since changing it builds the effect anew. Give it a number.':
    '{1}: „{2}“ kann sich nicht von selbst bewegen, weil jede Änderung den Effekt neu aufbaut. Geben Sie eine Zahl an.',

  'The effect "{1}" could not be loaded. Check the connection, then take it out and choose it again.':
    'Der Effekt „{1}“ ließ sich nicht laden. Prüfen Sie die Verbindung, nehmen Sie ihn heraus und wählen Sie ihn noch einmal.',

  // How an effect is laid over
  'mix takes a number from 0 to 1, or 0% to 100%.': 'mix nimmt eine Zahl von 0 bis 1 oder 0% bis 100%.',
  'blend takes one of {1}.': 'blend nimmt eines von {1}.',
  '"mix" takes a number from 0 to 1.': '„mix“ nimmt eine Zahl von 0 bis 1.',
  '"blend" takes one of {1}.': '„blend“ nimmt eines von {1}.',
  '"importance" takes a number.': '„importance“ nimmt eine Zahl.',
  'mix is "{1}": write a number from 0 to 1, or 0% to 100%.':
    'mix ist „{1}“: Schreiben Sie eine Zahl von 0 bis 1 oder 0% bis 100%.',
  'blend is "{1}": write one of {2}.': 'blend ist „{1}“: Schreiben Sie eines von {2}.',
  'importance takes a number, 0 where none is given.': 'importance nimmt eine Zahl; ohne Angabe ist es 0.',

  // Effects and stages
  'no effect named "{1}".': 'Es gibt keinen Effekt „{1}“.',
  'no effect named "{1}".{2}': 'Es gibt keinen Effekt „{1}“.{2}',
  'There is no effect named "{1}".': 'Es gibt keinen Effekt „{1}“.',
  'The effect': 'Der Effekt',
  'the effect': 'Der Effekt',
  'src is "{1}", which is no URL.': 'src ist „{1}“, und das ist keine URL.',
  'The effect {1} could not be loaded: {2}. Check src.': 'Der Effekt {1} ließ sich nicht laden: {2}. Prüfen Sie src.',
  'it cannot be reached, or CORS forbids it': 'Er ist nicht erreichbar, oder CORS verbietet es',
  'A chain is chain text or an array of stages.': 'Eine Kette ist ein Text oder ein Array von Stufen.',
  'A stage of a chain is { name, values } or { stages }.':
    'Eine Stufe einer Kette ist { name, values } oder { stages }.',
  'A stage needs values: an object, {} for the defaults.':
    'Eine Stufe braucht values: ein Objekt, {} für die Vorgaben.',
  'The effect "{1}" came from a file: only built-in effects can be written as text.':
    'Der Effekt „{1}“ kommt aus einer Datei: Nur eingebaute Effekte lassen sich als Text schreiben.',
  'without a name': 'ohne Namen',

  // Transitions
  'transition-duration is {1}: write milliseconds, such as 500.':
    'transition-duration ist {1}: Schreiben Sie Millisekunden, etwa 500.',
  'transition takes one video effect, such as "crossfade".':
    'transition nimmt einen Effekt des Bildes, etwa „crossfade“.',
  '{1} is no transition: that has the inputs startImage, endImage and progress.':
    '{1} ist kein Übergang: Einer hat die INPUTS startImage, endImage und progress.',

  // Sound
  '{1}: "{2}" names another source, but {3}.': '{1}: „{2}“ nennt eine andere Quelle, aber {3}.',
  'the element with the id "{1}" has no stream': 'das Element mit der id „{1}“ hat keinen Strom',
  'there is no element with the id "{1}"': 'es gibt kein Element mit der id „{1}“',
  '{1}: {2} is no sound that this browser can decode.': '{1}: {2} ist kein Ton, den dieser Browser lesen kann.',
  'this file': 'diese Datei',
  '{1}: "{2}" takes a sound of at most {3} seconds.': '{1}: „{2}“ nimmt einen Ton von höchstens {3} Sekunden.',
  "{1} needs WebAssembly, which this page's Content Security Policy forbids: add 'wasm-unsafe-eval' to script-src.":
    "{1} braucht WebAssembly, und das verbietet die Content-Security-Policy dieser Seite: Nehmen Sie 'wasm-unsafe-eval' in script-src auf.",
  'The effect is left out: {1}.': 'Der Effekt entfällt: {1}.',
  'its processor has thrown an error; the console says which':
    'Sein Prozessor hat einen Fehler geworfen; die Konsole sagt, welchen',
  'The noise suppressor has found its own memory broken.':
    'Die Rauschunterdrückung hat ihren eigenen Speicher beschädigt vorgefunden.',

  // What is filled in, and stands in the code as a part of something longer
  any: 'beliebig',
  'at most {1} characters; this text has {2}. Shorten it': 'höchstens {1} Zeichen; dieser Text hat {2}. Kürzen Sie ihn',
}
