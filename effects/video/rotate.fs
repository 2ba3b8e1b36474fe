/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Turns the picture, for a camera that hangs askew.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Utility"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "angle", "LABEL": "Angle in degrees, clockwise", "TYPE": "float",
      "DEFAULT": 10.0, "MIN": -180.0, "MAX": 180.0, "NEUTRAL": 0.0
    },
    {
      "NAME": "fit", "TYPE": "long", "DEFAULT": 0,
      "VALUES": [0, 1], "LABELS": ["Cover", "Contain"]
    }
  ]
}*/

// The turned picture is enlarged until it covers the frame, or made small until all of it is seen; around it is black.

void main() {
  float turn = radians(angle);
  vec2 direction = vec2(cos(turn), sin(turn));
  vec2 offset = (isf_FragNormCoord - 0.5) * RENDERSIZE;
  // The pixel that comes here lies the same turn anticlockwise.
  vec2 origin = vec2(direction.x * offset.x - direction.y * offset.y, direction.y * offset.x + direction.x * offset.y);

  // How large the box around the turned frame is, seen from the frame.
  vec2 part = abs(direction);
  vec2 box = vec2(part.x * RENDERSIZE.x + part.y * RENDERSIZE.y, part.y * RENDERSIZE.x + part.x * RENDERSIZE.y);
  float larger = max(box.x / RENDERSIZE.x, box.y / RENDERSIZE.y);
  vec2 place = 0.5 + origin * (fit == 0 ? 1.0 / larger : larger) / RENDERSIZE;
  vec2 beyond = (abs(place - 0.5) - 0.5) * RENDERSIZE;
  bool isInside = fit == 0 || max(beyond.x, beyond.y) < 0.0;
  gl_FragColor = isInside ? IMG_NORM_PIXEL(inputImage, place) : vec4(0.0, 0.0, 0.0, 1.0);
}
