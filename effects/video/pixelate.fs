/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Turns the picture into large squares, so that faces cannot be made out.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Stylize"],
  "PRIVATE": true,
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "cellSize", "LABEL": "Size of the squares in pixels", "TYPE": "float",
      "DEFAULT": 12.0, "MIN": 1.0, "MAX": 128.0, "NEUTRAL": 1.0
    }
  ],
  "PASSES": [
    { "TARGET": "cells", "WIDTH": "ceil($WIDTH / $cellSize)", "HEIGHT": "ceil($HEIGHT / $cellSize)" },
    {}
  ]
}*/

// A mosaic: every square has the mean colour of the pixels under it. The first pass makes a small picture with one pixel
// per square, the second shows it large. Squares begin at the lower left corner.

void main() {
  if (PASSINDEX == 0) {
    // Up to 16 x 16 samples, evenly spread: each pixel once in squares of up to 16 pixels.
    vec2 cell = floor(gl_FragCoord.xy);
    float samples = min(ceil(cellSize), 16.0);
    vec4 sum = vec4(0.0);
    for (int row = 0; row < 16; row++) {
      if (float(row) >= samples) break;
      for (int column = 0; column < 16; column++) {
        if (float(column) >= samples) break;
        vec2 place = (vec2(float(column), float(row)) + 0.5) / samples;
        sum += IMG_NORM_PIXEL(inputImage, (cell + place) * cellSize / IMG_SIZE(inputImage));
      }
    }
    gl_FragColor = sum / (samples * samples);
  } else {
    vec2 cell = floor(gl_FragCoord.xy / cellSize);
    gl_FragColor = IMG_NORM_PIXEL(cells, (cell + 0.5) / IMG_SIZE(cells));
  }
}
