/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Makes the picture soft and unsharp.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Blur"],
  "PRIVATE": true,
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "radius", "LABEL": "Radius in pixels", "TYPE": "float", "UNIT": "px",
      "DEFAULT": 8.0, "MIN": 0.0, "MAX": 100.0, "NEUTRAL": 0.0
    }
  ],
  "PASSES": [
    { "TARGET": "bands", "HEIGHT": "ceil($HEIGHT / min(max($radius / 1.6, 1), 8))" },
    {
      "TARGET": "reduced",
      "WIDTH": "ceil($WIDTH / min(max($radius / 1.6, 1), 8))",
      "HEIGHT": "ceil($HEIGHT / min(max($radius / 1.6, 1), 8))"
    },
    { "TARGET": "small", "WIDTH": "ceil($WIDTH / max($radius / 1.6, 1))", "HEIGHT": "ceil($HEIGHT / max($radius / 1.6, 1))" },
    { "TARGET": "rows", "WIDTH": "ceil($WIDTH / max($radius / 1.6, 1))", "HEIGHT": "ceil($HEIGHT / max($radius / 1.6, 1))" },
    {
      "TARGET": "blurred",
      "WIDTH": "ceil($WIDTH / max($radius / 1.6, 1))",
      "HEIGHT": "ceil($HEIGHT / max($radius / 1.6, 1))"
    },
    { "TARGET": "wide", "HEIGHT": "ceil($HEIGHT / max($radius / 1.6, 1))" },
    {}
  ]
}*/

// A Gaussian whose standard deviation is `radius`, as the CSS filter blur() has it, at the same cost for every radius:
// the picture is reduced, by columns and rows, until the radius is 1.6 pixels, blurred there by rows and columns, and
// enlarged smoothly, along rows and columns, by a cubic B-spline (C. Sigg, M. Hadwiger, Fast Third-Order Texture Filtering,
// GPU Gems 2, chapter 20). Reducing and enlarging blur a little too; their variances are taken off the Gaussian's, so that
// the sum is right. For large radii the picture is reduced twice; else the second one stays empty. Between the passes
// colours are multiplied by alpha, lest invisible ones bleed into visible ones.

bool isReducedTwice() {
  return radius > 12.8;
}

bool isReduced() {
  return radius > 1.6;
}

/** The reduced picture, around the pixel. */
vec4 reducedAt(vec2 offset) {
  vec2 place = gl_FragCoord.xy + offset;
  return isReducedTwice() ? IMG_NORM_PIXEL(small, place / IMG_SIZE(small)) : IMG_NORM_PIXEL(reduced, place / IMG_SIZE(reduced));
}

/** How often a pass's target is smaller than the picture. */
vec2 reduction(vec2 size) {
  return IMG_SIZE(inputImage) / size;
}

/** How many samples, each between two pixels, reach all that lies under one that is `factor` times as large. */
float reach(float factor) {
  return clamp(ceil(0.5 * factor - 0.01), 1.0, 5.0);
}

/** How far from the middle of a pixel sample `index` of `count` lies, in pixels. */
float offsetOf(int index, float count) {
  return (float(index) + 0.5) / count - 0.5;
}

/** The Gaussian along an axis that is reduced so much. Two neighbouring pixels are got by one sample that lies between
 *  them: three samples on each side of the middle, their distances and the weights of both their pixels. */
void gauss(float factor, out vec3 distances, out vec3 weights) {
  float variance = radius * radius / (factor * factor);
  // The mean of n pixels has the variance (1 - 1 / n^2) / 12 in pixels of the result, a cubic B-spline 1/3.
  variance -= (1.0 - 1.0 / (factor * factor)) / 12.0;
  if (isReduced()) variance -= 1.0 / 3.0;
  // Of the pixel at distance n the weight is q to the power of n^2.
  float q = exp(-0.5 / max(variance, 0.01));
  float q4 = q * q * q * q;
  float q9 = q4 * q4 * q;
  float q16 = q4 * q4 * q4 * q4;
  vec3 near = vec3(q, q9, q16 * q9);
  vec3 far = vec3(q4, q16, q16 * q16 * q4);
  weights = near + far;
  distances = vec3(1.0, 3.0, 5.0) + far / max(weights, vec3(1e-9));
}

