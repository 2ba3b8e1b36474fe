/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Shows the picture bright, green and grainy, as through night-vision goggles.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Color Effect"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "gain", "LABEL": "Amplification", "TYPE": "float", "DEFAULT": 2.0, "MIN": 1.0, "MAX": 8.0 },
    { "NAME": "grain", "TYPE": "float", "DEFAULT": 0.25, "MIN": 0.0, "MAX": 1.0 },
    { "NAME": "rim", "LABEL": "Darkness of the rim", "TYPE": "float", "DEFAULT": 0.8, "MIN": 0.0, "MAX": 1.0 },
    { "NAME": "glow", "LABEL": "Colour of the screen", "TYPE": "color", "DEFAULT": [0.25, 1.0, 0.35, 1.0] }
  ]
}*/

// Light is amplified along 1 - exp(-x), which lets lamps bloom rather than clip, and shown on a phosphor that turns from
// `glow` to white in its upper quarter. Grain is an integer hash of pixel and frame (pcg: M. Jarzynski, M. Olano, Hash
// Functions for GPU Rendering, 2020).

float random(uvec2 pixel, uint frame) {
  uint state = (pixel.x + 4096u * pixel.y) * 747796405u + frame * 2891336453u;
  uint word = ((state >> ((state >> 28u) + 4u)) ^ state) * 277803737u;
  return float(((word >> 22u) ^ word) >> 8u) / 16777216.0;
}

void main() {
  vec4 color = IMG_THIS_PIXEL(inputImage);
  float light = 1.0 - exp(-gain * dot(color.rgb, vec3(0.35, 0.6, 0.05)));
  float noise = random(uvec2(isf_FragNormCoord * RENDERSIZE), uint(FRAMEINDEX)) - 0.5;
  // Faint light is grainiest.
  light += noise * grain * (1.0 - 0.6 * light);
  vec2 fromMiddle = (isf_FragNormCoord - 0.5) * RENDERSIZE / min(RENDERSIZE.x, RENDERSIZE.y);
  light = clamp(light, 0.0, 1.0) * (1.0 - rim * smoothstep(0.35, 0.85, length(fromMiddle)));
  vec3 screen = glow.rgb * min(light / 0.75, 1.0);
  gl_FragColor = vec4(mix(screen, vec3(1.0), 0.6 * max(4.0 * light - 3.0, 0.0)), color.a);
}
