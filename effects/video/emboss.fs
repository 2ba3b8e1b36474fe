/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Turns the picture into a relief that is lit from one side.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Sharpen and Edge"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "strength", "TYPE": "float", "DEFAULT": 1.5, "MIN": 0.0, "MAX": 6.0, "NEUTRAL": 0.0 },
    {
      "NAME": "angle", "LABEL": "Where the light comes from, in degrees", "TYPE": "float",
      "DEFAULT": 135.0, "MIN": 0.0, "MAX": 360.0
    },
    {
      "NAME": "depth", "LABEL": "Depth in pixels", "TYPE": "float", "UNIT": "px",
      "DEFAULT": 1.0, "MIN": 0.5, "MAX": 8.0
    },
    {
      "NAME": "colors", "LABEL": "Colour that stays", "TYPE": "float",
      "DEFAULT": 0.0, "MIN": 0.0, "MAX": 1.0, "NEUTRAL": 1.0
    }
  ]
}*/

// Rec. 709 luma is the height of the relief. Slopes that fall towards the light are bright, the others dark:
//   out = grey + strength * (luma on the far side - luma towards the light)
// where grey is 0.5, or the pixel itself as far as colour stays. The angle is counted anticlockwise from the right.

float luma(vec2 offset) {
  vec3 color = IMG_NORM_PIXEL(inputImage, isf_FragNormCoord + offset / RENDERSIZE).rgb;
  return dot(color, vec3(0.2126, 0.7152, 0.0722));
}

void main() {
  vec4 color = IMG_THIS_PIXEL(inputImage);
  vec2 light = depth * vec2(cos(radians(angle)), sin(radians(angle)));
  float slope = luma(-light) - luma(light);
  gl_FragColor = vec4(mix(vec3(0.5), color.rgb, colors) + strength * slope, color.a);
}
