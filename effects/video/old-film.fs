/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Gives the picture the scratches, dust and flicker of a silent film.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Glitch and Retro"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "amount", "LABEL": "Scratches, dust and flicker", "TYPE": "float",
      "DEFAULT": 0.6, "MIN": 0.0, "MAX": 1.0, "NEUTRAL": 0.0
    },
    {
      "NAME": "fading", "LABEL": "How much colour is lost", "TYPE": "float",
      "DEFAULT": 1.0, "MIN": 0.0, "MAX": 1.0, "NEUTRAL": 0.0
    }
  ]
}*/

// Sixteen times a second the film moves on: it sits a little elsewhere in the gate, its light changes by a few percent,
// specks of dust lie on it, and grain. Scratches stand for half a second. Faded film keeps its luma in warm grays.
// Noise: pcg3d (M. Jarzynski, M. Olano, Hash Functions for GPU Rendering, 2020).

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

/** How dark the dust is here: one speck, or none, in each cell. */
float dust(vec2 position, int frame) {
  vec3 chance = random(ivec3(ivec2(position), frame));
  if (chance.x > 0.03 * amount) return 0.0;
  vec3 shape = random(ivec3(ivec2(position), -1 - frame));
  vec2 offset = fract(position) - 0.3 - 0.4 * chance.yz / max(chance.y + chance.z, 1.0);
  // Bent out of round, hairs and crumbs alike.
  offset += 0.08 * sin(8.0 * offset.yx + 6.0 * shape.xy);
  float turn = 3.14 * shape.z;
  vec2 turned = mat2(cos(turn), sin(turn), -sin(turn), cos(turn)) * offset;
  return 1.0 - smoothstep(0.6, 1.0, length(turned / vec2(0.05 + 0.15 * shape.x, 0.03 + 0.05 * shape.y)));
}

void main() {
  float unit = min(RENDERSIZE.x, RENDERSIZE.y);
  int frame = int(floor(TIME * 16.0));
  vec3 gate = random(ivec3(frame, 0, 1)) - 0.5;
  vec2 place = isf_FragNormCoord + amount * gate.xy * vec2(0.003, 0.008) * unit / RENDERSIZE;
  vec4 color = IMG_NORM_PIXEL(inputImage, clamp(place, 0.0, 1.0));

  float luma = dot(color.rgb, vec3(0.2126, 0.7152, 0.0722));
  color.rgb = mix(color.rgb, luma * vec3(1.03, 0.98, 0.86) + vec3(0.04, 0.03, 0.01), fading);

  float grain = random(ivec3(ivec2(isf_FragNormCoord * RENDERSIZE), frame)).x - 0.5;
  float edge = length(2.0 * isf_FragNormCoord - 1.0) / sqrt(2.0);
  float light = 1.0 + amount * (0.1 * gate.z + 0.16 * grain - 0.5 * smoothstep(0.5, 1.0, edge));

  // Up to four scratches, white or black, that sway and break off.
  for (int i = 0; i < 4; i++) {
    vec3 scratch = random(ivec3(frame / 8, i, 2));
    float sway = 0.002 * sin(7.0 * isf_FragNormCoord.y + 6.0 * scratch.z + 0.6 * float(frame));
    float away = abs(isf_FragNormCoord.x - scratch.x - sway) * RENDERSIZE.x;
    float wear = random(ivec3(int(isf_FragNormCoord.y * 12.0), frame, 3 + i)).y;
    if (scratch.y > 0.7 * amount || wear < 0.2) continue;
    light += amount * (scratch.z < 0.6 ? 0.35 : -0.4) * (1.0 - smoothstep(0.3, 1.0, away / max(0.0025 * unit, 0.5)));
  }
  light *= 1.0 - 0.8 * dust(isf_FragNormCoord * RENDERSIZE / (0.08 * unit), frame);
  gl_FragColor = vec4(color.rgb * light, color.a);
}
