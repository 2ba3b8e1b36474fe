/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Draws a border around the picture, with round corners if wanted.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Overlay"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "width", "LABEL": "Width, 1 is the shorter side", "TYPE": "float",
      "DEFAULT": 0.04, "MIN": 0.0, "MAX": 0.5, "NEUTRAL": 0.0
    },
    {
      "NAME": "corner", "LABEL": "Radius of the corners, 1 is the shorter side", "TYPE": "float",
      "DEFAULT": 0.06, "MIN": 0.0, "MAX": 0.5, "NEUTRAL": 0.0
    },
    { "NAME": "color", "TYPE": "color", "DEFAULT": [1.0, 1.0, 1.0, 1.0] }
  ]
}*/

// The distance to a box with round corners, in pixels (I. Quilez, 2D distance functions: rounded box), decides what is
// border; its edge is one pixel soft.

void main() {
  vec4 pixel = IMG_THIS_PIXEL(inputImage);
  float unit = min(RENDERSIZE.x, RENDERSIZE.y);
  vec2 reach = max(0.5 * RENDERSIZE - width * unit, 0.0);
  float radius = min(corner * unit, min(reach.x, reach.y));
  vec2 beyond = abs((isf_FragNormCoord - 0.5) * RENDERSIZE) - reach + radius;
  float outside = length(max(beyond, 0.0)) + min(max(beyond.x, beyond.y), 0.0) - radius;
  float cover = clamp(outside + 0.5, 0.0, 1.0) * color.a;
  gl_FragColor = vec4(mix(pixel.rgb, color.rgb, cover), pixel.a);
}
