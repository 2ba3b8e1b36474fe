// What a person is told about a shader that is wrong: what, where, and what to do. In each source ¦ marks the place.
import { describe, expect, it } from 'vitest'
import { EffectError } from '../../effects/effect.ts'
import { parseEffect } from '../../effects/isf.ts'
import { analyseEffect } from '../../workers/glsl/front-end.ts'
import { effectOf } from './fixtures/glsl/features.ts'

function errorOf(run: () => unknown): EffectError {
  try {
    run()
  } catch (error) {
    expect(error).toBeInstanceOf(EffectError)
    return error as EffectError
  }
  throw new Error('The shader was accepted.')
}

/** Where ¦ stands in the text, counted from 1, and the text without it. */
function marked(text: string): { source: string; line: number; column: number } {
  const before = text.slice(0, text.indexOf('¦')).split('\n')
  return { source: text.replace('¦', ''), line: before.length, column: before.at(-1)!.length + 1 }
}

/** The header of the features takes the first line, so that sources begin in the second. */
function check(text: string, reason: string | RegExp): void {
  const { source, line, column } = marked(`\n${text}`)
  const error = errorOf(() => analyseEffect(effectOf(source)))
  expect(error.reason).toMatch(reason)
  expect([error.file, error.line, error.column]).toEqual(['test', line, column])
}

/** Cases whose source is the body of main. */
function inMain(cases: readonly (readonly [body: string, reason: string | RegExp])[]): void {
  it.each(cases)('%s', (body, reason) => check(`void main() {\n  ${body}\n}`, reason))
}

function atTop(cases: readonly (readonly [source: string, reason: string | RegExp])[]): void {
  it.each(cases)('%s', (source, reason) => check(`${source}\nvoid main() {}`, reason))
}

describe('a name that means nothing', () => {
  inMain([
    ['vec4 color; color.r = ¦colour.g;', '"colour" is not declared. Did you mean "color"?'],
    ['float a = ¦LEVEL;', '"LEVEL" is not declared. Did you mean "level"?'],
    ['float a = ¦RENDERSIZ.x;', 'Did you mean "RENDERSIZE"?'],
    ['float a = ¦xyzzy;', /^"xyzzy" is not declared\.$/],
    ['float a = ¦smothstep(0.0, 1.0, level);', 'There is no function "smothstep". Did you mean "smoothstep"?'],
    ['vec4 a = ¦IMG_PIXL(inputImage, vec2(1.0));', 'Did you mean "IMG_PIXEL"?'],
    ['¦vec5 a;', '"vec5" is no type. Did you mean "vec2"?'],
    ['¦samplerCube a;', '"samplerCube" is not supported: pictures are of type sampler2D.'],
    ['float a = ¦level(1.0);', '"level" is a variable, not a function.'],
    ['float a = ¦sin;', '"sin" is a function. Call it: sin(…).'],
    ['vec3 a; float b = a.¦w;', 'A vec3 has 3 components, so there is no .w.'],
    ['vec3 a; float b = a.¦foo;', '".foo" names no components: use up to four of xyzw, rgba or stpq.'],
    ['vec3 a; float b = a.¦xg;', '".xg" names no components'],
    ['mat2 a; a.¦x = vec2(0.0);', 'A mat2 has no components.'],
    ['{ float a; } ¦a = 1.0;', '"a" is not declared.'],
    ['for (int i = 0; i < 2; i++) {} int j = ¦i;', '"i" is not declared.'],
  ])
  atTop([
    [
      'struct S { float power; };\nfloat f(S s) { return s.¦powr; }',
      'The struct S has no field "powr". Did you mean "power"?',
    ],
  ])
})

