/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Transition: one picture pushes the other out.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Transition"],
  "INPUTS": [
    { "NAME": "startImage", "TYPE": "image" },
    { "NAME": "endImage", "TYPE": "image" },
    { "NAME": "progress", "TYPE": "float", "DEFAULT": 0.5, "MIN": 0.0, "MAX": 1.0, "NEUTRAL": 1.0 },
    {
      "NAME": "direction", "TYPE": "long", "DEFAULT": 0,
      "VALUES": [0, 1, 2, 3], "LABELS": ["Left", "Right", "Up", "Down"]
    }
  ]
}*/

// Both pictures lie side by side, and the view moves from one to the other, slowly at first and at last:
//   shift = progress^2 * (3 - 2 * progress)

void main() {
  float shift = smoothstep(0.0, 1.0, progress);
  vec2 way = direction == 0 ? vec2(1.0, 0.0) : direction == 1 ? vec2(-1.0, 0.0)
    : direction == 2 ? vec2(0.0, -1.0) : vec2(0.0, 1.0);
  vec2 place = isf_FragNormCoord + shift * way;
  bool isStart = all(greaterThanEqual(place, vec2(0.0))) && all(lessThan(place, vec2(1.0)));
  gl_FragColor = isStart ? IMG_NORM_PIXEL(startImage, place) : IMG_NORM_PIXEL(endImage, place - way);
}
