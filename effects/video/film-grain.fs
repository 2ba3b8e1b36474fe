/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Adds the dancing grain of photographic film.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Glitch and Retro"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "amount", "TYPE": "float", "DEFAULT": 0.35, "MIN": 0.0, "MAX": 1.0, "NEUTRAL": 0.0 },
    {
      "NAME": "size", "LABEL": "Size of a grain in pixels", "TYPE": "float", "UNIT": "px",
      "DEFAULT": 1.5, "MIN": 1.0, "MAX": 8.0
    },
    { "NAME": "color", "LABEL": "How colourful the grain is", "TYPE": "float", "DEFAULT": 0.2, "MIN": 0.0, "MAX": 1.0 }
  ]
}*/

// Noise of a new pattern in each frame is added, most to middle tones, little to black and white:
//   out = in + amount * (noise - noise') * 2 * luma * (1 - luma), of which at least 0.04
// The difference of two even noises is near enough to a bell curve. Noise: pcg3d (M. Jarzynski, M. Olano, Hash
// Functions for GPU Rendering, 2020).

vec3 random(ivec3 cell) {
  uvec3 v = uvec3(cell) * 1664525u + 1013904223u;
  v.x += v.y * v.z;
  v.y += v.z * v.x;
  v.z += v.x * v.y;
  v ^= v >> 16u;
  v.x += v.y * v.z;
  v.y += v.z * v.x;
  v.z += v.x * v.y;
  return vec3(v >> 8u) / 16777216.0;
}

void main() {
  vec4 pixel = IMG_THIS_PIXEL(inputImage);
  // A little more, lest rounding decides where a pixel's middle lies on the edge of two cells.
  ivec2 cell = ivec2(isf_FragNormCoord * RENDERSIZE / size + 0.001);
  vec3 noise = random(ivec3(cell, 2 * FRAMEINDEX)) - random(ivec3(cell, 2 * FRAMEINDEX + 1));
  float luma = dot(pixel.rgb, vec3(0.2126, 0.7152, 0.0722));
  float strength = amount * 2.0 * max(luma * (1.0 - luma), 0.02);
  gl_FragColor = vec4(pixel.rgb + strength * mix(noise.ggg, noise, color), pixel.a);
}
