/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Keeps a band sharp and blurs what is above and below: the world looks like a small model.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Blur"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "radius", "LABEL": "Blur in pixels", "TYPE": "float", "UNIT": "px",
      "DEFAULT": 7.0, "MIN": 0.0, "MAX": 12.0, "NEUTRAL": 0.0
    },
    { "NAME": "position", "LABEL": "Height of the band", "TYPE": "float", "DEFAULT": 0.5, "MIN": 0.0, "MAX": 1.0 },
    { "NAME": "focus", "LABEL": "Width of the band", "TYPE": "float", "DEFAULT": 0.2, "MIN": 0.0, "MAX": 1.0 },
    { "NAME": "angle", "LABEL": "Angle in degrees", "TYPE": "float", "DEFAULT": 0.0, "MIN": -90.0, "MAX": 90.0 },
    { "NAME": "saturation", "TYPE": "float", "DEFAULT": 1.25, "MIN": 0.0, "MAX": 2.0, "NEUTRAL": 1.0 }
  ],
  "PASSES": [
    { "TARGET": "bands", "HEIGHT": "ceil($HEIGHT / 2)" },
    { "TARGET": "half", "WIDTH": "ceil($WIDTH / 2)", "HEIGHT": "ceil($HEIGHT / 2)" },
    {
      "TARGET": "reduced",
      "WIDTH": "ceil($WIDTH / (2 + 2 * min(floor($radius / 5), 1)))",
      "HEIGHT": "ceil($HEIGHT / (2 + 2 * min(floor($radius / 5), 1)))"
    },
    {
      "TARGET": "softRows",
      "WIDTH": "ceil($WIDTH / (2 + 2 * min(floor($radius / 5), 1)))",
      "HEIGHT": "ceil($HEIGHT / (2 + 2 * min(floor($radius / 5), 1)))"
    },
    {
      "TARGET": "soft",
      "WIDTH": "ceil($WIDTH / (2 + 2 * min(floor($radius / 5), 1)))",
      "HEIGHT": "ceil($HEIGHT / (2 + 2 * min(floor($radius / 5), 1)))"
    },
    {
      "TARGET": "softestRows",
      "WIDTH": "ceil($WIDTH / (2 + 2 * min(floor($radius / 5), 1)))",
      "HEIGHT": "ceil($HEIGHT / (2 + 2 * min(floor($radius / 5), 1)))"
    },
    {
      "TARGET": "softest",
      "WIDTH": "ceil($WIDTH / (2 + 2 * min(floor($radius / 5), 1)))",
      "HEIGHT": "ceil($HEIGHT / (2 + 2 * min(floor($radius / 5), 1)))"
    },
    {}
  ]
}*/

// A Gaussian whose standard deviation grows along smoothstep's curve, from nothing at the rim of the band to `radius` a
// third of the picture's height further. Each pixel is mixed from two of four pictures: the picture itself, one of half
// its size, and two of half or a quarter of it that are blurred less, and as much as `radius` says. Stronger colours belong
// to the look. Until the end colours are multiplied by alpha, lest invisible ones bleed into visible ones.

// A little more, lest rounding errors decide about halves.
const float nudge = 0.0005;

/** The Gaussian's variance at this pixel. */
float variance() {
  vec2 fromBand = (isf_FragNormCoord - vec2(0.5, position)) * RENDERSIZE / RENDERSIZE.y;
  float away = abs(fromBand.y * cos(radians(angle)) - fromBand.x * sin(radians(angle)));
  float deviation = radius * smoothstep(0.0, 1.0, (away - 0.5 * focus) * 3.0);
  return deviation * deviation;
}

float factor() {
  return radius < 5.0 ? 2.0 : 4.0;
}

/** The variance that comes of reducing and enlarging only: the mean of n pixels has (n^2 - 1) / 12, what lies between two
 *  of the result about n^2 / 6. */
float varianceOf(float factor) {
  return 0.25 * factor * factor;
}

/** Variances of the three blurred pictures, in pixels of the picture. */
vec3 variances() {
  float soft = max(radius, 1.5);
  return vec3(varianceOf(2.0), soft, max(radius * radius, soft + 1.0));
}

/** The Gaussian that makes the reduced picture so soft: distances of three samples on each side, which see two pixels
 *  each, and their weights. */
