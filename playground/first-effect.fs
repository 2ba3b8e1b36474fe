/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Paints the picture in two colours.",
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "amount", "TYPE": "float",
      "DEFAULT": 0.7, "MIN": 0.0, "MAX": 1.0 }
  ]
}*/

// Each of the INPUTS is a slider next to this code,
// and a variable in it. Copy "amount" as "light", then
// use it below.

// This runs for every pixel. Its place, 0 to 1, is
// isf_FragNormCoord, and TIME counts seconds.

void main() {
  vec4 color = IMG_THIS_PIXEL(inputImage);
  float brightness = dot(color.rgb, vec3(0.2, 0.7, 0.1));
  vec3 dark = vec3(0.15, 0.05, 0.4);
  vec3 bright = vec3(1.0, 0.8, 0.4);
  vec3 painted = mix(dark, bright, brightness);
  gl_FragColor = vec4(mix(color.rgb, painted, amount), color.a);
}
