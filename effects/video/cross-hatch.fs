/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Shades the picture with crossing pen strokes: the darker, the more and the thicker.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Stylize"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "spacing", "LABEL": "Distance of the strokes in pixels", "TYPE": "float", "UNIT": "px",
      "DEFAULT": 5.0, "MIN": 3.0, "MAX": 32.0
    },
    {
      "NAME": "colors", "LABEL": "Colours of the picture", "TYPE": "float",
      "DEFAULT": 0.0, "MIN": 0.0, "MAX": 1.0
    },
    { "NAME": "ink", "TYPE": "color", "DEFAULT": [0.1, 0.1, 0.25, 1.0] },
    { "NAME": "paper", "TYPE": "color", "DEFAULT": [0.98, 0.97, 0.93, 1.0] }
  ]
}*/

// Four layers of parallel strokes. Darkness, (1 - luma)^1.5, fills one layer after the other: its strokes grow from
// nothing to a third of their distance.

/** How far the strokes of a layer cover this pixel. */
float strokes(float degrees, float fill) {
  vec2 pixel = isf_FragNormCoord * RENDERSIZE;
  float across = (pixel.x * sin(radians(degrees)) + pixel.y * cos(radians(degrees))) / spacing;
  float fromMiddle = abs(fract(across) - 0.5) * spacing;
  float width = clamp(fill, 0.0, 1.0) * spacing / 3.0;
  // A stroke thinner than a pixel is a fainter one.
  return clamp(0.5 * max(width, 1.0) - fromMiddle + 0.5, 0.0, 1.0) * min(width, 1.0);
}

void main() {
  vec4 color = IMG_THIS_PIXEL(inputImage);
  float light = dot(color.rgb, vec3(0.2126, 0.7152, 0.0722));
  float dark = 4.0 * pow(1.0 - light, 1.5);
  float bare = 1.0 - strokes(45.0, dark);
  bare *= 1.0 - strokes(-45.0, dark - 1.0);
  bare *= 1.0 - strokes(0.0, dark - 2.0);
  bare *= 1.0 - strokes(90.0, dark - 3.0);
  vec3 pen = mix(ink.rgb, color.rgb * 0.8, colors);
  gl_FragColor = vec4(mix(pen, paper.rgb, bare), color.a);
}