describe('a type that does not fit', () => {
  inMain([
    ['int a = ¦1.5;', '"a" is an int, not a float. Write int(…).'],
    ['vec3 a = ¦IMG_THIS_PIXEL(inputImage);', '"a" is a vec3, not a vec4. Take .rgb of it.'],
    ['gl_FragColor = ¦vec3(1.0);', '"gl_FragColor" is a vec4, not a vec3. Write vec4(…, 1.0).'],
    ['vec2 a = ¦level;', '"a" is a vec2, not a float. Write vec2(…).'],
    ['float a = ¦true;', '"a" is a float, not a bool. Write float(…).'],
    ['float a = spot.x ¦+ isOn;', '+ cannot join a float and a bool.'],
    ['vec3 a = vec3(1.0) ¦* spot;', '* cannot join a vec3 and a vec2. Both need the same number of components.'],
    ['vec3 a = mat2(1.0) ¦* vec3(1.0);', '* cannot join a mat2 and a vec3.'],
    ['float a = level ¦% 2.0;', '% cannot join a float and a float. Write mod(…, …) for floats.'],
    ['int a = 1; a ¦+= 0.5;', '+= would make a float of an int. Write int(…).'],
    ['float a; a ¦*= vec2(1.0);', '*= would make a vec2 of a float.'],
    [
      'bool a = spot ¦< spot;',
      '< cannot join a vec2 and a vec2. Write lessThan(…), which gives a bool for each component.',
    ],
    ['bool a = spot ¦== level;', '== cannot join a vec2 and a float.'],
    ['bool a = isOn && ¦level;', '&& needs a bool on each side, not a float.'],
    ['if (¦count) {}', 'The condition of if is a bool, not an int. Compare it: … != 0.'],
    ['while (¦spot) {}', 'The condition of a loop is a bool, not a vec2.'],
    ['float a = isOn ? 1.0 : ¦spot;', '? : chooses between a float and a vec2: make them one type.'],
    ['float a = ¦!level;', '! cannot be used on a float.'],
    ['float a = spot[¦level];', 'An index is an int, not a float. Write int(…).'],
    ['float a = spot[¦2];', 'The index 2 is outside: there are 2, from 0 to 1.'],
    ['float a = ¦level[0];', 'A float cannot be indexed.'],
    ['vec3 a = ¦vec3(1.0, 2.0);', 'vec3 needs 3 components, not 2.'],
    ['vec2 a = vec2(1.0, 2.0, ¦3.0);', 'vec2 has 2 components; this is one too many.'],
    ['vec2 a = vec2(¦inputImage);', 'A sampler2D cannot be part of a vec2.'],
    ['float a[2] = ¦float[2](1.0);', 'float[2] takes 2 arguments, not 1.'],
    ['switch (¦level) { case 1: break; }', 'switch looks at an int, not a float.'],
  ])
  atTop([
    ['float f() { return ¦vec2(1.0); }', 'What "f" returns is a float, not a vec2. Take .r of it.'],
    ['void f() { return ¦1.0; }', '"f" is declared void, so it cannot return a float.'],
    ['float f() { ¦return; }', '"f" is to give a float: write "return …;" in it.'],
    ['float ¦f() { }', '"f" has no return, but is to give a float.'],
    [
      `${Array.from({ length: 100 }, (_, i) => `struct S${i} { float a; }; void f(S${i} s) {}\n`).join('')}void ¦f(float a) {}`,
      'There are too many functions "f".',
    ],
    ['uniform vec2 ¦level;', '"level" is given by the host or an INPUT, as a float, not a vec2.'],
    ['out vec3 ¦color;', 'The result of an effect is a vec4, not a vec3.'],
    ['varying int ¦there;', 'A varying is made of floats, not an int.'],
  ])
})

describe('a call that does not fit', () => {
  inMain([
    ['float a = ¦mix(1.0, 2.0);', 'mix() takes 3 arguments, not 2.'],
    [
      'float a = ¦dot(spot, vec3(1.0));',
      'There is no dot(vec2, vec3). Candidates: dot(vec2, vec2), dot(vec3, vec3), dot(float, float), dot(vec4, vec4).',
    ],
    ['vec4 a = ¦IMG_NORM_PIXEL(inputImage);', 'IMG_NORM_PIXEL() takes 2 or 3 arguments, not 1.'],
    ['vec4 a = ¦IMG_SIZE(inputImage, spot);', 'IMG_SIZE() takes 1 argument, not 2.'],
    [
      'vec4 a = IMG_NORM_PIXEL(inputImage, ¦level);',
      'IMG_NORM_PIXEL(sampler2D, vec2) is called with a float as argument 2.',
    ],
    ['vec4 a = IMG_THIS_PIXEL(¦level);', 'IMG_THIS_PIXEL(sampler2D) is called with a float as argument 1.'],
    ['vec3 a = cross(¦spot, vec3(1.0));', 'cross(vec3, vec3) is called with a vec2 as argument 1.'],
  ])
  atTop([
    ['void f(float a) {}\nvoid g() { f(¦vec2(1.0)); }', 'f(float) is called with a vec2 as argument 1.'],
    ['void f(out float a) {}\nvoid g() { f(¦1.0); }', 'Only variables and parts of them can be written.'],
    [
      'void f(inout vec2 a) {}\nvoid g() { f(¦spot); }',
      '"spot" is an INPUT, a pass or an image, so it cannot be written. Copy it to a variable of your own.',
    ],
    ['void f(out float a) {}\nvoid g() { int i; f(¦i); }', 'f(out float) is called with an int as argument 1.'],
  ])
})

