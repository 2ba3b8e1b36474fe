/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Lets everything that moves leave a fading trail.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Time"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "amount", "LABEL": "Length of the trail", "TYPE": "float",
      "DEFAULT": 0.8, "MIN": 0.0, "MAX": 0.98, "NEUTRAL": 0.0
    }
  ],
  "PASSES": [
    { "TARGET": "trail", "PERSISTENT": true, "FLOAT": true },
    {}
  ]
}*/

// Each frame is laid over what is left of the ones before (exponential smoothing):
//   trail = (1 - amount) * frame + amount * trail before
// Floats, since bytes would round the last of a trail to a ghost that stays for ever.

void main() {
  if (PASSINDEX == 0) {
    vec4 color = IMG_THIS_PIXEL(inputImage);
    vec4 before = IMG_THIS_PIXEL(trail);
    // A buffer that holds nothing yet is transparent.
    gl_FragColor = before.a > 0.0 ? mix(color, before, amount) : color;
  } else {
    gl_FragColor = IMG_THIS_PIXEL(trail);
  }
}
