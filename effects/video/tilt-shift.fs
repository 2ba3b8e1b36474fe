/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Keeps a band sharp and blurs what is above and below: the world looks like a small model.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Blur"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "radius", "LABEL": "Blur in pixels", "TYPE": "float",
      "DEFAULT": 7.0, "MIN": 0.0, "MAX": 12.0, "NEUTRAL": 0.0
    },
    { "NAME": "position", "LABEL": "Height of the band", "TYPE": "float", "DEFAULT": 0.5, "MIN": 0.0, "MAX": 1.0 },
    { "NAME": "focus", "LABEL": "Width of the band", "TYPE": "float", "DEFAULT": 0.2, "MIN": 0.0, "MAX": 1.0 },
    { "NAME": "angle", "LABEL": "Angle in degrees", "TYPE": "float", "DEFAULT": 0.0, "MIN": -90.0, "MAX": 90.0 },
    { "NAME": "saturation", "TYPE": "float", "DEFAULT": 1.25, "MIN": 0.0, "MAX": 2.0, "NEUTRAL": 1.0 }
  ],
  "PASSES": [{ "TARGET": "rows" }, {}]
}*/

// A Gaussian by rows and columns whose standard deviation grows along smoothstep's curve, from nothing at the rim of the
// band to `radius` a third of the picture's height further. Two neighbouring pixels are got by one sample between them.
// Stronger colours belong to the look.

/** The Gaussian's standard deviation at this pixel. */
float deviation() {
  vec2 fromBand = (isf_FragNormCoord - vec2(0.5, position)) * RENDERSIZE / RENDERSIZE.y;
  float away = abs(fromBand.y * cos(radians(angle)) - fromBand.x * sin(radians(angle)));
  return radius * smoothstep(0.0, 1.0, (away - 0.5 * focus) * 3.0);
}

vec4 premultiplied(vec2 place) {
  vec4 color = IMG_NORM_PIXEL(inputImage, place);
  return vec4(color.rgb * color.a, color.a);
}

void main() {
  float sigma = deviation();
  bool isFirst = PASSINDEX == 0;
  vec2 axis = isFirst ? vec2(1.0 / RENDERSIZE.x, 0.0) : vec2(0.0, 1.0 / RENDERSIZE.y);
  vec4 sum = isFirst ? premultiplied(isf_FragNormCoord) : IMG_THIS_PIXEL(rows);
  float total = 1.0;
  for (int i = 0; i < 16; i++) {
    float n = 1.0 + 2.0 * float(i);
    if (n > 2.7 * sigma) break;
    vec2 weights = exp(-0.5 * vec2(n * n, (n + 1.0) * (n + 1.0)) / (sigma * sigma));
    float weight = weights.x + weights.y;
    vec2 offset = axis * (n + weights.y / weight);
    sum += isFirst
      ? weight * (premultiplied(isf_FragNormCoord - offset) + premultiplied(isf_FragNormCoord + offset))
      : weight * (IMG_NORM_PIXEL(rows, isf_FragNormCoord - offset) + IMG_NORM_PIXEL(rows, isf_FragNormCoord + offset));
    total += 2.0 * weight;
  }
  sum /= total;
  if (isFirst) {
    gl_FragColor = sum;
  } else {
    vec4 color = 2.7 * sigma < 1.0 ? IMG_THIS_PIXEL(inputImage) : vec4(sum.rgb / max(sum.a, 0.001), sum.a);
    float luma = dot(color.rgb, vec3(0.2126, 0.7152, 0.0722));
    gl_FragColor = vec4(luma + (color.rgb - luma) * saturation, color.a);
  }
}