void gauss(float variance, out vec3 distances, out vec3 weights) {
  float inverse = 0.5 * factor() * factor() / max(variance - varianceOf(factor()), 0.1);
  vec3 n = vec3(1.0, 3.0, 5.0);
  vec3 near = exp(-inverse * n * n);
  vec3 far = exp(-inverse * (n + 1.0) * (n + 1.0));
  weights = near + far;
  distances = n + far / max(weights, vec3(1e-9));
}

/** The share of the softer picture, from the variances' place between each other: details of middling size are to be as
 *  soft as they should. */
float bent(float share) {
  return share * (1.6 - 0.6 * share);
}

void main() {
  // Pictures of one size have their pixels in the same place.
  vec2 here = gl_FragCoord.xy;
  vec3 distances;
  vec3 weights;
  if (PASSINDEX == 0) {
    vec4 color = IMG_NORM_PIXEL(inputImage, isf_FragNormCoord);
    gl_FragColor = vec4(color.rgb * color.a, color.a) + nudge;
  } else if (PASSINDEX == 1) {
    gl_FragColor = IMG_NORM_PIXEL(bands, vec2(isf_FragNormCoord.x, here.y / IMG_SIZE(bands).y)) + nudge;
  } else if (PASSINDEX == 2) {
    gl_FragColor = IMG_NORM_PIXEL(half, isf_FragNormCoord) + nudge;
  } else if (PASSINDEX == 3 || PASSINDEX == 5) {
    gauss(PASSINDEX == 3 ? variances().y : variances().z, distances, weights);
    vec4 sum = IMG_NORM_PIXEL(reduced, here / IMG_SIZE(reduced));
    for (int i = 0; i < 3; i++) {
      vec2 offset = vec2(distances[i], 0.0);
      sum += weights[i] * IMG_NORM_PIXEL(reduced, (here - offset) / IMG_SIZE(reduced));
      sum += weights[i] * IMG_NORM_PIXEL(reduced, (here + offset) / IMG_SIZE(reduced));
    }
    gl_FragColor = sum / (1.0 + 2.0 * dot(weights, vec3(1.0)));
  } else if (PASSINDEX == 4) {
    gauss(variances().y, distances, weights);
    vec4 sum = IMG_NORM_PIXEL(softRows, here / IMG_SIZE(softRows));
    for (int i = 0; i < 3; i++) {
      vec2 offset = vec2(0.0, distances[i]);
      sum += weights[i] * IMG_NORM_PIXEL(softRows, (here - offset) / IMG_SIZE(softRows));
      sum += weights[i] * IMG_NORM_PIXEL(softRows, (here + offset) / IMG_SIZE(softRows));
    }
    gl_FragColor = sum / (1.0 + 2.0 * dot(weights, vec3(1.0)));
  } else if (PASSINDEX == 6) {
    gauss(variances().z, distances, weights);
    vec4 sum = IMG_NORM_PIXEL(softestRows, here / IMG_SIZE(softestRows));
    for (int i = 0; i < 3; i++) {
      vec2 offset = vec2(0.0, distances[i]);
      sum += weights[i] * IMG_NORM_PIXEL(softestRows, (here - offset) / IMG_SIZE(softestRows));
      sum += weights[i] * IMG_NORM_PIXEL(softestRows, (here + offset) / IMG_SIZE(softestRows));
    }
    gl_FragColor = sum / (1.0 + 2.0 * dot(weights, vec3(1.0)));
  } else {
    vec4 color = IMG_THIS_PIXEL(inputImage);
    vec3 known = variances();
    float wanted = variance();
    if (wanted > 0.0) {
      vec4 sum;
      if (wanted < known.x) {
        sum = mix(vec4(color.rgb * color.a, color.a), IMG_THIS_PIXEL(half), wanted / known.x);
      } else if (wanted < known.y) {
        sum = mix(IMG_THIS_PIXEL(half), IMG_THIS_PIXEL(soft), bent((wanted - known.x) / (known.y - known.x)));
      } else {
        float share = bent((wanted - known.y) / (known.z - known.y));
        sum = IMG_THIS_PIXEL(softest);
        if (share < 0.999) sum = mix(IMG_THIS_PIXEL(soft), sum, share);
      }
      color = vec4(sum.rgb / max(sum.a, 0.001), sum.a);
    }
    float luma = dot(color.rgb, vec3(0.2126, 0.7152, 0.0722));
    gl_FragColor = vec4(luma + (color.rgb - luma) * saturation, color.a);
  }
}
