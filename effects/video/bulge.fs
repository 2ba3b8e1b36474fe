/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Blows a part of the picture up like a balloon, or pinches it.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Distortion"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "amount", "LABEL": "Amount, below 0 pinches", "TYPE": "float",
      "DEFAULT": 0.6, "MIN": -1.0, "MAX": 1.0, "NEUTRAL": 0.0
    },
    {
      "NAME": "radius", "LABEL": "Radius, 1 is the shorter side", "TYPE": "float",
      "DEFAULT": 0.45, "MIN": 0.01, "MAX": 1.0
    },
    { "NAME": "center", "TYPE": "point2D", "DEFAULT": [0.5, 0.5], "MIN": [0.0, 0.0], "MAX": [1.0, 1.0] }
  ]
}*/

// A pixel at the share r of `radius` from `center` shows what is at
//   r * (1 - amount * (1 - r)^2)
// which joins the rest of the picture smoothly at the radius. It never folds over for amounts from -1 to 1.

void main() {
  vec2 middle = center * RENDERSIZE;
  vec2 offset = isf_FragNormCoord * RENDERSIZE - middle;
  float within = max(1.0 - length(offset) / (radius * min(RENDERSIZE.x, RENDERSIZE.y)), 0.0);
  float scale = 1.0 - amount * within * within;
  gl_FragColor = IMG_NORM_PIXEL(inputImage, (middle + scale * offset) / RENDERSIZE);
}
