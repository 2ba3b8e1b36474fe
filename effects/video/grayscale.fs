/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Takes the colours away, as in a black and white film.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Color Effect"],
  "EXTENDED": true,
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "amount", "TYPE": "float", "DEFAULT": 1.0, "MIN": 0.0, "MAX": 1.0, "NEUTRAL": 0.0 }
  ]
}*/

// Rec. 709 luma, as the CSS filter grayscale() has it.

void main() {
  vec4 color = IMG_THIS_PIXEL(inputImage);
  float luma = dot(color.rgb, vec3(0.2126, 0.7152, 0.0722));
  gl_FragColor = vec4(mix(color.rgb, vec3(luma), amount), color.a);
}
