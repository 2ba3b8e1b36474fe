/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Shows the picture in two inks, one for the dark and one for the light.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Color Effect"],
  "EXTENDED": true,
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "dark", "TYPE": "color", "DEFAULT": [0.12, 0.02, 0.32, 1.0] },
    { "NAME": "light", "TYPE": "color", "DEFAULT": [1.0, 0.88, 0.55, 1.0] }
  ]
}*/

// Rec. 709 luma is the place between both colours:
//   out = dark + (light - dark) * luma

void main() {
  vec4 color = IMG_THIS_PIXEL(inputImage);
  float luma = dot(color.rgb, vec3(0.2126, 0.7152, 0.0722));
  gl_FragColor = vec4(dark.rgb + (light.rgb - dark.rgb) * luma, color.a);
}
