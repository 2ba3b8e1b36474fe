/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Lays thin lines over the picture that help to frame it: thirds, or as many as wanted.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Overlay"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "columns", "TYPE": "float", "DEFAULT": 3.0, "MIN": 1.0, "MAX": 32.0, "NEUTRAL": 1.0 },
    { "NAME": "rows", "TYPE": "float", "DEFAULT": 3.0, "MIN": 1.0, "MAX": 32.0, "NEUTRAL": 1.0 },
    {
      "NAME": "thickness", "LABEL": "Thickness in pixels", "TYPE": "float", "UNIT": "px",
      "DEFAULT": 2.0, "MIN": 1.0, "MAX": 20.0
    },
    { "NAME": "color", "TYPE": "color", "DEFAULT": [1.0, 1.0, 1.0, 0.6] }
  ]
}*/

// Lines lie between columns and between rows, none on the rim.

/** How much of a pixel the nearest line covers along one axis. */
float covered(float place, float count, float size) {
  float line = floor(place * count + 0.5);
  if (line < 0.5 || line > count - 0.5) return 0.0;
  float away = abs(place - line / count) * size;
  return clamp(0.5 * thickness - away + 0.5, 0.0, 1.0);
}

void main() {
  vec4 pixel = IMG_THIS_PIXEL(inputImage);
  float x = covered(isf_FragNormCoord.x, floor(columns + 0.5), RENDERSIZE.x);
  float y = covered(isf_FragNormCoord.y, floor(rows + 0.5), RENDERSIZE.y);
  gl_FragColor = vec4(mix(pixel.rgb, color.rgb, color.a * max(x, y)), pixel.a);
}
