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
  return vec2((rgb.b - luma) / 1.8556, (rgb.r - luma) / 1.5748);
}

void main() {
  vec4 pixel = IMG_THIS_PIXEL(inputImage);
  float away = distance(chroma(pixel.rgb), chroma(color.rgb)) - tolerance;
  float kept = smoothstep(0.0, max(softness, 0.001), away);
  float clean = clamp(away / max(spill, 0.001), 0.0, 1.0);
  vec3 subject = mix(vec3(dot(pixel.rgb, lumaWeights)), pixel.rgb, clean);

  // The background covers the frame and keeps its shape, as object-fit: cover does.
  vec4 behind = fill;
  if (kept < 1.0) {
    vec2 scale = RENDERSIZE / IMG_SIZE(background);
    vec2 shown = (isf_FragNormCoord - 0.5) * scale / max(scale.x, scale.y) + 0.5;
    vec4 color = IMG_NORM_PIXEL(background, shown);
    if (distance(color.rgb, pixel.rgb) >= 0.004) behind = color;
  }

  gl_FragColor = mix(behind, vec4(subject, pixel.a), kept);
}
