/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Transition: one picture crumbles into the other, piece by piece.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Transition"],
  "INPUTS": [
    { "NAME": "startImage", "TYPE": "image" },
    { "NAME": "endImage", "TYPE": "image" },
    { "NAME": "progress", "TYPE": "float", "DEFAULT": 0.5, "MIN": 0.0, "MAX": 1.0, "NEUTRAL": 1.0 },
    {
      "NAME": "size", "LABEL": "Size of a piece in pixels", "TYPE": "float", "UNIT": "px",
      "DEFAULT": 8.0, "MIN": 1.0, "MAX": 100.0
    }
  ]
}*/

// Each piece changes when `progress` passes its own random number. Noise: pcg3d (M. Jarzynski, M. Olano, Hash Functions
// for GPU Rendering, 2020).

float random(ivec2 cell) {
  uvec3 v = uvec3(ivec3(cell, 0)) * 1664525u + 1013904223u;
  v.x += v.y * v.z;
  v.y += v.z * v.x;
  v.z += v.x * v.y;
  v ^= v >> 16u;
  v.x += v.y * v.z;
  return float(v.x >> 8u) / 16777216.0;
}

void main() {
  bool isEnd = random(ivec2(isf_FragNormCoord * RENDERSIZE / size)) < progress;
  gl_FragColor = isEnd ? IMG_THIS_PIXEL(endImage) : IMG_THIS_PIXEL(startImage);
}