describe('what cannot be written', () => {
  inMain([
    ['¦level = 1.0;', '"level" is an INPUT'],
    ['¦TIME += 1.0;', '"TIME" is given by the host'],
    ['¦isf_FragNormCoord.x = 1.0;', '"isf_FragNormCoord" is given by the host'],
    ['const float a = 1.0; ¦a++;', '"a" is const'],
    ['¦1.0 = level;', 'Only variables and parts of them can be written.'],
    ['vec2 a; ¦a.xx = spot;', 'A component is named twice, so this cannot be written.'],
    ['inputImage ¦= inputImage;', 'A picture cannot be assigned.'],
    ['sampler2D ¦a;', 'A picture cannot be a variable. Use its name where it is read.'],
    ['gl_FragData[¦1] = vec4(1.0);', 'An effect has one result: write gl_FragData[0].'],
  ])
  atTop([['varying vec2 there;\nvoid f() { ¦there = spot; }', '"there" is written by the vertex shader only']])
})

describe('a declaration that is wrong', () => {
  inMain([
    ['float a; float ¦a;', '"a" is declared already, in line 3. Rename one.'],
    ['const float ¦a;', '"a" is const, so it needs a value.'],
    ['int n = 3; float a[¦n];', 'The size of an array must be a whole number that is known beforehand.'],
    ['float a[¦0];', 'An array has 1 to 4096 elements.'],
    ['float ¦a[];', '"a" needs a size: a[4].'],
    ['float ¦a[2][3];', 'Arrays of arrays do not run in WebGL.'],
    ['void ¦a;', 'A variable cannot be void.'],
    ['¦uniform float a;', 'uniform cannot stand in a function.'],
  ])
  atTop([
    ['float ¦TIME = 1.0;', '"TIME" is given by the host or an INPUT. Rename this one.'],
    ['float f() { return 1.0; }\nfloat ¦f() { return 2.0; }', '"f" with these parameters is there already, in line 2.'],
    ['float f(int a);\nint ¦f(int b) { return 1; }', '"f" is declared in line 2 to return a float.'],
    ['uniform sampler2D ¦other;', '"other" is no INPUT, pass or IMPORTED image of the header. Add it there.'],
    ['struct S { float a; float ¦a; };', 'Two fields are named "a".'],
    ['struct S { sampler2D ¦a; };', 'A field cannot be a sampler2D.'],
    ['attribute vec2 ¦a;', 'Attributes are for vertex shaders only.'],
    ['inout float ¦a;', 'inout is for parameters only.'],
    ['void f(uniform float ¦a) {}', 'A parameter is in, out or inout, not uniform.'],
    ['void f(float a, float ¦a) {}', '"a" is declared already, in line 2. Rename one.'],
  ])
  it.each([
    ['void f() {}', 'The shader has no main(): write void main() { … }.'],
    ['int main() { return 1; }', 'main() returns nothing: write void main().'],
  ])('%s', (source, reason) => expect(errorOf(() => analyseEffect(effectOf(source))).reason).toBe(reason))
})

describe('a jump to nowhere', () => {
  inMain([
    ['¦break;', 'break stands outside of a loop.'],
    ['switch (1) { case 1: ¦continue; }', 'continue stands outside of a loop.'],
    ['¦case 1:', '"case" stands outside of a switch.'],
    ['switch (1) { case 1: break; ¦case 1: break; }', 'case 1 is there already.'],
    ['switch (1) { case ¦count: break; }', 'A case is an int that is known beforehand.'],
    ['¦else {}', 'This else has no if.'],
  ])
  atTop([
    [
      'float f(float x) { return x > 0.0 ? ¦f(x - 1.0) : 0.0; }\nfloat start = f(1.0);',
      '"f" calls itself, which GLSL does not allow. Use a loop.',
    ],
    ['float f();\nfloat a = ¦f();', '"f" is declared but nowhere defined.'],
  ])
})

describe('what is no GLSL', () => {
  inMain([
    ['float a = 1.0¦\n  float b;', 'Expected ";" after the declaration of "a".'],
    ['level + 1.0¦\n', 'Expected ";" after the statement.'],
    ['float a = (1.0 + 2.0¦;', 'Expected ")" after the expression, found ";".'],
    ['float a = max(1.0, 2.0¦;', 'Expected ")" after the arguments, found ";".'],
    ['float a = ¦;', 'Expected an expression, found ";".'],
    ['float a = 1.0 + ¦* 2.0;', 'Expected an expression, found "*".'],
    ['float ¦float = 1.0;', 'Expected the name of a variable, "float" is a word of GLSL.'],
    ['if ¦isOn {}', 'Expected "(" after if, found "isOn".'],
    ['float a = ¦@;', 'Expected an expression, found "@".'],
    ['float a = ¦“1”;', 'Expected an expression, found "“".'],
    ['int a = ¦99999999999;', '99999999999 is too large for a whole number. Write 99999999999.0 for a float.'],
    ['float a = spot.x¦(1.0);', 'Only functions and types can be called.'],
    ['¦/* never ends', 'The comment does not end: close it with */.'],
  ])

  it('a { without a }', () => check('void main() ¦{ if (isOn) { level; }', 'This { has no }.'))
  it('a name that stands alone', () => check('level¦;\nvoid main() {}', 'Expected the name of a variable, found ";".'))

  it('a } too many', () => check('void main() { }\n¦}', 'Expected a type, found "}".'))

  it.each([
    ['parentheses', '('.repeat(5000)],
    ['unary operators', '-'.repeat(5000)],
    ['a sum', `1.0${' + 1.0'.repeat(5000)}`],
    ['indices', `a${'[0]'.repeat(5000)}`],
    ['choices', 'a ? b : '.repeat(5000)],
    ['assignments', 'a = '.repeat(5000)],
    ['blocks', `1.0; ${'{'.repeat(5000)}`],
    ['branches', `1.0; ${'if (isOn) {} else '.repeat(5000)}`],
  ])('%s without end', (_, text) => {
    const { reason } = errorOf(() => analyseEffect(effectOf(`void main() { float a = ${text}; }`)))
    expect(reason).toMatch(/Split it up/)
  })
})

