/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Makes pale colours stronger and leaves strong ones and skin mostly alone.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Color Adjustment"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "amount", "TYPE": "float", "DEFAULT": 0.7, "MIN": -1.0, "MAX": 1.0, "NEUTRAL": 0.0 }
  ]
}*/

// Saturation whose factor falls with the saturation that is there, saturation being the largest component less the
// smallest:
//   out = luma + (in - luma) * (1 + amount * (1 - saturation))
// Skin, which has most red and least blue, gets half of it.

void main() {
  vec4 color = IMG_THIS_PIXEL(inputImage);
  float luma = dot(color.rgb, vec3(0.2126, 0.7152, 0.0722));
  float saturation = max(max(color.r, color.g), color.b) - min(min(color.r, color.g), color.b);
  float skin = clamp(4.0 * min(color.r - color.g, color.g - color.b), 0.0, 0.5);
  float factor = 1.0 + amount * (1.0 - saturation) * (1.0 - skin);
  gl_FragColor = vec4(luma + (color.rgb - luma) * factor, color.a);
}
