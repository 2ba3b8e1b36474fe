/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Draws the picture as a comic: flat, strong colours inside black outlines.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Stylize"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "outlines", "TYPE": "float", "DEFAULT": 0.9, "MIN": 0.0, "MAX": 1.0 },
    { "NAME": "shades", "TYPE": "float", "DEFAULT": 5.0, "MIN": 2.0, "MAX": 16.0 },
    { "NAME": "saturation", "TYPE": "float", "DEFAULT": 1.5, "MIN": 0.0, "MAX": 3.0 }
  ],
  "PASSES": [{ "TARGET": "even" }, {}]
}*/

// After H. Winnemöller, S. C. Olsen, B. Gooch, Real-Time Video Abstraction (2006): a bilateral filter makes colours even
// inside edges, luma goes in soft steps, and the Sobel operator draws the outlines.

float lumaOf(vec3 color) {
  return dot(color, vec3(0.2126, 0.7152, 0.0722));
}

float luma(float x, float y) {
  return lumaOf(IMG_NORM_PIXEL(even, isf_FragNormCoord + vec2(x, y) / RENDERSIZE).rgb);
}

void main() {
  vec4 pixel = IMG_THIS_PIXEL(inputImage);
  if (PASSINDEX == 0) {
    vec3 sum = vec3(0.0);
    float total = 0.0;
    for (int row = -2; row <= 2; row++) {
      for (int column = -2; column <= 2; column++) {
        vec2 offset = 1.5 * vec2(float(column), float(row));
        vec3 color = IMG_NORM_PIXEL(inputImage, isf_FragNormCoord + offset / RENDERSIZE).rgb;
        vec3 apart = color - pixel.rgb;
        float weight = exp(-dot(offset, offset) / 8.0 - dot(apart, apart) / 0.03);
        sum += weight * color;
        total += weight;
      }
    }
    gl_FragColor = vec4(sum / total, 1.0);
  } else {
    vec3 color = IMG_THIS_PIXEL(even).rgb;
    float light = lumaOf(color);
    float steps = floor(shades + 0.5);
    float place = light * steps;
    float stepped = (floor(place) + smoothstep(0.3, 0.7, fract(place))) / steps;
    color = stepped + (color - light) * saturation;
    float gx = luma(1.0, 1.0) + 2.0 * luma(1.0, 0.0) + luma(1.0, -1.0)
      - luma(-1.0, 1.0) - 2.0 * luma(-1.0, 0.0) - luma(-1.0, -1.0);
    float gy = luma(-1.0, 1.0) + 2.0 * luma(0.0, 1.0) + luma(1.0, 1.0)
      - luma(-1.0, -1.0) - 2.0 * luma(0.0, -1.0) - luma(1.0, -1.0);
    float outline = smoothstep(0.35, 0.8, length(vec2(gx, gy)));
    gl_FragColor = vec4(clamp(color, 0.0, 1.0) * (1.0 - outlines * outline), pixel.a);
  }
}
