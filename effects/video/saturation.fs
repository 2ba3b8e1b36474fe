/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Makes the colours stronger or paler.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Color Adjustment"],
  "EXTENDED": true,
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "amount", "TYPE": "float", "DEFAULT": 1.5, "MIN": 0.0, "MAX": 4.0, "NEUTRAL": 1.0 }
  ]
}*/

// Moves every colour away from the gray of its Rec. 709 luma, as the CSS filter saturate() does: 0 is gray, 1 unchanged.

void main() {
  vec4 color = IMG_THIS_PIXEL(inputImage);
  float luma = dot(color.rgb, vec3(0.2126, 0.7152, 0.0722));
  gl_FragColor = vec4(mix(vec3(luma), color.rgb, amount), color.a);
}
