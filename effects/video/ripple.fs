/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Sends rings over the picture, as a stone does that falls into water.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Distortion"],
  "FLASHES": true,
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "amount", "TYPE": "float", "DEFAULT": 0.8, "MIN": 0.0, "MAX": 1.0, "NEUTRAL": 0.0 },
    {
      "NAME": "wavelength", "LABEL": "Width of a ring, 1 is the shorter side", "TYPE": "float",
      "DEFAULT": 0.2, "MIN": 0.02, "MAX": 1.0
    },
    { "NAME": "speed", "LABEL": "Rings per second", "TYPE": "float", "DEFAULT": 0.7, "MIN": -5.0, "MAX": 5.0 },
    { "NAME": "center", "TYPE": "point2D", "DEFAULT": [0.5, 0.5], "MIN": [0.0, 0.0], "MAX": [1.0, 1.0] }
  ]
}*/

// A pixel at the distance d from `center` shows what is at
//   d + amount * wavelength / (2 pi) * sin(2 pi * (d / wavelength - speed * time))
// At the amount 1 the picture is about to fold over. What lies beyond the picture mirrors it.

const float turn = 6.28318531;

vec2 mirrored(vec2 place) {
  return 1.0 - abs(1.0 - mod(place, 2.0));
}

void main() {
  float wave = wavelength * min(RENDERSIZE.x, RENDERSIZE.y);
  vec2 offset = (isf_FragNormCoord - center) * RENDERSIZE;
  float away = length(offset);
  float phase = fract(away / wave - speed * TIME);
  vec2 shift = offset / max(away, 0.001) * amount * wave / turn * sin(turn * phase);
  gl_FragColor = IMG_NORM_PIXEL(inputImage, mirrored(isf_FragNormCoord + shift / RENDERSIZE));
}
