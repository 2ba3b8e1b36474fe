/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Scatters the picture as if it were seen through rough glass; it hides nobody.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Distortion"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "amount", "LABEL": "How far light is scattered, 1 is the shorter side", "TYPE": "float",
      "DEFAULT": 0.02, "MIN": 0.0, "MAX": 0.2, "NEUTRAL": 0.0
    },
    {
      "NAME": "grain", "LABEL": "Size of the grains in pixels", "TYPE": "float", "UNIT": "px",
      "DEFAULT": 1.0, "MIN": 1.0, "MAX": 64.0
    }
  ]
}*/

// Every grain shows what is somewhere within `amount` of it, evenly spread over that disc, and stays as it is from
// frame to frame. Noise: pcg3d (M. Jarzynski, M. Olano, Hash Functions for GPU Rendering, 2020).

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
  vec3 noise = random(ivec3(isf_FragNormCoord * RENDERSIZE / grain, 0));
  float angle = 6.28318531 * noise.x;
  float away = amount * min(RENDERSIZE.x, RENDERSIZE.y) * sqrt(noise.y);
  vec2 shift = away * vec2(cos(angle), sin(angle));
  gl_FragColor = IMG_NORM_PIXEL(inputImage, isf_FragNormCoord + shift / RENDERSIZE);
}
