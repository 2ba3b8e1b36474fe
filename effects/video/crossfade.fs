/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Transition: one picture fades into the other.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Transition"],
  "INPUTS": [
    { "NAME": "startImage", "TYPE": "image" },
    { "NAME": "endImage", "TYPE": "image" },
    { "NAME": "progress", "TYPE": "float", "DEFAULT": 0.5, "MIN": 0.0, "MAX": 1.0, "NEUTRAL": 1.0 }
  ]
}*/

// out = start * (1 - progress) + end * progress

void main() {
  gl_FragColor = mix(IMG_THIS_PIXEL(startImage), IMG_THIS_PIXEL(endImage), progress);
}
