/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Winds the picture around a point: its lower edge becomes the middle of a little planet.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Distortion"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "angle", "LABEL": "Angle in degrees, clockwise", "TYPE": "float",
      "DEFAULT": 0.0, "MIN": -180.0, "MAX": 180.0
    },
    {
      "NAME": "radius", "LABEL": "Radius, 1 is the shorter side", "TYPE": "float",
      "DEFAULT": 0.6, "MIN": 0.1, "MAX": 2.0
    },
    { "NAME": "center", "TYPE": "point2D", "DEFAULT": [0.5, 0.5], "MIN": [0.0, 0.0], "MAX": [1.0, 1.0] }
  ]
}*/

// Polar coordinates: the way around `center` is the way across the picture and back, so that there is no seam; the way
// outwards is the way up, to the upper edge at `radius`. Beyond it the picture is mirrored.

const float pi = 3.14159265;

void main() {
  vec2 offset = (isf_FragNormCoord - center) * RENDERSIZE;
  float away = length(offset);
  // From the top, clockwise, -1 to 1 in one round.
  float around = away > 0.0 ? atan(offset.x, offset.y) / pi - angle / 180.0 : 0.0;
  float x = 1.0 - abs(1.0 - mod(0.5 + around, 2.0));
  float y = 1.0 - abs(1.0 - mod(away / (radius * min(RENDERSIZE.x, RENDERSIZE.y)), 2.0));
  gl_FragColor = IMG_NORM_PIXEL(inputImage, vec2(x, y));
}
