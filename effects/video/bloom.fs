/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Lets light spill over from the bright parts, as strong lamps do in a lens.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Blur"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "amount", "TYPE": "float", "DEFAULT": 0.8, "MIN": 0.0, "MAX": 2.0, "NEUTRAL": 0.0 },
    {
      "NAME": "threshold", "LABEL": "Brightness from which light spills", "TYPE": "float",
      "DEFAULT": 0.6, "MIN": 0.0, "MAX": 0.95
    },
    {
      "NAME": "radius", "LABEL": "Radius as a share of the height", "TYPE": "float",
      "DEFAULT": 0.05, "MIN": 0.02, "MAX": 0.1
    }
  ],
  "PASSES": [
    { "TARGET": "bright", "WIDTH": "ceil($WIDTH * min($HEIGHT, 90) / $HEIGHT)", "HEIGHT": "min($HEIGHT, 90)" },
    { "TARGET": "rows", "WIDTH": "ceil($WIDTH * min($HEIGHT, 90) / $HEIGHT)", "HEIGHT": "min($HEIGHT, 90)" },
    { "TARGET": "glow", "WIDTH": "ceil($WIDTH * min($HEIGHT, 90) / $HEIGHT)", "HEIGHT": "min($HEIGHT, 90)" },
    {}
  ]
}*/

// What is brighter than `threshold` is gathered in a picture 90 pixels high, blurred there by a Gaussian, and laid over
// the picture as light is added on film (screen):
//   out = 1 - (1 - in) * (1 - amount * glow)

/** The part of a colour whose largest component is above the threshold, scaled to reach 1. */
vec3 spilling(vec4 color) {
  float largest = max(max(color.r, color.g), color.b);
  return color.rgb * color.a * max(largest - threshold, 0.0) / ((1.0 - threshold) * max(largest, 0.001));
}

void main() {
  if (PASSINDEX == 0) {
    vec3 sum = vec3(0.0);
    for (int row = 0; row < 6; row++) {
      for (int column = 0; column < 6; column++) {
        vec2 offset = (vec2(float(column), float(row)) + 0.5) / 6.0 - 0.5;
        sum += spilling(IMG_NORM_PIXEL(inputImage, isf_FragNormCoord + offset / RENDERSIZE));
      }
    }
    gl_FragColor = vec4(sum / 36.0, 1.0);
  } else if (PASSINDEX < 3) {
    bool isRow = PASSINDEX == 1;
    vec2 axis = isRow ? vec2(1.0 / RENDERSIZE.x, 0.0) : vec2(0.0, 1.0 / RENDERSIZE.y);
    float sigma = radius * RENDERSIZE.y;
    vec4 sum = isRow ? IMG_THIS_PIXEL(bright) : IMG_THIS_PIXEL(rows);
    float total = 1.0;
    for (int i = 0; i < 13; i++) {
      float n = 1.0 + 2.0 * float(i);
      if (n > 2.7 * sigma) break;
      vec2 weights = exp(-0.5 * vec2(n * n, (n + 1.0) * (n + 1.0)) / (sigma * sigma));
      float weight = weights.x + weights.y;
      vec2 offset = axis * (n + weights.y / weight);
      sum += isRow
        ? weight * (IMG_NORM_PIXEL(bright, isf_FragNormCoord - offset) + IMG_NORM_PIXEL(bright, isf_FragNormCoord + offset))
        : weight * (IMG_NORM_PIXEL(rows, isf_FragNormCoord - offset) + IMG_NORM_PIXEL(rows, isf_FragNormCoord + offset));
      total += 2.0 * weight;
    }
    gl_FragColor = sum / total;
  } else {
    vec4 color = IMG_THIS_PIXEL(inputImage);
    vec3 light = min(amount * IMG_THIS_PIXEL(glow).rgb, 1.0);
    gl_FragColor = vec4(1.0 - (1.0 - color.rgb) * (1.0 - light), color.a);
  }
}
