/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Leaves two colours: one for all that is darker than a level, one for the rest.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Color Effect"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "level", "TYPE": "float", "DEFAULT": 0.45, "MIN": 0.0, "MAX": 1.0 },
    { "NAME": "softness", "TYPE": "float", "DEFAULT": 0.06, "MIN": 0.0, "MAX": 0.5 },
    { "NAME": "dark", "TYPE": "color", "DEFAULT": [0.0, 0.0, 0.0, 1.0] },
    { "NAME": "light", "TYPE": "color", "DEFAULT": [1.0, 1.0, 1.0, 1.0] }
  ]
}*/

// Compares Rec. 709 luma with `level`; from `softness` below it to `softness` above it colours go along smoothstep's
// curve, which keeps edges smooth.

void main() {
  vec4 color = IMG_THIS_PIXEL(inputImage);
  float luma = dot(color.rgb, vec3(0.2126, 0.7152, 0.0722));
  float reach = max(softness, 0.001);
  gl_FragColor = vec4(mix(dark.rgb, light.rgb, smoothstep(level - reach, level + reach, luma)), color.a);
}
