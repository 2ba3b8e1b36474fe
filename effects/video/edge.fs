/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Draws white outlines on black wherever the picture changes.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Sharpen and Edge"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "amount", "TYPE": "float", "DEFAULT": 1.0, "MIN": 0.0, "MAX": 1.0, "NEUTRAL": 0.0 },
    { "NAME": "strength", "TYPE": "float", "DEFAULT": 1.0, "MIN": 0.0, "MAX": 4.0 }
  ]
}*/

// The Sobel operator (I. Sobel, G. Feldman, 1968) on Rec. 709 luma: the length of the gradient
//        | -1 0 1 |        |  1  2  1 |
//   gx = | -2 0 2 |   gy = |  0  0  0 |
//        | -1 0 1 |        | -1 -2 -1 |

float luma(float x, float y) {
  vec3 color = IMG_NORM_PIXEL(inputImage, isf_FragNormCoord + vec2(x, y) / RENDERSIZE).rgb;
  return dot(color, vec3(0.2126, 0.7152, 0.0722));
}

void main() {
  vec4 color = IMG_THIS_PIXEL(inputImage);
  float topLeft = luma(-1.0, 1.0);
  float top = luma(0.0, 1.0);
  float topRight = luma(1.0, 1.0);
  float left = luma(-1.0, 0.0);
  float right = luma(1.0, 0.0);
  float bottomLeft = luma(-1.0, -1.0);
  float bottom = luma(0.0, -1.0);
  float bottomRight = luma(1.0, -1.0);
  float gx = topRight + 2.0 * right + bottomRight - topLeft - 2.0 * left - bottomLeft;
  float gy = topLeft + 2.0 * top + topRight - bottomLeft - 2.0 * bottom - bottomRight;
  vec3 outline = vec3(min(length(vec2(gx, gy)) * strength, 1.0));
  gl_FragColor = vec4(mix(color.rgb, outline, amount), color.a);
}
