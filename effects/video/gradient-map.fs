/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Colours the picture by its brightness, through three colours of your choice.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Color Effect"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "dark", "TYPE": "color", "DEFAULT": [0.04, 0.07, 0.22, 1.0] },
    { "NAME": "middle", "TYPE": "color", "DEFAULT": [0.78, 0.2, 0.37, 1.0] },
    { "NAME": "light", "TYPE": "color", "DEFAULT": [1.0, 0.93, 0.62, 1.0] },
    { "NAME": "position", "LABEL": "Brightness of the middle", "TYPE": "float", "DEFAULT": 0.45, "MIN": 0.05, "MAX": 0.95 }
  ]
}*/

// Straight from `dark` to `middle` up to the Rec. 709 luma `position`, and straight on to `light`.

void main() {
  vec4 color = IMG_THIS_PIXEL(inputImage);
  float luma = dot(color.rgb, vec3(0.2126, 0.7152, 0.0722));
  vec3 lower = mix(dark.rgb, middle.rgb, min(luma / position, 1.0));
  gl_FragColor = vec4(mix(lower, light.rgb, max((luma - position) / (1.0 - position), 0.0)), color.a);
}
