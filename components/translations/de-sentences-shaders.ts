// What is wrong with a shader, in German: what the GLSL front end and the backends find, and the names that were meant.
import type { Sentences } from './sentences.ts'

/** By the English. */
export const shaderSentences: Sentences = {
  ' Did you mean "{1}"?': ' Meinten Sie „{1}“?',

  // Calls and constructors

  '{1}() takes no arguments.': '{1}() nimmt keine Argumente.',
  '"{1}" is a variable, not a function.': '„{1}“ ist eine Variable, keine Funktion.',
  'There is no function "{1}".{2}': 'Es gibt keine Funktion „{1}“.{2}',
  '{1}() takes {2} {3}, not {4}.': '{1}() nimmt {2} {3}, nicht {4}.',
  '{1} is called with {2} as argument {3}.': '{1} bekommt {2} als Argument {3}.',
  'There is no {1}({2}). Candidates: {3}{4}.': 'Es gibt kein {1}({2}). Möglich sind: {3}{4}.',
  'A {1} cannot be constructed.': '{1} lässt sich nicht konstruieren.',
  '{1}() needs arguments.': '{1}() braucht Argumente.',
  'A {1} cannot be part of a {2}.': '{1} kann kein Teil von {2} sein.',
  '{1} has {2} components; this is one too many.': '{1} hat {2} Komponenten; hier ist eine zu viel.',
  'A matrix made from a matrix takes no other arguments.':
    'Eine Matrix, die aus einer Matrix entsteht, nimmt keine weiteren Argumente.',
  '{1} needs {2} components, not {3}.': '{1} braucht {2} Komponenten, nicht {3}.',
  '{1} has {2} components, not {3}.': '{1} hat {2} Komponenten, nicht {3}.',
  'A {1} holds a picture, so it cannot be constructed.':
    '{1} enthält ein Bild und lässt sich deshalb nicht konstruieren.',
  '{1} takes {2} argument{3}, not {4}.': '{1} nimmt {2} Argumente, nicht {4}.',
  '"{1}" of {2}': '„{1}“ in {2}',
  'An element of the array': 'Ein Element des Arrays',

  // Declarations

  'The shader has no main(): write void main() { … }.': 'Dem Shader fehlt main(): Schreiben Sie void main() { … }.',
  'main() returns nothing: write void main().': 'main() gibt nichts zurück: Schreiben Sie void main().',
  'A struct cannot be declared in a struct. Declare it before.':
    'Eine Struktur lässt sich nicht in einer Struktur deklarieren. Deklarieren Sie sie davor.',
  'A field has no first value. Give it where the struct is made.':
    'Ein Feld hat keinen Anfangswert. Setzen Sie ihn dort, wo die Struktur erzeugt wird.',
  'A field cannot be a {1}.': 'Ein Feld kann nicht den Typ {1} haben.',
  'Two fields are named "{1}".': 'Zwei Felder heißen „{1}“.',
  'A struct needs at least one field.': 'Eine Struktur braucht mindestens ein Feld.',
  'inout is for parameters only.': 'inout gibt es nur bei Parametern.',
  '"{1}" is no INPUT, pass or IMPORTED image of the header. Add it there.':
    'Im Header steht „{1}“ weder in INPUTS noch in PASSES noch in IMPORTED. Ergänzen Sie es dort.',
  '"{1}" is const, so it needs a value.': '„{1}“ ist const und braucht deshalb einen Wert.',
  'The result of an effect is a vec4, not {1}.': 'Das Ergebnis eines Effekts muss vec4 sein, nicht {1}.',
  'Attributes are for vertex shaders only.': 'Attribute gibt es nur in Vertex-Shadern.',
  'A varying is made of floats, not {1}.': 'Ein Varying besteht aus float, nicht aus {1}.',
  '"{1}" is given by the host or an INPUT, as {2}, not {3}.':
    '„{1}“ kommt vom Host oder aus einem INPUT und hat den Typ {2}, nicht {3}.',
  'Declare the struct before the function.': 'Deklarieren Sie die Struktur vor der Funktion.',
  'A function cannot return a picture.': 'Eine Funktion kann kein Bild zurückgeben.',
  'main() has no parameters.': 'main() hat keine Parameter.',
  '"{1}" is declared in line {2} to return {3}.': 'Laut der Deklaration in Zeile {2} gibt „{1}“ {3} zurück.',
  '"{1}" with these parameters is there already, in line {2}.':
    '„{1}“ mit diesen Parametern gibt es schon, in Zeile {2}.',
  'A parameter is in, out or inout, not {1}.': 'Ein Parameter ist in, out oder inout, nicht {1}.',
  'A parameter cannot be void.': 'Ein Parameter kann nicht void sein.',
  'A picture cannot be written.': 'Ein Bild ist nicht beschreibbar.',
  '"{1}" needs a size: {2}[4].': '„{1}“ braucht eine Größe: {2}[4].',
  'A variable cannot be void.': 'Eine Variable kann nicht void sein.',
  'Expected an array, not {1}.': 'Hier muss ein Array stehen, nicht {1}.',
  '"{1}" is declared already, in line {2}. Rename one.':
    '„{1}“ ist schon in Zeile {2} deklariert. Benennen Sie eines um.',
  '"{1}" is given by the host or an INPUT. Rename this one.':
    '„{1}“ kommt schon vom Host oder aus einem INPUT. Nehmen Sie hier einen anderen Namen.',
  'The struct "{1}" is declared already. Rename one.': 'Die Struktur „{1}“ ist schon deklariert. Benennen Sie eine um.',
  'There are too many functions "{1}".': 'Es gibt zu viele Funktionen „{1}“.',
  '"{1}" calls itself, which GLSL does not allow. Use a loop.':
    '„{1}“ ruft sich selbst auf, und das erlaubt GLSL nicht. Nehmen Sie eine Schleife.',
  '"{1}" is declared but nowhere defined.': '„{1}“ ist deklariert, aber nirgends definiert.',
  'Functions call each other too deep here.': 'Die Aufrufe von Funktionen sind hier zu tief verschachtelt.',

  // What the parser misses: what stands behind "after" in the dative, whose name it is in the genitive

  'Expected "{1}" after {2}.': 'Nach {2} fehlt „{1}“.',
  'Expected "{1}" after {2}, found {3}.': 'Nach {2} fehlt „{1}“, gefunden wurde {3}.',
  'Expected "(" after {1}, found {2}.': 'Nach {1} fehlt „(“, gefunden wurde {2}.',
  'the first choice': 'der ersten Wahl',
  'the index': 'dem Index',
  'the expression': 'dem Ausdruck',
  'the arguments': 'den Argumenten',
  'the size': 'der Größe',
  'the precision': 'der Genauigkeit',
  'the struct': 'der Struktur',
  'the declaration of "{1}"': 'der Deklaration von „{1}“',
  'the list': 'der Liste',
  'the parameters': 'den Parametern',
  'the parameters of "{1}"': 'den Parametern von „{1}“',
  'the statement': 'der Anweisung',
  'the condition': 'der Bedingung',
  'the body of do': 'dem Rumpf von do',
  'do … while (…)': 'do … while (…)',
  'the step': 'dem Schritt',
  'switch (…)': 'switch (…)',
  'Expected the name of {1}, {2}.': 'Hier fehlt der Name {1}: {2}.',
  'a variable': 'einer Variablen',
  'a function': 'einer Funktion',
  'a parameter': 'eines Parameters',
  '"{1}" is a word of GLSL': '„{1}“ ist ein Wort von GLSL',
  'found {1}': 'Gefunden wurde {1}',
  'Expected a component or field after ".", found {1}.':
    'Nach „.“ fehlt eine Komponente oder ein Feld, gefunden wurde {1}.',
  'Expected an expression, found {1}.': 'Hier fehlt ein Ausdruck, gefunden wurde {1}.',
  'Expected a type, found {1}.': 'Hier fehlt ein Typ, gefunden wurde {1}.',
  'Expected "case" or "default", found "{1}".': 'Hier fehlt "case" oder "default", gefunden wurde „{1}“.',
  'Only functions and types can be called.': 'Aufrufen lassen sich nur Funktionen und Typen.',
  '{1} is too large for a whole number. Write {2}.0 for a float.':
    '{1} ist zu groß für eine ganze Zahl. Schreiben Sie {2}.0 für float.',
  '{1} is no number.': '{1} ist keine Zahl.',
  'This { has no }.': 'Zu dieser { fehlt die }.',
  '"{1}" stands outside of a switch.': '„{1}“ steht außerhalb von switch.',
  'This else has no if.': 'Zu diesem else fehlt das if.',
  'This is nested too deep. Split it up.': 'Das ist zu tief verschachtelt. Teilen Sie es auf.',
  'The expression is too long. Split it up.': 'Der Ausdruck ist zu lang. Teilen Sie ihn auf.',
  'The comment does not end: close it with */.': 'Der Kommentar endet nicht: Schließen Sie ihn mit */.',
  'The name is longer than {1} characters. Shorten it.': 'Der Name ist länger als {1} Zeichen. Kürzen Sie ihn.',

  // Expressions

  'A list in { } can only be the first value of a variable.':
    'Eine Liste in { } kann nur der Anfangswert einer Variablen sein.',
  '{1} is a bool, not {2}.{3}': '{1} verlangt bool, nicht {2}.{3}',
  ' Compare it: … != 0.': ' Vergleichen Sie: … != 0.',
  'What stands before ?': 'Die Bedingung vor ?',
  '"{1}" is not supported: pictures are of type sampler2D.':
    '„{1}“ wird nicht unterstützt: Bilder haben den Typ sampler2D.',
  '"{1}" is no type.{2}': '„{1}“ ist kein Typ.{2}',
  'Arrays of arrays do not run in WebGL. Use one array and compute the index.':
    'Arrays von Arrays laufen nicht in WebGL. Nehmen Sie ein einziges Array, und berechnen Sie den Index.',
  'The array needs a size: [4].': 'Das Array braucht eine Größe: [4].',
  'The size of an array must be a whole number that is known beforehand.':
    'Die Größe eines Arrays muss eine ganze Zahl sein, die vorher bekannt ist.',
  'An array has 1 to {1} elements.': 'Ein Array hat 1 bis {1} Elemente.',
  'Write gl_FragData[0].': 'Schreiben Sie gl_FragData[0].',
  '"{1}" is a function. Call it: {2}(…).': '„{1}“ ist eine Funktion. Rufen Sie sie auf: {2}(…).',
  '"{1}" is not declared.{2}': '„{1}“ ist nicht deklariert.{2}',
  'A picture cannot be assigned.': 'Ein Bild lässt sich nicht zuweisen.',
  '? : chooses between {1} and {2}: make them one type.':
    '? : hat zwischen {1} und {2} zu wählen: Bringen Sie beide auf einen Typ.',
  '? : cannot choose a {1}.': '? : kann {1} nicht wählen.',
  'The struct {1} has no field "{2}".{3}': 'Die Struktur {1} hat kein Feld „{2}“.{3}',
  '{1} has no components.': '{1} hat keine Komponenten.',
  '".{1}" names no components: use up to four of xyzw, rgba or stpq.':
    '„.{1}“ nennt keine Komponenten: Nehmen Sie bis zu vier aus xyzw, rgba oder stpq.',
  'one component': 'eine Komponente',
  '{1} components': '{1} Komponenten',
  '{1} has {2}, so there is no .{3}.': '{1} hat {2}; .{3} gibt es also nicht.',
  'Only arrays have a length(). For the length of a vector write length(…).':
    'Nur Arrays haben length(). Für die Länge eines Vektors schreiben Sie length(…).',
  'An index is an int, not {1}. Write int(…).': 'Ein Index muss int sein, nicht {1}. Schreiben Sie int(…).',
  'An effect has one result: write gl_FragData[0].': 'Ein Effekt hat nur ein Ergebnis: Schreiben Sie gl_FragData[0].',
  '{1} cannot be indexed.': '{1} lässt sich nicht indizieren.',
  'The index {1} is outside: there are {2}, from 0 to {3}.':
    'Der Index {1} liegt außerhalb: Es gibt {2}, von 0 bis {3}.',

  // Operators. What may go on behind its sentence comes first: of equals, the first is taken.

  '{1} cannot be used on {2}.{3}': '{1} lässt sich auf {2} nicht anwenden.{3}',
  '{1} cannot be used on {2}.': '{1} lässt sich auf {2} nicht anwenden.',
  '{1} is {2}, not {3}.{4}': '{1} verlangt {2}, nicht {3}.{4}',
  ' Take .{1} of it.': ' Nehmen Sie .{1} davon.',
  ' Write {1}(…).': ' Schreiben Sie {1}(…).',
  ' Write {1}(…, {2}).': ' Schreiben Sie {1}(…, {2}).',
  ' Write not(…).': ' Schreiben Sie not(…).',
  '{1} needs a bool on each side, not {2}.': '{1} braucht auf beiden Seiten bool, nicht {2}.',
  ' Write {1}(…), which gives a bool for each component.':
    ' Schreiben Sie {1}(…); das ergibt für jede Komponente bool.',
  ' Write mod(…, …) for floats.': ' Schreiben Sie bei float mod(…, …).',
  ' Both need the same number of components.': ' Beide brauchen gleich viele Komponenten.',
  '{1} cannot join {2} and {3}.{4}': '{1} kann {2} und {3} nicht verknüpfen.{4}',
  '{1}= would make {2} of {3}.{4}': '{1}= würde aus dem Typ {3} den Typ {2} machen.{4}',
  'The left side': 'Die linke Seite',
  '"{1}" {2}, so it cannot be written. Copy it to a variable of your own.':
    '„{1}“ ist nicht beschreibbar: {2}. Kopieren Sie den Wert in eine eigene Variable.',
  'is given by the host': 'Es kommt vom Host',
  'is an INPUT, a pass or an image': 'Es ist ein INPUT, ein Pass oder ein Bild',
  'is written by the vertex shader only': 'Schreiben darf nur der Vertex-Shader',
  'is const or uniform': 'Es ist const oder uniform',
  'is a const parameter': 'Es ist ein const-Parameter',
  'is const': 'Es ist const',
  'A component is named twice, so this cannot be written.':
    'Eine Komponente ist zweimal genannt; so ist das nicht beschreibbar.',
  'Only variables and parts of them can be written.': 'Nur Variablen und Teile von ihnen sind beschreibbar.',

  // Statements

  '"{1}" has no return, but is to give {2}.': '„{1}“ soll {2} zurückgeben, hat aber kein return.',
  'The condition of if': 'Die Bedingung von if',
  '{1} cannot stand in a function.': '{1} kann nicht in einer Funktion stehen.',
  'A picture cannot be a variable. Use its name where it is read.':
    'Ein Bild kann keine Variable sein. Schreiben Sie seinen Namen dort, wo es gelesen wird.',
  'The condition of a loop': 'Die Bedingung einer Schleife',
  'switch looks at an int, not {1}.': 'switch verlangt int, nicht {1}.',
  'There are two defaults.': 'default steht hier zweimal.',
  'case {1} is there already.': 'case {1} gibt es schon.',
  'A case is {1} that is known beforehand.': 'case verlangt einen vorher bekannten Wert vom Typ {1}.',
  '"{1}" is to give {2}: write "return …;" in it.':
    '„{1}“ soll {2} zurückgeben: Schreiben Sie darin return mit einem Wert.',
  '"{1}" is declared void, so it cannot return {2}.':
    '„{1}“ ist als void deklariert und kann deshalb nicht {2} zurückgeben.',
  'What "{1}" returns': 'return in „{1}“',
  'discard is for fragment shaders only.': 'discard gibt es nur in Fragment-Shadern.',
  'continue stands outside of a loop.': 'continue steht außerhalb einer Schleife.',
  'break stands outside of a loop.': 'break steht außerhalb einer Schleife.',

  // Vertex shaders

  'Nothing writes the varying "{1}". {2}': 'Nichts schreibt das Varying „{1}“. {2}',
  'The vertex shader does not declare it.': 'Der Vertex-Shader deklariert es nicht.',
  'Give the vertex shader (.vs) with the file.': 'Geben Sie den Vertex-Shader (.vs) zur Datei dazu.',
  '"{1}" is a {2} in the vertex shader, not a {3}.': '„{1}“ hat im Vertex-Shader den Typ {2}, nicht {3}.',

  // Directives and macros

  '"{1}" is not expected in a condition.': '„{1}“ gehört nicht in eine Bedingung.',
  'The condition is not complete.': 'Die Bedingung ist unvollständig.',
  'The condition is nested too deep.': 'Die Bedingung ist zu tief verschachtelt.',
  'The condition needs a ).': 'Der Bedingung fehlt eine ).',
  'The shader is too long.': 'Der Shader ist zu lang.',
  'This #if has no #endif.': 'Zu diesem #if fehlt #endif.',
  'This #endif has no #if.': 'Zu diesem #endif fehlt #if.',
  '#{1} is no directive of GLSL.': '#{1} ist keine Direktive von GLSL.',
  'This #{1} has no #if.': 'Zu diesem #{1} fehlt #if.',
  'This #{1} comes after #else.': 'Dieses #{1} steht nach #else.',
  '#{1} needs a name.': '#{1} braucht einen Namen.',
  'Write defined(NAME).': 'Schreiben Sie defined(NAME).',
  '"{1}" cannot be redefined.': '„{1}“ lässt sich nicht neu definieren.',
  'The parameters of "{1}" need a ).': 'Den Parametern von „{1}“ fehlt eine ).',
  'The parameters of "{1}" are names with commas between them.':
    'Die Parameter von „{1}“ sind Namen mit Kommas dazwischen.',
  'The macro "{1}" writes too much.': 'Das Makro „{1}“ erzeugt zu viel Code.',
  'The macro "{1}" is nested too deep.': 'Das Makro „{1}“ ist zu tief verschachtelt.',
  'The arguments of the macro "{1}" need a ).': 'Den Argumenten des Makros „{1}“ fehlt eine ).',
  'The macro "{1}" takes {2}, not {3}.': 'Das Makro „{1}“ nimmt {2}, nicht {3}.',
  'A macro writes too much.': 'Ein Makro erzeugt zu viel Code.',
  '"{1}{2}" is no token: ## cannot join them.': '„{1}{2}“ ist kein Token: ## kann das nicht verbinden.',

  // Backends

  "WebAssembly with SIMD cannot run here, so the wasm backend cannot. If the page has a Content-Security-Policy, add 'wasm-unsafe-eval' to its script-src.":
    "WebAssembly mit SIMD läuft hier nicht, also auch nicht das Backend wasm. Hat die Seite eine Content-Security-Policy, so ergänzen Sie 'wasm-unsafe-eval' in script-src.",
  'The wasm backend has no dFdy of what a loop changes, inside of that loop.':
    'Das Backend wasm hat in einer Schleife kein dFdy von dem, was diese Schleife ändert.',
  'Nothing can be written there.': 'Dort lässt sich nichts schreiben.',
  'A picture is named by a variable.': 'Ein Bild wird durch eine Variable genannt.',
  'There is no field "{1}".': 'Es gibt kein Feld „{1}“.',
  'The shader is too large for the wasm backend: its functions are inlined.':
    'Der Shader ist zu groß für das Backend wasm: Seine Funktionen werden an jedem Aufruf eingesetzt.',
  'The wasm backend has no function "{1}" yet.': 'Das Backend wasm hat noch keine Funktion „{1}“.',
  'The wasm backend runs no vertex shader that moves the picture.':
    'Das Backend wasm führt keine Vertex-Shader aus, die das Bild verschieben.',
  'This browser has no WebGL 2 here, so the webgl2 backend cannot run. Turn hardware acceleration on, or use backend="wasm".':
    'Dieser Browser hat hier kein WebGL 2, also läuft das Backend webgl2 nicht. Schalten Sie die Hardwarebeschleunigung ein, oder nehmen Sie backend="wasm".',
  'The graphics driver refuses the shader: {1}': 'Der Grafiktreiber lehnt den Shader ab: {1}',
  'The graphics context was lost.': 'Der Grafikkontext ging verloren.',

  // Single words and parts that are filled in: types with their article, tokens, counts

  argument: 'Argument',
  arguments: 'Argumente',
  'a {1}': '{1}',
  'an {1}': '{1}',
  '"{1}"': '„{1}“',

  // Sentences above with what may stand in their holes, where the German needs another form then

  '{1} takes 1 argument, not {2}.': '{1} nimmt 1 Argument, nicht {2}.',
  '{1} takes {2} or {3} argument{4}, not {5}.': '{1} nimmt {2} oder {3} Argumente, nicht {5}.',
  '{1} takes {2} or {3} or {4} argument{5}, not {6}.': '{1} nimmt {2}, {3} oder {4} Argumente, nicht {6}.',
  'The macro "{1}" takes 1 argument, not {2}.': 'Das Makro „{1}“ nimmt 1 Argument, nicht {2}.',
  'The macro "{1}" takes {2} argument{3}, not {4}.': 'Das Makro „{1}“ nimmt {2} Argumente, nicht {4}.',
  'A {1} has no components.': '{1} hat keine Komponenten.',
  'An {1} has no components.': '{1} hat keine Komponenten.',
  'A {1} has {2}, so there is no .{3}.': '{1} hat {2}; .{3} gibt es also nicht.',
  'An {1} has {2}, so there is no .{3}.': '{1} hat {2}; .{3} gibt es also nicht.',
  'A {1} cannot be indexed.': '{1} lässt sich nicht indizieren.',
  'An {1} cannot be indexed.': '{1} lässt sich nicht indizieren.',
}