/** The cubic B-spline around a place, along one axis: 4 pixels, got by 2 samples that lie between them. */
void spline(float place, float size, out vec2 places, out vec2 shares) {
  float position = place * size - 0.5;
  float cell = floor(position);
  float f = position - cell;
  float g = 1.0 - f;
  float w0 = g * g * g / 6.0;
  float w1 = 2.0 / 3.0 - 0.5 * f * f * (2.0 - f);
  float w3 = f * f * f / 6.0;
  float w2 = 1.0 - w0 - w1 - w3;
  shares = vec2(w0 + w1, w2 + w3);
  places = vec2(cell - 0.5 + w1 / shares.x, cell + 1.5 + w3 / shares.y) / size;
}

void main() {
  vec4 sum = vec4(0.0);
  vec3 distances;
  vec3 weights;

  if (PASSINDEX == 0) {
    // One sample per pixel.
    float count = clamp(ceil(reduction(RENDERSIZE).y - 0.01), 1.0, 9.0);
    for (int i = 0; i < 9; i++) {
      if (float(i) >= count) break;
      float y = isf_FragNormCoord.y + offsetOf(i, count) / RENDERSIZE.y;
      vec4 color = IMG_NORM_PIXEL(inputImage, vec2(isf_FragNormCoord.x, y));
      sum += vec4(color.rgb * color.a, color.a);
    }
    gl_FragColor = sum / count;
  } else if (PASSINDEX == 1) {
    // One sample between two pixels.
    float count = reach(reduction(RENDERSIZE).x);
    for (int i = 0; i < 5; i++) {
      if (float(i) >= count) break;
      float x = isf_FragNormCoord.x + offsetOf(i, count) / RENDERSIZE.x;
      sum += IMG_NORM_PIXEL(bands, vec2(x, isf_FragNormCoord.y));
    }
    gl_FragColor = sum / count;
  } else if (PASSINDEX == 2 && !isReducedTwice()) {
    gl_FragColor = vec4(0.0);
  } else if (PASSINDEX == 2) {
    // One sample between four pixels.
    vec2 factor = IMG_SIZE(reduced) / RENDERSIZE;
    float count = reach(max(factor.x, factor.y));
    for (int row = 0; row < 5; row++) {
      if (float(row) >= count) break;
      for (int column = 0; column < 5; column++) {
        if (float(column) >= count) break;
        vec2 offset = vec2(offsetOf(column, count), offsetOf(row, count));
        sum += IMG_NORM_PIXEL(reduced, isf_FragNormCoord + offset / RENDERSIZE);
      }
    }
    gl_FragColor = sum / (count * count);
  } else if (PASSINDEX == 3) {
    gauss(reduction(RENDERSIZE).x, distances, weights);
    sum = reducedAt(vec2(0.0));
    for (int i = 0; i < 3; i++) {
      if (weights[i] < 0.001) break;
      sum += weights[i] * (reducedAt(vec2(-distances[i], 0.0)) + reducedAt(vec2(distances[i], 0.0)));
    }
    gl_FragColor = sum / (1.0 + 2.0 * dot(weights, vec3(1.0)));
  } else if (PASSINDEX == 4) {
    gauss(reduction(RENDERSIZE).y, distances, weights);
    sum = IMG_THIS_PIXEL(rows);
    for (int i = 0; i < 3; i++) {
      if (weights[i] < 0.001) break;
      vec2 offset = vec2(0.0, distances[i] / RENDERSIZE.y);
      sum += weights[i] * IMG_NORM_PIXEL(rows, isf_FragNormCoord - offset);
      sum += weights[i] * IMG_NORM_PIXEL(rows, isf_FragNormCoord + offset);
    }
    gl_FragColor = sum / (1.0 + 2.0 * dot(weights, vec3(1.0)));
  } else if (PASSINDEX == 5) {
    vec2 places;
    vec2 shares;
    spline(isf_FragNormCoord.x, IMG_SIZE(blurred).x, places, shares);
    gl_FragColor = isReduced()
      ? shares.x * IMG_NORM_PIXEL(blurred, vec2(places.x, isf_FragNormCoord.y))
        + shares.y * IMG_NORM_PIXEL(blurred, vec2(places.y, isf_FragNormCoord.y))
      : IMG_THIS_PIXEL(blurred);
  } else if (radius <= 0.0) {
    gl_FragColor = IMG_THIS_PIXEL(inputImage);
  } else {
    vec2 places;
    vec2 shares;
    spline(isf_FragNormCoord.y, IMG_SIZE(wide).y, places, shares);
    vec4 color = isReduced()
      ? shares.x * IMG_NORM_PIXEL(wide, vec2(isf_FragNormCoord.x, places.x))
        + shares.y * IMG_NORM_PIXEL(wide, vec2(isf_FragNormCoord.x, places.y))
      : IMG_THIS_PIXEL(wide);
    gl_FragColor = vec4(color.rgb / max(color.a, 0.001), color.a);
  }
}
