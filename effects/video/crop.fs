/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Cuts the sides of the picture off; what is cut off is hidden.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Keying and Masks"],
  "PRIVATE": true,
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "left", "TYPE": "float", "DEFAULT": 0.15, "MIN": 0.0, "MAX": 1.0, "NEUTRAL": 0.0 },
    { "NAME": "right", "TYPE": "float", "DEFAULT": 0.15, "MIN": 0.0, "MAX": 1.0, "NEUTRAL": 0.0 },
    { "NAME": "top", "TYPE": "float", "DEFAULT": 0.0, "MIN": 0.0, "MAX": 1.0, "NEUTRAL": 0.0 },
    { "NAME": "bottom", "TYPE": "float", "DEFAULT": 0.0, "MIN": 0.0, "MAX": 1.0, "NEUTRAL": 0.0 },
    { "NAME": "fill", "LABEL": "Colour of what is cut off", "TYPE": "color", "DEFAULT": [0.0, 0.0, 0.0, 1.0] }
  ]
}*/

// Each side loses its share of the picture's width or height, rounded to whole pixels.

void main() {
  vec4 color = IMG_THIS_PIXEL(inputImage);
  vec2 pixel = isf_FragNormCoord * RENDERSIZE;
  vec2 from = floor(vec2(left, bottom) * RENDERSIZE + 0.5);
  vec2 to = RENDERSIZE - floor(vec2(right, top) * RENDERSIZE + 0.5);
  bool isInside = all(greaterThan(pixel, from)) && all(lessThan(pixel, to));
  gl_FragColor = isInside ? color : fill;
}
