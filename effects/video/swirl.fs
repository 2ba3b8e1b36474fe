/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Twists the picture like water that runs down a drain.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Distortion"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "angle", "LABEL": "Angle in degrees", "TYPE": "float",
      "DEFAULT": 180.0, "MIN": -720.0, "MAX": 720.0, "NEUTRAL": 0.0
    },
    {
      "NAME": "radius", "LABEL": "Radius, 1 is the shorter side", "TYPE": "float",
      "DEFAULT": 0.5, "MIN": 0.01, "MAX": 1.0
    },
    { "NAME": "center", "TYPE": "point2D", "DEFAULT": [0.5, 0.5], "MIN": [0.0, 0.0], "MAX": [1.0, 1.0] }
  ]
}*/

// Turns the picture clockwise around `center`: by `angle` there, by less and less outwards, by nothing from `radius` on.
//   turn = angle * (1 - distance / radius)^2

void main() {
  vec2 middle = center * RENDERSIZE;
  vec2 offset = isf_FragNormCoord * RENDERSIZE - middle;
  float within = max(1.0 - length(offset) / (radius * min(RENDERSIZE.x, RENDERSIZE.y)), 0.0);
  float turn = radians(angle) * within * within;
  // The pixel that comes here lies the same turn anticlockwise.
  vec2 origin = mat2(cos(turn), sin(turn), -sin(turn), cos(turn)) * offset;
  gl_FragColor = IMG_NORM_PIXEL(inputImage, (middle + origin) / RENDERSIZE);
}
