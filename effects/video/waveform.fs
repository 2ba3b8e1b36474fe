/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Shakes every line of the picture sideways along the wave of what is heard.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Audio Reactive"],
  "FLASHES": true,
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "amount", "LABEL": "How far, 1 is the shorter side", "TYPE": "float",
      "DEFAULT": 0.2, "MIN": 0.0, "MAX": 1.0, "NEUTRAL": 0.0
    },
    { "NAME": "sound", "TYPE": "audio" }
  ]
}*/

// The newest samples run from the top of the picture to the bottom; one at full scale moves its line by `amount`. In
// silence nothing moves. What lies beyond the picture mirrors it.

void main() {
  // A sample of 0 is a gray of 128.
  float heard = IMG_NORM_PIXEL(sound, vec2(1.0 - isf_FragNormCoord.y, 0.5)).r - 128.0 / 255.0;
  float shift = 2.0 * heard * amount * min(RENDERSIZE.x, RENDERSIZE.y) / RENDERSIZE.x;
  float x = 1.0 - abs(1.0 - mod(isf_FragNormCoord.x - shift, 2.0));
  gl_FragColor = IMG_NORM_PIXEL(inputImage, vec2(x, isf_FragNormCoord.y));
}
