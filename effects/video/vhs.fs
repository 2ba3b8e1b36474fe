/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Looks like a worn video tape: smeared colours, trembling lines and a band of noise.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Glitch and Retro"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "amount", "TYPE": "float", "DEFAULT": 0.7, "MIN": 0.0, "MAX": 1.0, "NEUTRAL": 0.0 },
    {
      "NAME": "tracking", "LABEL": "Noise where the tape head jumps", "TYPE": "float",
      "DEFAULT": 0.5, "MIN": 0.0, "MAX": 1.0, "NEUTRAL": 0.0
    }
  ]
}*/

// A tape keeps brightness finely and colour coarsely: Y of Rec. 601 is the mean of 3 places, Cb and Cr of 8 that lie to
// the right, 240 lines high. Lines tremble, at the bottom the picture bends where the heads change, and a band of noise
// wanders upwards. Noise: pcg3d (M. Jarzynski, M. Olano, Hash Functions for GPU Rendering, 2020).

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

const mat3 toYuv = mat3(0.299, -0.169, 0.5, 0.587, -0.331, -0.419, 0.114, 0.5, -0.081);

void main() {
  int frame = FRAMEINDEX;
  // A little more, lest rounding decides where a pixel's middle lies on the edge of two cells.
  vec2 tape = isf_FragNormCoord + 0.00001;
  float line = floor(tape.y * 240.0);
  vec3 noise = random(ivec3(int(line), frame, 1));
  vec3 slow = random(ivec3(int(line / 6.0), frame / 3, 2));

  // The band is 6 percent high; it comes by every eight seconds.
  float band = 1.0 - abs(isf_FragNormCoord.y - fract(0.3 + TIME / 8.0) * 1.2 + 0.1) / 0.06;
  float torn = tracking * max(band, 0.0);
  float bottom = max(1.0 - isf_FragNormCoord.y / 0.03, 0.0);
  float shift = amount * (0.002 * (noise.x - 0.5) + 0.003 * (slow.x - 0.5)) + tracking * 0.06 * bottom * bottom;
  shift += torn * 0.03 * (0.6 + noise.y);

  vec2 place = isf_FragNormCoord + vec2(shift, 0.0);
  vec4 pixel = IMG_NORM_PIXEL(inputImage, place);
  vec3 fine = vec3(0.0);
  for (int i = -1; i <= 1; i++) {
    fine += IMG_NORM_PIXEL(inputImage, place + vec2(0.002 * amount * float(i), 0.0)).rgb;
  }
  vec3 coarse = vec3(0.0);
  for (int i = 0; i < 8; i++) {
    coarse += IMG_NORM_PIXEL(inputImage, place + vec2(0.005 * amount * (2.0 - float(i)), 0.0)).rgb;
  }
  float y = (toYuv * fine).x / 3.0;
  vec2 chroma = (toYuv * coarse).yz / 8.0;

  vec3 grain = random(ivec3(ivec2(tape * vec2(320.0, 240.0)), frame));
  y += amount * 0.08 * (grain.x - 0.5);
  chroma += amount * 0.06 * (grain.yz - 0.5);
  vec3 taped = vec3(y + 1.402 * chroma.y, y - 0.344 * chroma.x - 0.714 * chroma.y, y + 1.772 * chroma.x);
  taped = mix(taped, 0.06 + 0.9 * taped, amount);
  vec3 color = mix(pixel.rgb, taped, min(4.0 * amount, 1.0));

  // Where the head lost the track: dashes of white.
  float dash = random(ivec3(ivec2(tape * vec2(40.0, 240.0)), frame)).z;
  color += torn * step(0.85, dash) * noise.z;
  gl_FragColor = vec4(color, pixel.a);
}
