/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Shifts all colours around the colour wheel.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Color Adjustment"],
  "EXTENDED": true,
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "angle", "LABEL": "Angle in degrees", "TYPE": "float",
      "DEFAULT": 90.0, "MIN": -360.0, "MAX": 360.0, "NEUTRAL": 0.0
    }
  ]
}*/

// The matrix of the CSS filter hue-rotate() (Filter Effects Module Level 1, feColorMatrix), one row per component:
// luma + cos(angle) * chroma + sin(angle) * chroma turned by 90 degrees.

void main() {
  vec4 color = IMG_THIS_PIXEL(inputImage);
  float c = cos(radians(angle));
  float s = sin(radians(angle));
  vec3 luma = vec3(0.213, 0.715, 0.072);
  vec3 red = luma + c * vec3(0.787, -0.715, -0.072) + s * vec3(-0.213, -0.715, 0.928);
  vec3 green = luma + c * vec3(-0.213, 0.285, -0.072) + s * vec3(0.143, 0.140, -0.283);
  vec3 blue = luma + c * vec3(-0.213, -0.715, 0.928) + s * vec3(-0.787, 0.715, 0.072);
  gl_FragColor = vec4(dot(color.rgb, red), dot(color.rgb, green), dot(color.rgb, blue), color.a);
}
