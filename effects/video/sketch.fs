/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Draws the picture with a pencil: lines along edges, grainy shading in the dark.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Sharpen and Edge"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "strength", "LABEL": "Pressure on the pencil", "TYPE": "float", "DEFAULT": 2.0, "MIN": 0.5, "MAX": 6.0 },
    {
      "NAME": "radius", "LABEL": "Width of the lines in pixels", "TYPE": "float", "UNIT": "px",
      "DEFAULT": 3.0, "MIN": 1.0, "MAX": 10.0
    },
    { "NAME": "shading", "TYPE": "float", "DEFAULT": 0.5, "MIN": 0.0, "MAX": 1.0 },
    { "NAME": "ink", "LABEL": "Colour of the pencil", "TYPE": "color", "DEFAULT": [0.13, 0.13, 0.16, 1.0] },
    { "NAME": "paper", "LABEL": "Colour of the paper", "TYPE": "color", "DEFAULT": [0.97, 0.96, 0.93, 1.0] }
  ],
  "PASSES": [
    { "TARGET": "bands", "HEIGHT": "ceil($HEIGHT / max(min(floor($radius / 1.5), 1) + 1, $radius / 2))" },
    {
      "TARGET": "small",
      "WIDTH": "ceil($WIDTH / max(min(floor($radius / 1.5), 1) + 1, $radius / 2))",
      "HEIGHT": "ceil($HEIGHT / max(min(floor($radius / 1.5), 1) + 1, $radius / 2))"
    },
    {
      "TARGET": "rows",
      "WIDTH": "ceil($WIDTH / max(min(floor($radius / 1.5), 1) + 1, $radius / 2))",
      "HEIGHT": "ceil($HEIGHT / max(min(floor($radius / 1.5), 1) + 1, $radius / 2))"
    },
    {
      "TARGET": "blurred",
      "WIDTH": "ceil($WIDTH / max(min(floor($radius / 1.5), 1) + 1, $radius / 2))",
      "HEIGHT": "ceil($HEIGHT / max(min(floor($radius / 1.5), 1) + 1, $radius / 2))"
    },
    { "TARGET": "wide", "HEIGHT": "ceil($HEIGHT / max(min(floor($radius / 1.5), 1) + 1, $radius / 2))" },
    {}
  ]
}*/

// Colour dodge: luma divided by a Gaussian of luma is 1 where the picture is even, and less on the dark side of edges.
//   line = (luma / blurred) ^ strength
// Shading is what the grain of paper, an integer hash of the pixel, takes from the pencil (pcg: M. Jarzynski, M. Olano,
// Hash Functions for GPU Rendering, 2020).
// Blurred luma is half as large as the picture, or smaller for a larger radius: reduced by columns and rows, blurred by rows
// and columns, enlarged along rows and columns. Two neighbouring pixels are got by one sample that lies between them.

/** Luma in two bytes, the second one counts 255ths of the first: in the dark a byte is too coarse. */
vec4 coded(float light) {
  return vec4(floor(light * 255.0) / 255.0, fract(light * 255.0), 0.0, 1.0);
}

/** The same for what lies between pixels. */
float decoded(vec4 color) {
  return color.r + color.g / 255.0;
}

/** How often the picture has been reduced. */
vec2 factor() {
  return IMG_SIZE(inputImage) / RENDERSIZE;
}

/** How many samples see so many pixels, two by each. */
float countOf(float factor) {
  return max(ceil(0.5 * factor - 0.01), 1.0);
}

/** Where a sample lies, in pixels of the result from the middle of one. */
float offsetOf(int index, float count) {
  return (float(index) + 0.5) / count - 0.5;
}

/** The Gaussian along an axis that is reduced so much: distances of three samples on each side, weights of all pixels. */
void gauss(float factor, out vec3 distances, out vec3 weights) {
  // The mean of n pixels has the variance (1 - 1 / n^2) / 12 in pixels of the result, what lies between two about 1/6.
  float variance = max(radius * radius / (factor * factor) - (factor > 1.01 ? 0.25 : 0.0), 0.02);
  vec3 n = vec3(1.0, 3.0, 5.0);
  vec3 near = exp(-0.5 * n * n / variance);
  vec3 far = exp(-0.5 * (n + 1.0) * (n + 1.0) / variance);
  weights = near + far;
  distances = n + far / max(weights, vec3(1e-9));
}

