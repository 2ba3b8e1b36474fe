/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Lets in more or less light, counted in stops as cameras do.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Color Adjustment"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "stops", "TYPE": "float", "DEFAULT": 0.8, "MIN": -4.0, "MAX": 4.0, "NEUTRAL": 0.0 }
  ]
}*/

// One stop is twice the light. Pixels are turned into light and back by the transfer functions of sRGB (IEC 61966-2-1):
//   out = encode(decode(in) * 2 ^ stops)

vec3 decode(vec3 color) {
  vec3 dark = color / 12.92;
  vec3 bright = pow((max(color, 0.0) + 0.055) / 1.055, vec3(2.4));
  return mix(dark, bright, step(0.04045, color));
}

vec3 encode(vec3 light) {
  vec3 dark = light * 12.92;
  vec3 bright = 1.055 * pow(max(light, 0.0), vec3(1.0 / 2.4)) - 0.055;
  return mix(dark, bright, step(0.0031308, light));
}

void main() {
  vec4 color = IMG_THIS_PIXEL(inputImage);
  gl_FragColor = vec4(encode(decode(color.rgb) * exp2(stops)), color.a);
}
