/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Shows the picture in few colours and a fine pattern, as early computers did.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Stylize"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "shades", "LABEL": "Shades of red, green and blue", "TYPE": "float",
      "DEFAULT": 2.0, "MIN": 2.0, "MAX": 16.0
    },
    {
      "NAME": "size", "LABEL": "Size of the dots in pixels", "TYPE": "float", "UNIT": "px",
      "DEFAULT": 2.0, "MIN": 1.0, "MAX": 16.0
    }
  ]
}*/

// Ordered dithering (B. E. Bayer, An Optimum Method for Two-Level Rendition of Continuous-Tone Pictures, 1973): each dot
// is rounded up or down by its place in an 8 x 8 matrix, whose numbers are the bits of x ^ y and y, interlaced and turned
// round.

float bayer(uvec2 dot) {
  uint x = dot.x ^ dot.y;
  uint y = dot.y;
  uint number = ((x & 1u) << 5u) | ((y & 1u) << 4u) | ((x & 2u) << 2u) | ((y & 2u) << 1u) | ((x & 4u) >> 1u) | ((y & 4u) >> 2u);
  return (float(number) + 0.5) / 64.0;
}

void main() {
  float dots = max(1.0, floor(size + 0.5));
  vec2 cell = floor(isf_FragNormCoord * RENDERSIZE / dots);
  vec3 color = IMG_NORM_PIXEL(inputImage, (cell + 0.5) * dots / RENDERSIZE).rgb;
  float steps = floor(shades + 0.5) - 1.0;
  vec3 dithered = floor(color * steps + bayer(uvec2(cell))) / steps;
  gl_FragColor = vec4(dithered, IMG_THIS_PIXEL(inputImage).a);
}
