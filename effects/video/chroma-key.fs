/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Replaces a green screen (or any other colour) with a picture or a plain colour.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Keying and Masks"],
  "PRIVATE": true,
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "color", "LABEL": "Colour of the screen", "TYPE": "color", "DEFAULT": [0.0, 1.0, 0.0, 1.0] },
    { "NAME": "tolerance", "TYPE": "float", "DEFAULT": 0.3, "MIN": 0.0, "MAX": 1.0 },
    { "NAME": "softness", "LABEL": "Softness of the edge", "TYPE": "float", "DEFAULT": 0.1, "MIN": 0.0, "MAX": 1.0 },
    { "NAME": "spill", "LABEL": "Removes tinted light", "TYPE": "float", "DEFAULT": 0.1, "MIN": 0.0, "MAX": 1.0 },
    { "NAME": "fill", "LABEL": "Plain background", "TYPE": "color", "DEFAULT": [0.0, 0.0, 0.0, 1.0] },
    { "NAME": "background", "LABEL": "Background picture", "TYPE": "image" }
  ]
}*/

// The distance between two colours is taken in the Rec. 709 plane of chroma (Cb, Cr), so that shadows on the screen do
// not count. Up to `tolerance` from the key a pixel is background, from `tolerance + softness` on it is kept, and within
// `spill` beyond `tolerance` it loses the colour that the screen threw on it.
//
// Without a `background` a host shows the picture itself there. That is how its absence is seen here: `fill` takes
// its place wherever both are the same.

const vec3 lumaWeights = vec3(0.2126, 0.7152, 0.0722);

vec2 chroma(vec3 rgb) {
  float luma = dot(rgb, lumaWeights);
  return (rgb.br - luma) * vec2(1.0 / 1.8556, 1.0 / 1.5748);
}

/** What stands behind a pixel of the screen. */
vec4 backgroundOf(vec4 pixel) {
  // It covers the frame and keeps its shape, as object-fit: cover does.
  vec2 scale = RENDERSIZE / IMG_SIZE(background);
  vec2 shown = (isf_FragNormCoord - 0.5) * scale / max(scale.x, scale.y) + 0.5;
  vec4 behind = IMG_NORM_PIXEL(background, shown);
  return distance(behind.rgb, pixel.rgb) < 0.004 ? fill : behind;
}

void main() {
  vec4 pixel = IMG_THIS_PIXEL(inputImage);
  vec2 fromKey = chroma(pixel.rgb) - chroma(color.rgb);
  float edge = max(softness, 0.001);
  float tinted = max(spill, 0.001);
  float reach = tolerance + max(edge, tinted);
  gl_FragColor = pixel;
  if (dot(fromKey, fromKey) < reach * reach) {
    float away = length(fromKey) - tolerance;
    float t = clamp(away * (1.0 / edge), 0.0, 1.0);
    float kept = t * t * (3.0 - 2.0 * t);
    float clean = clamp(away * (1.0 / tinted), 0.0, 1.0);
    vec3 subject = mix(vec3(dot(pixel.rgb, lumaWeights)), pixel.rgb, clean);
    gl_FragColor = vec4(subject, pixel.a);
    if (kept < 1.0) gl_FragColor = mix(backgroundOf(pixel), gl_FragColor, kept);
  }
}