describe('a directive that is wrong', () => {
  atTop([
    ['¦#if 1\n', 'This #if has no #endif.'],
    ['#¦endif', 'This #endif has no #if.'],
    ['#if 1\n#else\n#¦else\n#endif', 'This #else comes after #else.'],
    ['#¦bogus', '#bogus is no directive of GLSL.'],
    ['#¦error no luck', '#error no luck'],
    ['#¦ifdef\n#endif', '#ifdef needs a name.'],
    ['#define ¦GL_ES 2', '"GL_ES" cannot be redefined.'],
    ['#define F(a, b) a\nfloat x = ¦F(1.0);', 'The macro "F" takes 2 arguments, not 1.'],
    ['#define F(a) a\nfloat x = ¦F(1.0;', 'The arguments of the macro "F" need a ).'],
    ['#define F(a¦+) a', 'The parameters of "F" are names with commas between them.'],
    ['#if 1 ¦2\n#endif', '"2" is not expected in a condition.'],
  ])

  it('stands where the macro is used, not where it is written', () =>
    check(
      '#define TWICE(x) (x * nothing)\nfloat f() {\n  return 1.0 + ¦TWICE(2.0);\n}\nvoid main() {}',
      '"nothing" is not declared.',
    ))

  it('stands in the argument of a macro, if that is what is wrong', () =>
    check(
      '#define TWICE(x) (x * 2.0)\nfloat f() {\n  return TWICE(1.0 + ¦nothing);\n}\nvoid main() {}',
      '"nothing" is not declared.',
    ))

  it('counts lines that go on in the next', () =>
    check(
      '#define A 1.0 + \\\n  2.0\nfloat a = A; float b = \\\n  ¦nothing;\nvoid main() {}',
      '"nothing" is not declared.',
    ))

  it('says so where macros grow without end', () => {
    const source = Array.from({ length: 40 }, (_, index) => `#define A${index + 1} A${index} A${index}`).join('\n')
    const { reason } = errorOf(() => analyseEffect(effectOf(`#define A0 1\n${source}\nint a = A40;\nvoid main() {}`)))
    expect(reason).toMatch(/writes too much/)
  })
})

describe('a vertex shader', () => {
  const fragment = 'varying vec2 there;\nvoid main() { gl_FragColor = there.xyxy; }'

  it('is named in its own errors', () => {
    const error = errorOf(() =>
      analyseEffect(effectOf(fragment, 'varying vec2 there;\nvoid main() {\n  ther = vec2(1.0);\n}')),
    )
    expect(error.message).toBe('test.vs:3:3: "ther" is not declared. Did you mean "there"?')
  })

  it.each([
    [undefined, 'Nothing writes the varying "there". Give the vertex shader (.vs) with the file.'],
    ['void main() {}', 'Nothing writes the varying "there". The vertex shader does not declare it.'],
    ['varying vec3 there; void main() {}', '"there" is a vec3 in the vertex shader, not a vec2.'],
  ])('%s', (vertex, reason) => {
    const error = errorOf(() => analyseEffect(effectOf(fragment, vertex)))
    expect([error.reason, error.file, error.line, error.column]).toEqual([reason, 'test', 1, expect.any(Number)])
  })

  it('cannot discard', () => {
    const error = errorOf(() => analyseEffect(effectOf('void main() {}', 'void main() { discard; }')))
    expect(error.reason).toBe('discard is for fragment shaders only.')
  })
})

it('has the line and column of the file, header and all', () => {
  const file = '/*{\n  "INPUTS": []\n}*/\n// comment\nvoid main() {\n\tgl_FragColor = vec4(colour);\n}\n'
  const error = errorOf(() => analyseEffect({ ...parseEffect(file), name: 'mine' }))
  expect(error.message).toBe('mine:6:22: "colour" is not declared.')
})
