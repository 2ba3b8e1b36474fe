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
    { "TARGET": "small", "WIDTH": "ceil($WIDTH * min($HEIGHT, 180) / $HEIGHT)", "HEIGHT": "min($HEIGHT, 180)" },
    { "TARGET": "rows", "WIDTH": "ceil($WIDTH * min($HEIGHT, 180) / $HEIGHT)", "HEIGHT": "min($HEIGHT, 180)" },
    { "TARGET": "soft", "WIDTH": "ceil($WIDTH * min($HEIGHT, 180) / $HEIGHT)", "HEIGHT": "min($HEIGHT, 180)" },
    {}
  ]
}*/

// After the two exposures of Michael Orton: a Gaussian of the picture, computed at a height of 180 pixels, half laid over
// it and half added as light is on film (screen).
//   out = in + amount * (0.5 * soft + 0.5 * (1 - (1 - in) * (1 - soft)) - in)

void main() {
  if (PASSINDEX == 0) {
    vec4 sum = vec4(0.0);
    for (int row = 0; row < 6; row++) {
      for (int column = 0; column < 6; column++) {
        vec2 offset = (vec2(float(column), float(row)) + 0.5) / 6.0 - 0.5;
        vec4 color = IMG_NORM_PIXEL(inputImage, isf_FragNormCoord + offset / RENDERSIZE);
        sum += vec4(color.rgb * color.a, color.a);
      }
    }
    gl_FragColor = sum / 36.0;
  } else if (PASSINDEX < 3) {
    bool isRow = PASSINDEX == 1;
    vec2 axis = isRow ? vec2(1.0 / RENDERSIZE.x, 0.0) : vec2(0.0, 1.0 / RENDERSIZE.y);
    float sigma = radius * RENDERSIZE.y;
    vec4 sum = isRow ? IMG_THIS_PIXEL(small) : IMG_THIS_PIXEL(rows);
    float total = 1.0;
    for (int i = 0; i < 13; i++) {
      float n = 1.0 + 2.0 * float(i);
      if (n > 2.7 * sigma) break;
      vec2 weights = exp(-0.5 * vec2(n * n, (n + 1.0) * (n + 1.0)) / (sigma * sigma));
      float weight = weights.x + weights.y;
      vec2 offset = axis * (n + weights.y / weight);
      sum += isRow
        ? weight * (IMG_NORM_PIXEL(small, isf_FragNormCoord - offset) + IMG_NORM_PIXEL(small, isf_FragNormCoord + offset))
        : weight * (IMG_NORM_PIXEL(rows, isf_FragNormCoord - offset) + IMG_NORM_PIXEL(rows, isf_FragNormCoord + offset));
      total += 2.0 * weight;
    }
    gl_FragColor = sum / total;
  } else {
    vec4 color = IMG_THIS_PIXEL(inputImage);
    vec4 blurred = IMG_THIS_PIXEL(soft);
    vec3 haze = blurred.rgb / max(blurred.a, 0.001);
    vec3 lit = 1.0 - (1.0 - color.rgb) * (1.0 - haze);
    gl_FragColor = vec4(mix(color.rgb, 0.5 * (haze + lit), amount), color.a);
  }
}