float luma(vec2 place) {
  return dot(IMG_NORM_PIXEL(inputImage, place).rgb, vec3(0.2126, 0.7152, 0.0722));
}

float random(uvec2 pixel) {
  uint state = (pixel.x + 4096u * pixel.y) * 747796405u + 2891336453u;
  uint word = ((state >> ((state >> 28u) + 4u)) ^ state) * 277803737u;
  return float(((word >> 22u) ^ word) >> 8u) / 16777216.0;
}

/** The pencil's strokes, from luma and blurred luma. */
vec3 drawn(float light, float blurred) {
  float line = 1.0;
  if (light < blurred) line = pow((light + 0.02) / (blurred + 0.02), strength);
  float darkness = (1.0 - blurred) * (1.0 - blurred);
  line *= 1.0 - shading * darkness * (0.4 + 0.6 * random(uvec2(gl_FragCoord.xy)));
  return mix(ink.rgb, paper.rgb, line);
}

void main() {
  vec3 distances;
  vec3 weights;
  float sum = 0.0;
  // Pictures of one size have their pixels in the same place.
  vec2 here = gl_FragCoord.xy;
  if (PASSINDEX == 0) {
    float count = countOf(factor().y);
    for (int i = 0; i < 3; i++) {
      if (float(i) >= count) break;
      sum += luma(isf_FragNormCoord + vec2(0.0, offsetOf(i, count) / RENDERSIZE.y));
    }
    sum = sum / count;
  } else if (PASSINDEX == 1) {
    float count = countOf(factor().x);
    for (int i = 0; i < 3; i++) {
      if (float(i) >= count) break;
      float x = isf_FragNormCoord.x + offsetOf(i, count) / RENDERSIZE.x;
      sum += decoded(IMG_NORM_PIXEL(bands, vec2(x, here.y / IMG_SIZE(bands).y)));
    }
    sum = sum / count;
  } else if (PASSINDEX == 2) {
    gauss(factor().x, distances, weights);
    sum = decoded(IMG_NORM_PIXEL(small, here / IMG_SIZE(small)));
    for (int i = 0; i < 3; i++) {
      vec2 offset = vec2(distances[i], 0.0);
      sum += weights[i] * decoded(IMG_NORM_PIXEL(small, (here - offset) / IMG_SIZE(small)));
      sum += weights[i] * decoded(IMG_NORM_PIXEL(small, (here + offset) / IMG_SIZE(small)));
    }
    sum /= 1.0 + 2.0 * dot(weights, vec3(1.0));
  } else if (PASSINDEX == 3) {
    gauss(factor().y, distances, weights);
    sum = decoded(IMG_NORM_PIXEL(rows, here / IMG_SIZE(rows)));
    for (int i = 0; i < 3; i++) {
      vec2 offset = vec2(0.0, distances[i]);
      sum += weights[i] * decoded(IMG_NORM_PIXEL(rows, (here - offset) / IMG_SIZE(rows)));
      sum += weights[i] * decoded(IMG_NORM_PIXEL(rows, (here + offset) / IMG_SIZE(rows)));
    }
    sum /= 1.0 + 2.0 * dot(weights, vec3(1.0));
  } else if (PASSINDEX == 4) {
    sum = decoded(IMG_NORM_PIXEL(blurred, vec2(isf_FragNormCoord.x, here.y / IMG_SIZE(blurred).y)));
  }
  if (PASSINDEX < 5) gl_FragColor = coded(sum);
  else gl_FragColor = vec4(drawn(luma(isf_FragNormCoord), decoded(IMG_THIS_PIXEL(wide))), IMG_THIS_PIXEL(inputImage).a);
}
