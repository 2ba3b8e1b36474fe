/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Turns the picture into large squares, so that faces cannot be made out.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Stylize"],
  "PRIVATE": true,
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "cellSize", "LABEL": "Size of the squares in pixels", "TYPE": "float", "UNIT": "px",
      "DEFAULT": 12.0, "MIN": 1.0, "MAX": 128.0, "NEUTRAL": 1.0
    }
  ],
  "PASSES": [
    { "TARGET": "bands", "HEIGHT": "ceil($HEIGHT / $cellSize)" },
    { "TARGET": "cells", "WIDTH": "ceil($WIDTH / $cellSize)", "HEIGHT": "ceil($HEIGHT / $cellSize)" },
    {}
  ]
}*/

// A mosaic: every square has the mean colour of the pixels under it. The first pass makes bands as high as a square, the
// second cuts them into a small picture with one pixel per square, the third shows it large. Squares begin at the lower
// left corner.

/** Samples that see every pixel along the side of a square of up to 48 pixels: each lies between two. */
float sampleCount() {
  return clamp(ceil(cellSize / 2.0), 1.0, 24.0);
}

void main() {
  vec4 sum = vec4(0.0);
  float samples = sampleCount();
  if (PASSINDEX == 0) {
    for (int i = 0; i < 24; i++) {
      if (float(i) >= samples) break;
      float y = (floor(gl_FragCoord.y) + (float(i) + 0.5) / samples) * cellSize / IMG_SIZE(inputImage).y;
      sum += IMG_NORM_PIXEL(inputImage, vec2(isf_FragNormCoord.x, y));
    }
    gl_FragColor = sum / samples;
  } else if (PASSINDEX == 1) {
    for (int i = 0; i < 24; i++) {
      if (float(i) >= samples) break;
      float x = (floor(gl_FragCoord.x) + (float(i) + 0.5) / samples) * cellSize / IMG_SIZE(bands).x;
      sum += IMG_NORM_PIXEL(bands, vec2(x, isf_FragNormCoord.y));
    }
    gl_FragColor = sum / samples;
  } else {
    vec2 cell = floor(gl_FragCoord.xy / cellSize);
    gl_FragColor = IMG_NORM_PIXEL(cells, (cell + 0.5) / IMG_SIZE(cells));
  }
}
