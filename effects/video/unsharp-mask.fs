/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Sharpens by what a blurred copy lacks; at large radii it brings out light and shade.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Sharpen and Edge"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "amount", "TYPE": "float", "DEFAULT": 1.2, "MIN": 0.0, "MAX": 4.0, "NEUTRAL": 0.0 },
    {
      "NAME": "radius", "LABEL": "Radius in pixels", "TYPE": "float", "UNIT": "px",
      "DEFAULT": 2.5, "MIN": 0.5, "MAX": 12.0
    },
    { "NAME": "threshold", "LABEL": "Differences to leave alone", "TYPE": "float", "DEFAULT": 0.01, "MIN": 0.0, "MAX": 0.2 }
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

// The darkroom's unsharp mask, with a Gaussian whose standard deviation is `radius`:
//   out = in + amount * (in - blurred)
// where the difference is taken less `threshold`, so that noise is not sharpened. The blurred copy is half as large, or
// smaller for a larger radius: reduced by columns and rows, blurred by rows and columns, enlarged along rows and columns.
// Two neighbouring pixels are got by one sample that lies between them.

// A little more, lest rounding errors decide about halves.
const float nudge = 0.0005;

/** How often the picture has been reduced. */
vec2 factor() {
  return IMG_SIZE(inputImage) / RENDERSIZE;
}

/** Where sample `index` of those that see every pixel lies, two by each, in pixels of the result from the middle of one. */
float offsetOf(int index, float count) {
  return (float(index) + 0.5) / count - 0.5;
}

float countOf(float factor) {
  return max(ceil(0.5 * factor - 0.01), 1.0);
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

void main() {
  vec3 distances;
  vec3 weights;
  vec3 sum = vec3(0.0);
  // Pictures of one size have their pixels in the same place.
  vec2 here = gl_FragCoord.xy;
  if (PASSINDEX == 0) {
    float count = countOf(factor().y);
    for (int i = 0; i < 3; i++) {
      if (float(i) >= count) break;
      vec2 place = isf_FragNormCoord + vec2(0.0, offsetOf(i, count) / RENDERSIZE.y);
      sum += IMG_NORM_PIXEL(inputImage, place).rgb;
    }
    gl_FragColor = vec4(sum / count + nudge, 1.0);
  } else if (PASSINDEX == 1) {
    float count = countOf(factor().x);
    for (int i = 0; i < 3; i++) {
      if (float(i) >= count) break;
      float x = isf_FragNormCoord.x + offsetOf(i, count) / RENDERSIZE.x;
      sum += IMG_NORM_PIXEL(bands, vec2(x, here.y / IMG_SIZE(bands).y)).rgb;
    }
    gl_FragColor = vec4(sum / count + nudge, 1.0);
  } else if (PASSINDEX == 2) {
    gauss(factor().x, distances, weights);
    sum = IMG_NORM_PIXEL(small, here / IMG_SIZE(small)).rgb;
    for (int i = 0; i < 3; i++) {
      vec2 offset = vec2(distances[i], 0.0);
      sum += weights[i] * IMG_NORM_PIXEL(small, (here - offset) / IMG_SIZE(small)).rgb;
      sum += weights[i] * IMG_NORM_PIXEL(small, (here + offset) / IMG_SIZE(small)).rgb;
    }
    gl_FragColor = vec4(sum / (1.0 + 2.0 * dot(weights, vec3(1.0))), 1.0);
  } else if (PASSINDEX == 3) {
    gauss(factor().y, distances, weights);
    sum = IMG_NORM_PIXEL(rows, here / IMG_SIZE(rows)).rgb;
    for (int i = 0; i < 3; i++) {
      vec2 offset = vec2(0.0, distances[i]);
      sum += weights[i] * IMG_NORM_PIXEL(rows, (here - offset) / IMG_SIZE(rows)).rgb;
      sum += weights[i] * IMG_NORM_PIXEL(rows, (here + offset) / IMG_SIZE(rows)).rgb;
    }
    gl_FragColor = vec4(sum / (1.0 + 2.0 * dot(weights, vec3(1.0))), 1.0);
  } else if (PASSINDEX == 4) {
    gl_FragColor = IMG_NORM_PIXEL(blurred, vec2(isf_FragNormCoord.x, here.y / IMG_SIZE(blurred).y)) + nudge;
  } else {
    vec4 color = IMG_THIS_PIXEL(inputImage);
    vec3 lacking = color.rgb - IMG_THIS_PIXEL(wide).rgb;
    vec3 detail = sign(lacking) * max(abs(lacking) - threshold, 0.0);
    gl_FragColor = vec4(color.rgb + amount * detail, color.a);
  }
}
