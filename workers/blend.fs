/*{
  "ISFVSN": "2",
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "top", "TYPE": "image" },
    { "NAME": "amount", "TYPE": "float" },
    { "NAME": "blend", "TYPE": "long" },
    { "NAME": "isLayer", "TYPE": "bool" }
  ]
}*/

// Lays a stage's result over its input. Formulas: W3C Compositing and Blending Level 1, section 5.8 (B) and, for generators,
// 5.1 (source over, not premultiplied). `blend` is an index of `blends`; `isLayer`: the top has transparent parts that the
// input shows through.

vec3 screened(vec3 a, vec3 b) { return a + b - a * b; }
vec3 blended(vec3 b, vec3 t) {
  if (blend == 1) return b * t;
  if (blend == 2) return screened(b, t);
  if (blend == 3) return mix(2.0 * b * t, screened(2.0 * b - 1.0, t), step(0.5, b));
  if (blend == 4) return abs(b - t);
  return t;
}
void main() {
  vec4 b = IMG_THIS_PIXEL(inputImage);
  vec4 t = IMG_THIS_PIXEL(top);
  vec3 colour = blended(b.rgb, t.rgb);
  float cover = t.a * amount;
  gl_FragColor = isLayer
    ? vec4(mix(b.rgb, colour, b.a == 0.0 ? sign(cover) : cover), b.a + (1.0 - b.a) * cover)
    : mix(b, vec4(colour, t.a), amount);
}
