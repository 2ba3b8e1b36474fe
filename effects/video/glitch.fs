/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Tears lines and blocks out of their place now and then, as a bad connection does.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Glitch and Retro"],
  "FLASHES": true,
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "amount", "TYPE": "float", "DEFAULT": 0.5, "MIN": 0.0, "MAX": 1.0, "NEUTRAL": 0.0 },
    { "NAME": "speed", "LABEL": "Changes per second", "TYPE": "float", "DEFAULT": 6.0, "MIN": 0.5, "MAX": 30.0 },
    {
      "NAME": "size", "LABEL": "Size of the blocks, 1 is the shorter side", "TYPE": "float",
      "DEFAULT": 0.12, "MIN": 0.01, "MAX": 0.5
    }
  ]
}*/

// In each step of time some bands of lines move sideways, each with its colours apart, and some blocks show another
// part of the picture. In every third step or so it is worse. How many, and how far, grows with `amount`. Noise: pcg3d
// (M. Jarzynski, M. Olano, Hash Functions for GPU Rendering, 2020).

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
  int now = int(floor(TIME * speed));
  float burst = random(ivec3(now, 0, 1)).x < 0.35 ? 1.0 : 0.3;
  float chance = amount * burst;
  float unit = size * min(RENDERSIZE.x, RENDERSIZE.y);
  vec2 pixel = isf_FragNormCoord * RENDERSIZE;

  // Bands are cut twice, coarse and fine, so that their heights differ.
  vec3 coarse = random(ivec3(int(pixel.y / unit), now, 2));
  vec3 fine = random(ivec3(int(pixel.y / (0.3 * unit)), now, 3));
  float shift = 0.0;
  if (coarse.x < 0.4 * chance) shift += (coarse.y - 0.5) * 0.4 * amount;
  if (fine.x < 0.4 * chance) shift += (fine.y - 0.5) * 0.15 * amount;

  vec2 place = isf_FragNormCoord + vec2(shift, 0.0);
  vec3 block = random(ivec3(ivec2(pixel / (unit * vec2(2.0, 0.7))), now));
  if (block.x < 0.15 * chance) place += (block.yz - 0.5) * 0.5 * amount;

  // What leaves on one side comes in on the other.
  vec2 apart = vec2(0.25 * shift, 0.0);
  vec4 color = IMG_NORM_PIXEL(inputImage, fract(place));
  if (shift != 0.0) {
    color.r = IMG_NORM_PIXEL(inputImage, fract(place + apart)).r;
    color.b = IMG_NORM_PIXEL(inputImage, fract(place - apart)).b;
  }
  gl_FragColor = color;
}
