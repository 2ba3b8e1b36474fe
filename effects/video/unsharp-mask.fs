/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Sharpens by what a blurred copy lacks; at large radii it brings out light and shade.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Sharpen and Edge"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "amount", "TYPE": "float", "DEFAULT": 1.2, "MIN": 0.0, "MAX": 4.0, "NEUTRAL": 0.0 },
    { "NAME": "radius", "LABEL": "Radius in pixels", "TYPE": "float", "DEFAULT": 2.5, "MIN": 0.5, "MAX": 12.0 },
    { "NAME": "threshold", "LABEL": "Differences to leave alone", "TYPE": "float", "DEFAULT": 0.01, "MIN": 0.0, "MAX": 0.2 }
  ],
  "PASSES": [{ "TARGET": "rows" }, {}]
}*/

// The darkroom's unsharp mask, with a Gaussian whose standard deviation is `radius`:
//   out = in + amount * (in - blurred)
// where the difference is taken less `threshold`, so that noise is not sharpened. Two neighbouring pixels are got by one
// sample that lies between them.

void main() {
  bool isFirst = PASSINDEX == 0;
  vec2 axis = isFirst ? vec2(1.0 / RENDERSIZE.x, 0.0) : vec2(0.0, 1.0 / RENDERSIZE.y);
  vec4 color = IMG_THIS_PIXEL(inputImage);
  vec3 sum = isFirst ? color.rgb : IMG_THIS_PIXEL(rows).rgb;
  float total = 1.0;
  for (int i = 0; i < 16; i++) {
    float n = 1.0 + 2.0 * float(i);
    if (n > 2.7 * radius) break;
    vec2 weights = exp(-0.5 * vec2(n * n, (n + 1.0) * (n + 1.0)) / (radius * radius));
    float weight = weights.x + weights.y;
    vec2 offset = axis * (n + weights.y / weight);
    sum += isFirst
      ? weight * (IMG_NORM_PIXEL(inputImage, isf_FragNormCoord - offset).rgb + IMG_NORM_PIXEL(inputImage, isf_FragNormCoord + offset).rgb)
      : weight * (IMG_NORM_PIXEL(rows, isf_FragNormCoord - offset).rgb + IMG_NORM_PIXEL(rows, isf_FragNormCoord + offset).rgb);
    total += 2.0 * weight;
  }
  sum /= total;
  vec3 lacking = color.rgb - sum;
  vec3 detail = sign(lacking) * max(abs(lacking) - threshold, 0.0);
  gl_FragColor = isFirst ? vec4(sum, 1.0) : vec4(color.rgb + amount * detail, color.a);
}
