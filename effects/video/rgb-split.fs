/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Moves red and blue apart, as a badly adjusted projector does.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Glitch and Retro"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "amount", "LABEL": "How far, 1 is the shorter side", "TYPE": "float",
      "DEFAULT": 0.015, "MIN": 0.0, "MAX": 0.2, "NEUTRAL": 0.0
    },
    { "NAME": "angle", "LABEL": "Angle in degrees", "TYPE": "float", "DEFAULT": 0.0, "MIN": -180.0, "MAX": 180.0 }
  ]
}*/

// Red moves by `amount` along `angle` (0 to the right, 90 up), blue as far the other way, green stays.

void main() {
  vec2 shift = amount * min(RENDERSIZE.x, RENDERSIZE.y) * vec2(cos(radians(angle)), sin(radians(angle))) / RENDERSIZE;
  vec4 color = IMG_THIS_PIXEL(inputImage);
  color.r = IMG_NORM_PIXEL(inputImage, isf_FragNormCoord - shift).r;
  color.b = IMG_NORM_PIXEL(inputImage, isf_FragNormCoord + shift).b;
  gl_FragColor = color;
}
