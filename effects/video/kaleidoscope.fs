/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Repeats one wedge of the picture around a point, as the mirrors of a kaleidoscope do.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Distortion"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "wedges", "LABEL": "Number of wedges", "TYPE": "float", "DEFAULT": 8.0, "MIN": 2.0, "MAX": 32.0 },
    { "NAME": "angle", "LABEL": "Angle in degrees", "TYPE": "float", "DEFAULT": 90.0, "MIN": -180.0, "MAX": 180.0 },
    { "NAME": "center", "TYPE": "point2D", "DEFAULT": [0.5, 0.5], "MIN": [0.0, 0.0], "MAX": [1.0, 1.0] }
  ]
}*/

// The wedge that is seen begins `angle` anticlockwise from the right and is 180 / `wedges` degrees wide. Wherever a
// pixel lies around `center`, it is mirrored into that wedge at its own distance. What lies beyond the picture mirrors
// it.

const float pi = 3.14159265;

vec2 mirrored(vec2 place) {
  return 1.0 - abs(1.0 - mod(place, 2.0));
}

void main() {
  vec2 middle = center * RENDERSIZE;
  vec2 offset = isf_FragNormCoord * RENDERSIZE - middle;
  float width = pi / floor(wedges + 0.5);
  float start = radians(angle);
  float turn = length(offset) > 0.0 ? mod(atan(offset.y, offset.x) - start, 2.0 * width) : 0.0;
  float folded = start + min(turn, 2.0 * width - turn);
  vec2 origin = length(offset) * vec2(cos(folded), sin(folded));
  gl_FragColor = IMG_NORM_PIXEL(inputImage, mirrored((middle + origin) / RENDERSIZE));
}
