/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Shows a part of the picture larger.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Utility"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "amount", "TYPE": "float", "DEFAULT": 1.5, "MIN": 1.0, "MAX": 8.0, "NEUTRAL": 1.0 },
    { "NAME": "center", "TYPE": "point2D", "DEFAULT": [0.5, 0.5], "MIN": [0.0, 0.0], "MAX": [1.0, 1.0] }
  ]
}*/

// The part that is shown is 1 / `amount` as wide and high, as near to `center` as the picture's rim lets it be.

void main() {
  vec2 middle = clamp(center, 0.5 / amount, 1.0 - 0.5 / amount);
  gl_FragColor = IMG_NORM_PIXEL(inputImage, middle + (isf_FragNormCoord - 0.5) / amount);
}
