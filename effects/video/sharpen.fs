/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Makes edges and fine details clearer.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Sharpen and Edge"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "amount", "TYPE": "float", "DEFAULT": 0.5, "MIN": 0.0, "MAX": 4.0, "NEUTRAL": 0.0 }
  ]
}*/

// Adds what a pixel has more than its four neighbours (the discrete Laplacian):
//   out = in + amount * (4 * in - left - right - above - below)

void main() {
  vec2 pixel = 1.0 / RENDERSIZE;
  vec4 color = IMG_THIS_PIXEL(inputImage);
  vec3 left = IMG_NORM_PIXEL(inputImage, isf_FragNormCoord - vec2(pixel.x, 0.0)).rgb;
  vec3 right = IMG_NORM_PIXEL(inputImage, isf_FragNormCoord + vec2(pixel.x, 0.0)).rgb;
  vec3 below = IMG_NORM_PIXEL(inputImage, isf_FragNormCoord - vec2(0.0, pixel.y)).rgb;
  vec3 above = IMG_NORM_PIXEL(inputImage, isf_FragNormCoord + vec2(0.0, pixel.y)).rgb;
  gl_FragColor = vec4(color.rgb + amount * (4.0 * color.rgb - left - right - below - above), color.a);
}
