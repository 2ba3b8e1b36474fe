/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Transition: an edge passes over one picture and leaves the other behind it.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Transition"],
  "INPUTS": [
    { "NAME": "startImage", "TYPE": "image" },
    { "NAME": "endImage", "TYPE": "image" },
    { "NAME": "progress", "TYPE": "float", "DEFAULT": 0.5, "MIN": 0.0, "MAX": 1.0, "NEUTRAL": 1.0 },
    {
      "NAME": "angle", "LABEL": "Where the edge goes, in degrees", "TYPE": "float",
      "DEFAULT": 0.0, "MIN": -180.0, "MAX": 180.0
    },
    { "NAME": "softness", "LABEL": "Softness of the edge", "TYPE": "float", "DEFAULT": 0.1, "MIN": 0.0, "MAX": 1.0 }
  ]
}*/

// A pixel lies at `along`, from 0 where the edge comes in to 1 where it goes out, in the direction of `angle` (0 to the
// right, 90 up). It shows so much of the end: (progress * (1 + softness) - along) / softness, within 0..1.

void main() {
  vec2 direction = vec2(cos(radians(angle)), sin(radians(angle)));
  float reach = abs(direction.x) + abs(direction.y);
  float along = 0.5 + dot(isf_FragNormCoord - 0.5, direction) / reach;
  float width = max(softness, 0.001);
  float share = clamp((progress * (1.0 + width) - along) / width, 0.0, 1.0);
  gl_FragColor = mix(IMG_THIS_PIXEL(startImage), IMG_THIS_PIXEL(endImage), share);
}
