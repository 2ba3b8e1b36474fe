/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Draws the picture with a pencil: lines along edges, grainy shading in the dark.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Sharpen and Edge"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "strength", "LABEL": "Pressure on the pencil", "TYPE": "float", "DEFAULT": 2.0, "MIN": 0.5, "MAX": 6.0 },
    { "NAME": "radius", "LABEL": "Width of the lines in pixels", "TYPE": "float", "DEFAULT": 3.0, "MIN": 1.0, "MAX": 10.0 },
    { "NAME": "shading", "TYPE": "float", "DEFAULT": 0.5, "MIN": 0.0, "MAX": 1.0 },
    { "NAME": "ink", "LABEL": "Colour of the pencil", "TYPE": "color", "DEFAULT": [0.13, 0.13, 0.16, 1.0] },
    { "NAME": "paper", "LABEL": "Colour of the paper", "TYPE": "color", "DEFAULT": [0.97, 0.96, 0.93, 1.0] }
  ],
  "PASSES": [{ "TARGET": "rows" }, {}]
}*/

// Colour dodge: luma divided by a Gaussian of luma is 1 where the picture is even, and less on the dark side of edges.
//   line = (luma / blurred) ^ strength
// Shading is what the grain of paper, an integer hash of the pixel, takes from the pencil (pcg: M. Jarzynski, M. Olano,
// Hash Functions for GPU Rendering, 2020).

float luma(vec2 place) {
  return dot(IMG_NORM_PIXEL(inputImage, place).rgb, vec3(0.2126, 0.7152, 0.0722));
}

float random(uvec2 pixel) {
  uint state = (pixel.x + 4096u * pixel.y) * 747796405u + 2891336453u;
  uint word = ((state >> ((state >> 28u) + 4u)) ^ state) * 277803737u;
  return float(((word >> 22u) ^ word) >> 8u) / 16777216.0;
}

void main() {
  bool isFirst = PASSINDEX == 0;
  vec2 axis = isFirst ? vec2(1.0 / RENDERSIZE.x, 0.0) : vec2(0.0, 1.0 / RENDERSIZE.y);
  float here = luma(isf_FragNormCoord);
  float sum = isFirst ? here : IMG_THIS_PIXEL(rows).r;
  float total = 1.0;
  for (int i = 0; i < 14; i++) {
    float n = 1.0 + 2.0 * float(i);
    if (n > 2.7 * radius) break;
    vec2 weights = exp(-0.5 * vec2(n * n, (n + 1.0) * (n + 1.0)) / (radius * radius));
    float weight = weights.x + weights.y;
    vec2 offset = axis * (n + weights.y / weight);
    sum += isFirst
      ? weight * (luma(isf_FragNormCoord - offset) + luma(isf_FragNormCoord + offset))
      : weight * (IMG_NORM_PIXEL(rows, isf_FragNormCoord - offset).r + IMG_NORM_PIXEL(rows, isf_FragNormCoord + offset).r);
    total += 2.0 * weight;
  }
  float blurred = sum / total;
  if (isFirst) {
    gl_FragColor = vec4(vec3(blurred), 1.0);
  } else {
    float alpha = IMG_THIS_PIXEL(inputImage).a;
    float line = pow(clamp((here + 0.02) / (blurred + 0.02), 0.0, 1.0), strength);
    float darkness = (1.0 - blurred) * (1.0 - blurred);
    float grain = random(uvec2(isf_FragNormCoord * RENDERSIZE));
    line *= 1.0 - shading * darkness * (0.4 + 0.6 * grain);
    gl_FragColor = vec4(mix(ink.rgb, paper.rgb, line), alpha);
  }
}
