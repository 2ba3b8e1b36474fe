/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Makes the picture wave like a flag.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Distortion"],
  "FLASHES": true,
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "amount", "LABEL": "Height of a wave, 1 is the shorter side", "TYPE": "float",
      "DEFAULT": 0.03, "MIN": 0.0, "MAX": 0.3, "NEUTRAL": 0.0
    },
    {
      "NAME": "wavelength", "LABEL": "Length of a wave, 1 is the shorter side", "TYPE": "float",
      "DEFAULT": 0.4, "MIN": 0.02, "MAX": 2.0
    },
    {
      "NAME": "angle", "LABEL": "Where waves run, in degrees", "TYPE": "float",
      "DEFAULT": 0.0, "MIN": -180.0, "MAX": 180.0
    },
    { "NAME": "speed", "LABEL": "Waves per second", "TYPE": "float", "DEFAULT": 0.5, "MIN": -5.0, "MAX": 5.0 }
  ]
}*/

// A sine that runs along `angle` (0 to the right, 90 up) moves pixels across it. What lies beyond the picture mirrors
// it.

const float turn = 6.28318531;

vec2 mirrored(vec2 place) {
  return 1.0 - abs(1.0 - mod(place, 2.0));
}

void main() {
  float unit = min(RENDERSIZE.x, RENDERSIZE.y);
  vec2 along = vec2(cos(radians(angle)), sin(radians(angle)));
  vec2 across = vec2(-along.y, along.x);
  float phase = fract(dot(isf_FragNormCoord * RENDERSIZE, along) / (wavelength * unit) - speed * TIME);
  vec2 shift = across * amount * unit * sin(turn * phase);
  gl_FragColor = IMG_NORM_PIXEL(inputImage, mirrored(isf_FragNormCoord + shift / RENDERSIZE));
}
