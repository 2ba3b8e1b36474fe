/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Gives the picture the brown tones of an old photograph.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Color Effect"],
  "EXTENDED": true,
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "amount", "TYPE": "float", "DEFAULT": 1.0, "MIN": 0.0, "MAX": 1.0, "NEUTRAL": 0.0 }
  ]
}*/

// The matrix of the CSS filter sepia() (Filter Effects Module Level 1), one row per component of the result.

void main() {
  vec4 color = IMG_THIS_PIXEL(inputImage);
  vec3 sepia = vec3(
    dot(color.rgb, vec3(0.393, 0.769, 0.189)),
    dot(color.rgb, vec3(0.349, 0.686, 0.168)),
    dot(color.rgb, vec3(0.272, 0.534, 0.131)));
  gl_FragColor = vec4(mix(color.rgb, sepia, amount), color.a);
}
