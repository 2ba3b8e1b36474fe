/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Lays a soft glow over the picture and flatters skin, as portrait lenses do.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Blur"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "amount", "TYPE": "float", "DEFAULT": 0.6, "MIN": 0.0, "MAX": 1.0, "NEUTRAL": 0.0 },
    {
      "NAME": "radius", "LABEL": "Radius as a share of the height", "TYPE": "float",
      "DEFAULT": 0.02, "MIN": 0.01, "MAX": 0.05
    }
  ],
  "PASSES": [
    { "TARGET": "bands", "HEIGHT": "min($HEIGHT, 180 - 90 * min(floor($radius / 0.025), 1))" },
    {
      "TARGET": "small",
      "WIDTH": "ceil($WIDTH * min($HEIGHT, 180 - 90 * min(floor($radius / 0.025), 1)) / $HEIGHT)",
      "HEIGHT": "min($HEIGHT, 180 - 90 * min(floor($radius / 0.025), 1))"
    },
    {
      "TARGET": "rows",
      "WIDTH": "ceil($WIDTH * min($HEIGHT, 180 - 90 * min(floor($radius / 0.025), 1)) / $HEIGHT)",
      "HEIGHT": "min($HEIGHT, 180 - 90 * min(floor($radius / 0.025), 1))"
    },
    {
      "TARGET": "soft",
      "WIDTH": "ceil($WIDTH * min($HEIGHT, 180 - 90 * min(floor($radius / 0.025), 1)) / $HEIGHT)",
      "HEIGHT": "min($HEIGHT, 180 - 90 * min(floor($radius / 0.025), 1))"
    },
    { "TARGET": "wide", "HEIGHT": "min($HEIGHT, 180 - 90 * min(floor($radius / 0.025), 1))" },
    {}
  ]
}*/

// After the two exposures of Michael Orton: a Gaussian of the picture, computed at a height of 180 pixels, or of 90 for
// large radii, half laid over it and half added as light is on film (screen).
//   out = in + amount * (0.5 * soft + 0.5 * (1 - (1 - in) * (1 - soft)) - in)

/** How many samples see the pixels under one of this pass, two by each. */
vec2 counts() {
  return clamp(ceil(0.5 * IMG_SIZE(inputImage) / RENDERSIZE - 0.01), 1.0, 8.0);
}

/** Where a sample lies, from the middle of the pixel. */
float offsetOf(int index, float count) {
  return (float(index) + 0.5) / count - 0.5;
}

float deviation() {
  return radius * RENDERSIZE.y;
}

/** The weights of the pixels at distances n and n + 1. */
vec2 weightsOf(float n) {
  return n > 2.7 * deviation() ? vec2(0.0) : exp(-0.5 * vec2(n * n, (n + 1.0) * (n + 1.0)) / (deviation() * deviation()));
}

// Pictures of one size have their pixels in the same place. Two neighbouring pixels are got by one sample.
vec4 pairOf(int index) {
  float n = 1.0 + 2.0 * float(index);
  vec2 weights = weightsOf(n);
  float weight = weights.x + weights.y;
  float away = n + weights.y / max(weight, 1e-9);
  return PASSINDEX == 2
    ? weight * (IMG_NORM_PIXEL(small, (gl_FragCoord.xy - vec2(away, 0.0)) / IMG_SIZE(small))
      + IMG_NORM_PIXEL(small, (gl_FragCoord.xy + vec2(away, 0.0)) / IMG_SIZE(small)))
    : weight * (IMG_NORM_PIXEL(rows, (gl_FragCoord.xy - vec2(0.0, away)) / IMG_SIZE(rows))
      + IMG_NORM_PIXEL(rows, (gl_FragCoord.xy + vec2(0.0, away)) / IMG_SIZE(rows)));
}

void main() {
  vec4 sum = vec4(0.0);
  if (PASSINDEX == 0) {
    float count = counts().y;
    for (int i = 0; i < 8; i++) {
      if (float(i) >= count) break;
      vec4 color = IMG_NORM_PIXEL(inputImage, isf_FragNormCoord + vec2(0.0, offsetOf(i, count) / RENDERSIZE.y));
      sum += vec4(color.rgb * color.a, color.a);
    }
    gl_FragColor = sum / count;
  } else if (PASSINDEX == 1) {
    float count = counts().x;
    for (int i = 0; i < 8; i++) {
      if (float(i) >= count) break;
      float x = isf_FragNormCoord.x + offsetOf(i, count) / RENDERSIZE.x;
      sum += IMG_NORM_PIXEL(bands, vec2(x, gl_FragCoord.y / IMG_SIZE(bands).y));
    }
    gl_FragColor = sum / count;
  } else if (PASSINDEX < 4) {
    sum = PASSINDEX == 2
      ? IMG_NORM_PIXEL(small, gl_FragCoord.xy / IMG_SIZE(small))
      : IMG_NORM_PIXEL(rows, gl_FragCoord.xy / IMG_SIZE(rows));
    float total = 1.0;
    for (int i = 0; i < 6; i++) {
      sum += pairOf(i);
      total += 2.0 * dot(weightsOf(1.0 + 2.0 * float(i)), vec2(1.0));
    }
    gl_FragColor = sum / total;
  } else if (PASSINDEX == 4) {
    gl_FragColor = IMG_NORM_PIXEL(soft, vec2(isf_FragNormCoord.x, gl_FragCoord.y / IMG_SIZE(soft).y));
  } else {
    vec4 color = IMG_THIS_PIXEL(inputImage);
    vec4 blurred = IMG_THIS_PIXEL(wide);
    vec3 haze = blurred.rgb / max(blurred.a, 0.001);
    vec3 lit = 1.0 - (1.0 - color.rgb) * (1.0 - haze);
    gl_FragColor = vec4(mix(color.rgb, 0.5 * (haze + lit), amount), color.a);
  }
}
