// What is wrong with the file of an effect, in German: with an ISF header, its JSON and the sizes of passes, or with a
// script or worklet.
import type { Sentences } from './sentences.ts'

/** By the English. */
export const fileSentences: Sentences = {
  // ISF headers

  'The file has no ISF header. Begin it with a comment that holds JSON: /*{ "ISFVSN": "2", "INPUTS": [] }*/':
    'Die Datei hat keinen ISF-Header. Beginnen Sie sie mit einem Kommentar, in dem JSON steht: /*{ "ISFVSN": "2", "INPUTS": [] }*/',
  'The file is larger than 1 MB: that is no shader.': 'Die Datei ist größer als 1 MB: Das ist kein Shader.',
  'The file is binary, not text. An ISF file is a shader, in plain text.':
    'Die Datei ist binär, kein Text. Eine ISF-Datei ist ein Shader, als reiner Text.',
  'Expected */ after the JSON of the header. Is there a } too many before?':
    'Nach dem JSON des Headers fehlt */. Steht davor eine } zu viel?',
  'Two INPUTS are named "{1}". Rename one.': 'Zwei INPUTS heißen „{1}“. Benennen Sie einen um.',
  'The INPUT "{1}" has no TYPE: use one of {2}.': 'Der INPUT „{1}“ hat keinen TYPE. Möglich sind: {2}.',
  '"{1}" is no type of INPUT: use one of {2}.': '„{1}“ ist kein Typ eines INPUT. Möglich sind: {2}.',
  'MIN is above MAX. Swap them.': 'MIN liegt über MAX. Vertauschen Sie sie.',
  'TEXT must be true, or text in double quotes.': 'TEXT muss true sein oder Text in doppelten Anführungszeichen.',
  '{1} of a {2} must be {3}.': '{1} verlangt beim Typ {2} {3}.',
  'left out': 'nichts',
  'a whole number': 'eine ganze Zahl',
  'two numbers: [x, y]': 'zwei Zahlen, [x, y]',
  'four numbers: [red, green, blue, alpha]': 'vier Zahlen, [Rot, Grün, Blau, Alpha]',
  'VALUES of a long must be whole numbers.': 'VALUES verlangt beim Typ long ganze Zahlen.',
  'VALUES must name at least one number.': 'VALUES muss mindestens eine Zahl nennen.',
  'Use at most {1} PASSES.': 'Nehmen Sie höchstens {1} PASSES.',
  '"{1}" is an INPUT already. Give the TARGET another name.':
    '„{1}“ ist schon ein INPUT. Geben Sie dem TARGET einen anderen Namen.',
  'WIDTH and HEIGHT of a pass are numbers or expressions such as "floor($WIDTH / 2)".':
    'WIDTH und HEIGHT eines Passes sind Zahlen oder Ausdrücke wie "floor($WIDTH / 2)".',
  'A pass cannot be {1} pixels: use {2} to {3}.': 'Ein Pass kann nicht {1} Pixel groß sein: Nehmen Sie {2} bis {3}.',
  '"{1}" is an INPUT already. Give the IMPORTED image another name.':
    '„{1}“ ist schon ein INPUT. Geben Sie dem Bild in IMPORTED einen anderen Namen.',
  'The IMPORTED image "{1}" needs a PATH: one file (cube maps are not supported).':
    'Das Bild „{1}“ in IMPORTED braucht PATH: eine Datei (Cubemaps werden nicht unterstützt).',
  '"{1}" is no path to an image.': '„{1}“ ist kein Pfad zu einem Bild.',
  '{1} needs a {2}: the variable it has in the shader.': '{1} braucht {2}: den Namen seiner Variablen im Shader.',
  'A pass': 'Ein Pass',
  'An IMPORTED image': 'Ein Bild in IMPORTED',
  '"{1}" is given by the host already. Choose another name.':
    '„{1}“ kommt schon vom Host. Wählen Sie einen anderen Namen.',
  '"{1}" cannot be a variable of a shader: use letters, digits and _, and no word of GLSL.':
    '„{1}“ kann keine Variable eines Shaders sein: Nehmen Sie Buchstaben, Ziffern und _ und kein Wort von GLSL.',
  '{1} must be text in double quotes.': '{1} muss Text in doppelten Anführungszeichen sein.',
  '{1} must be a list: [ … ].': '{1} muss eine Liste sein: [ … ].',
  '{1} must be an object: { … }.': '{1} muss ein Objekt sein: { … }.',
  'Each of {1}': 'Jeder Eintrag in {1}',

  // JSON

  "Expected {1} in the header's JSON, found {2}.": 'Im JSON des Headers fehlt {1}, gefunden wurde {2}.',
  'the end of the file': 'das Ende der Datei',
  'a key in double quotes': 'ein Schlüssel in doppelten Anführungszeichen',
  '"," or "{1}"': '„,“ oder „{1}“',
  'The string that starts here has no closing quote.':
    'Der Zeichenkette, die hier beginnt, fehlt das schließende Anführungszeichen.',
  "Nest at most {1} brackets in the header's JSON.": 'Verschachteln Sie im JSON des Headers höchstens {1} Klammern.',

  // Sizes of passes

  'Keep a size expression under {1} characters.': 'Kürzen Sie den Größenausdruck auf weniger als {1} Zeichen.',
  'Unexpected "{1}" in a size expression.': '„{1}“ gehört nicht in einen Größenausdruck.',
  'The size expression is cut off.': 'Der Größenausdruck bricht ab.',
  'There is no number named ${1}: use $WIDTH, $HEIGHT or a numeric input.':
    'Eine Zahl ${1} gibt es nicht: Nehmen Sie $WIDTH, $HEIGHT oder einen INPUT, der eine Zahl ist.',
  '"{1}" is none of the functions {2}.': '„{1}“ ist keine der Funktionen {2}.',
  'A comma belongs between the arguments of min or max.': 'Zwischen die Argumente von min oder max gehört ein Komma.',
  'Nest at most {1} parentheses in a size expression.':
    'Verschachteln Sie in einem Größenausdruck höchstens {1} Klammern.',

  // Scripts

  'The script could not be loaded. {1}': 'Das Skript ließ sich nicht laden. {1}',
  'Check the URL and what it imports, and that all is served as JavaScript, with CORS headers.':
    'Prüfen Sie die URL und was das Skript importiert, und ob der Server alles als JavaScript mit CORS-Headern liefert.',
  'The script has no effect. End it with: export default defineEffect({ name, params, process }).':
    'Das Skript hat keinen Effekt. Beenden Sie es mit: export default defineEffect({ name, params, process }).',
  '{1} has no "{2}".{3}': '{1} hat kein „{2}“.{3}',
  ' It has {1}.': ' Möglich sind: {1}.',
  'An effect': 'Ein Effekt',
  'The param "{1}"': 'Der Parameter „{1}“',
  'name is {1}: write it in small letters, digits and hyphens, such as "my-effect".':
    'name ist {1}: Schreiben Sie ihn aus kleinen Buchstaben, Ziffern und Bindestrichen, etwa "my-effect".',
  'description must be text.': 'description muss Text sein.',
  '{1} is true or false.': '{1} muss true oder false sein.',
  'process must be a function. Write: process(image, params, frame) { … }.':
    'process muss eine Funktion sein. Schreiben Sie: process(image, params, frame) { … }.',
  'params must be an array such as [{ name: "amount", defaultValue: 1, minValue: 0, maxValue: 2 }].':
    'params muss ein Array sein wie [{ name: "amount", defaultValue: 1, minValue: 0, maxValue: 2 }].',
  'Two params are called "{1}". Give one another name.':
    'Zwei Parameter heißen „{1}“. Geben Sie einem einen anderen Namen.',
  'A param is { name, defaultValue, minValue, maxValue }.':
    'Ein Parameter hat die Form { name, defaultValue, minValue, maxValue }.',
  "A param's name is {1}: use letters, digits, _ and -, and begin with a letter.":
    'name eines Parameters ist {1}: Nehmen Sie Buchstaben, Ziffern, _ und -, und beginnen Sie mit einem Buchstaben.',
  'defaultValue of "{1}" must be a number, true or false, [x, y], or [r, g, b, a] in 0..1.':
    'defaultValue von „{1}“ muss eine Zahl sein, true oder false, [x, y] oder [r, g, b, a] in 0..1.',
  'float, long, bool, point2D or color': 'float, long, bool, point2D oder color',
  '"{1}" has the type {2} and a defaultValue of a {3}. Write one of {4}.':
    '„{1}“ hat den Typ {2}, aber einen defaultValue vom Typ {3}. Schreiben Sie {4}.',
  'label of "{1}" must be text.': 'label von „{1}“ muss Text sein.',
  'unit of "{1}" can be "px", for a number or a point in pixels.':
    'unit von „{1}“ kann "px" sein, für eine Zahl oder einen Punkt in Pixeln.',
  '{1} of "{2}" must be {3}.': '{1} von „{2}“ verlangt {3}.',
  'a number, for a number': 'eine Zahl und einen Parameter, der eine Zahl ist',
  'minValue of "{1}" is above its maxValue. Exchange them.':
    'minValue von „{1}“ liegt über maxValue. Vertauschen Sie sie.',
  'defaultValue of "{1}" lies outside of minValue and maxValue.':
    'defaultValue von „{1}“ liegt nicht zwischen minValue und maxValue.',
  'choices of "{1}" are for a long: [{ value: 0, label: "first" }, …].':
    'choices von „{1}“ gibt es nur beim Typ long: [{ value: 0, label: "first" }, …].',
  'Its worker could not start.': 'Der Worker des Skripts ließ sich nicht starten.',
  'process has not answered for {1} s.': 'process antwortet seit {1} s nicht.',
  'The script gave back what is no picture.': 'Was das Skript zurückgab, ist kein Bild.',
  '{1} was stopped.': '{1} wurde beendet.',
  'The script has not loaded within {1} s. Look for a loop that does not end.':
    'Das Skript war nach {1} s nicht geladen. Suchen Sie nach einer Schleife, die nicht endet.',
  'The script gave no effect.': 'Das Skript lieferte keinen Effekt.',
  'process gave the memory of the picture away. Give away a copy.':
    'process hat den Speicher des Bildes abgegeben. Geben Sie eine Kopie ab.',
  'process must change the picture in place, or return an ImageData of the same size.':
    'process muss das Bild selbst ändern oder ImageData derselben Größe zurückgeben.',
  'process returned {1}x{2} pixels for a picture of {3}x{4}. Return an ImageData of the same size.':
    'process gab {1}x{2} Pixel für ein Bild von {3}x{4} zurück. Geben Sie ImageData derselben Größe zurück.',

  // Worklets

  'The script could not be loaded: {1}': 'Das Skript ließ sich nicht laden: {1}',
  'The script registers no processor, or throws before it does. Call registerProcessor("my-effect", MyProcessor) in it.':
    'Das Skript meldet keinen Prozessor an, oder es wirft vorher einen Fehler. Rufen Sie darin registerProcessor("my-effect", MyProcessor) auf.',
  'The script has not loaded for {1} s.': 'Das Skript war nach {1} s noch nicht geladen.',
  "A parameter's name is {1}: use letters, digits, _ and -, and begin with a letter.":
    'name eines Parameters ist {1}: Nehmen Sie Buchstaben, Ziffern, _ und -, und beginnen Sie mit einem Buchstaben.',

  // Single words and parts that are filled in, and what goes on with another sentence

  'An INPUT': 'Ein INPUT',
  missing: 'nicht angegeben',
  'TEXT {1}': 'TEXT {1}',
}
