/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Paints dark parts of the picture in one colour and light parts in another.",
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "amount", "TYPE": "float", "DEFAULT": 0.7, "MIN": 0.0, "MAX": 1.0 }
  ]
}*/

// Above: what the effect says of itself. Each of its INPUTS is a slider beside the picture and a variable down here.
// Add { "NAME": "light", "TYPE": "color", "DEFAULT": [1.0, 0.8, 0.4, 1.0] } and a colour to choose appears.

// Below: what is done to one pixel, all of them at once, in GLSL. isf_FragNormCoord says where it is: 0 to 1, from the
// lower left corner. TIME counts seconds.

void main() {
  vec4 color = IMG_THIS_PIXEL(inputImage);
  float brightness = dot(color.rgb, vec3(0.2126, 0.7152, 0.0722));
  vec3 painted = mix(vec3(0.15, 0.05, 0.4), vec3(1.0, 0.8, 0.4), brightness);
  gl_FragColor = vec4(mix(color.rgb, painted, amount), color.a);
}
