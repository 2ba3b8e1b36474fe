/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Prints the picture in dots of four inks, as newspapers and old comics do.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Stylize"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "size", "LABEL": "Distance of the dots in pixels", "TYPE": "float", "DEFAULT": 6.0, "MIN": 3.0, "MAX": 48.0 },
    { "NAME": "colors", "LABEL": "Coloured inks, not only black", "TYPE": "bool", "DEFAULT": true },
    { "NAME": "paper", "LABEL": "Colour of the paper", "TYPE": "color", "DEFAULT": [1.0, 0.98, 0.94, 1.0] }
  ]
}*/

// Colours are separated into cyan, magenta, yellow and black, as much black as there is in all three. Each ink has a
// screen of round dots at the angle that printers give it (15, 75, 0 and 45 degrees); the dot is as large as the ink in
// its middle. Inks multiply.

/** Cyan, magenta, yellow and black of a place. */
vec4 inks(vec2 place) {
  vec3 color = IMG_NORM_PIXEL(inputImage, place / RENDERSIZE).rgb;
  if (!colors) return vec4(0.0, 0.0, 0.0, 1.0 - dot(color, vec3(0.2126, 0.7152, 0.0722)));
  float light = max(max(color.r, color.g), color.b);
  return vec4(1.0 - color / max(light, 0.001), 1.0 - light);
}

/** How far the dot of an ink covers this pixel.
 *  @param angle its cosine and sine, which are numbers here since GPUs compute them too roughly for a whole picture */
float covered(vec2 angle, vec4 which) {
  mat2 turn = mat2(angle.x, -angle.y, angle.y, angle.x);
  // A little more, lest rounding decides where a pixel's middle lies on the edge of two cells.
  vec2 place = turn * (isf_FragNormCoord * RENDERSIZE) / size + 0.001;
  vec2 middle = floor(place) + 0.5;
  float amount = dot(inks(middle * turn * size), which);
  // The area of the dot is the amount; once dots touch, they grow faster until they meet in the corners, 0.71 away.
  float radius = sqrt(amount / 3.14159265) + 0.15 * smoothstep(0.75, 1.0, amount);
  return clamp((radius - distance(place, middle)) * size + 0.5, 0.0, 1.0) * smoothstep(0.0, 0.04, amount);
}

void main() {
  vec3 color = paper.rgb;
  if (colors) {
    color *= 1.0 - covered(vec2(0.9659258, 0.2588190), vec4(1.0, 0.0, 0.0, 0.0)) * vec3(1.0, 0.32, 0.07);
    color *= 1.0 - covered(vec2(0.2588190, 0.9659258), vec4(0.0, 1.0, 0.0, 0.0)) * vec3(0.08, 1.0, 0.45);
    color *= 1.0 - covered(vec2(1.0, 0.0), vec4(0.0, 0.0, 1.0, 0.0)) * vec3(0.0, 0.07, 1.0);
  }
  color *= 1.0 - 0.92 * covered(vec2(0.7071068), vec4(0.0, 0.0, 0.0, 1.0));
  gl_FragColor = vec4(color, IMG_THIS_PIXEL(inputImage).a);
}
