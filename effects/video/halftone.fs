/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Prints the picture in dots of four inks, as newspapers and old comics do.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Stylize"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "size", "LABEL": "Distance of the dots in pixels", "TYPE": "float", "UNIT": "px",
      "DEFAULT": 6.0, "MIN": 3.0, "MAX": 48.0
    },
    { "NAME": "colors", "LABEL": "Coloured inks, not only black", "TYPE": "bool", "DEFAULT": true },
    { "NAME": "paper", "LABEL": "Colour of the paper", "TYPE": "color", "DEFAULT": [1.0, 0.98, 0.94, 1.0] }
  ],
  "PASSES": [
    {
      "TARGET": "dots",
      "FLOAT": true,
      "WIDTH": "ceil(max(max($WIDTH + 0.26 * $HEIGHT, 0.26 * $WIDTH + $HEIGHT), 0.71 * ($WIDTH + $HEIGHT)) / $size) + 3",
      "HEIGHT": "ceil(max(max($WIDTH + 0.26 * $HEIGHT, 0.26 * $WIDTH + $HEIGHT), 0.71 * ($WIDTH + $HEIGHT)) / $size) + 3"
    },
    {}
  ]
}*/

// Colours are separated into cyan, magenta, yellow and black, as much black as there is in all three. Each ink has a
// screen of round dots at the angle that printers give it (15, 75, 0 and 45 degrees); the dot is as large as the ink in
// its middle. Inks multiply. The first pass makes a picture of one pixel per dot, which holds the radius, for all four
// screens at once: as if each of them were turned upright.

// Cosines and sines are numbers here since GPUs compute them too roughly for a whole picture.
const vec2 cyan = vec2(0.9659258, 0.2588190);
const vec2 magenta = vec2(0.2588190, 0.9659258);
const vec2 yellow = vec2(1.0, 0.0);
const vec2 black = vec2(0.7071068);

/** Pixels to cells of the screen of that angle. */
mat2 turn(vec2 angle) {
  return mat2(angle.x, -angle.y, angle.y, angle.x);
}

/** The lowest row of cells that the picture needs. */
vec2 first(vec2 angle) {
  return vec2(-1.0, floor(-angle.y * IMG_SIZE(inputImage).x / size) - 1.0);
}

/** Cyan, magenta, yellow and black in the middle of a cell. */
vec4 inks(vec2 angle) {
  vec2 middle = floor(gl_FragCoord.xy) + first(angle) + 0.5;
  vec3 color = IMG_NORM_PIXEL(inputImage, middle * turn(angle) * size / IMG_SIZE(inputImage)).rgb;
  if (!colors) return vec4(0.0, 0.0, 0.0, 1.0 - dot(color, vec3(0.2126, 0.7152, 0.0722)));
  float light = max(max(color.r, color.g), color.b);
  return vec4(1.0 - color / max(light, 0.001), 1.0 - light);
}

/** Radii of dots that cover so much. */
vec4 radii(vec4 amount) {
  // The area of the dot is the amount; once dots touch, they grow faster until they meet in the corners, 0.71 away. What
  // is smaller than a pixel vanishes.
  return sqrt(amount / 3.14159265) + 0.15 * smoothstep(0.75, 1.0, amount)
    - (1.0 - smoothstep(0.0, 0.04, amount)) * 0.5 / size;
}

/** The cell of this pixel, and how far it is from the middle of it. */
vec3 cellOf(vec2 angle) {
  // A little more, lest rounding decides where a pixel's middle lies on the edge of two cells.
  vec2 place = gl_FragCoord.x / size * vec2(angle.x, -angle.y) + (gl_FragCoord.y / size * angle.yx + 0.001);
  vec2 cell = floor(place);
  return vec3(cell, distance(place, cell + 0.5));
}

/** Radii of the dots of that cell; one of the four is meant. */
vec4 dotsAt(vec3 cell, vec2 angle) {
  return IMG_NORM_PIXEL(dots, (cell.xy + (0.5 - first(angle))) / IMG_SIZE(dots));
}

/** How far a dot covers this pixel. */
float covered(float radius, vec3 cell) {
  return clamp((radius - cell.z) * size + 0.5, 0.0, 1.0);
}

void main() {
  if (PASSINDEX == 0) {
    vec4 amount = vec4(inks(cyan).x, inks(magenta).y, inks(yellow).z, inks(black).w);
    gl_FragColor = radii(amount);
  } else {
    vec3 c = cellOf(cyan);
    vec3 m = cellOf(magenta);
    vec3 y = cellOf(yellow);
    vec3 k = cellOf(black);
    vec3 color = paper.rgb * (1.0 - 0.92 * covered(dotsAt(k, black).w, k));
    color *= 1.0 - covered(dotsAt(c, cyan).x, c) * vec3(1.0, 0.32, 0.07);
    color *= 1.0 - covered(dotsAt(m, magenta).y, m) * vec3(0.08, 1.0, 0.45);
    color *= 1.0 - covered(dotsAt(y, yellow).z, y) * vec3(0.0, 0.07, 1.0);
    gl_FragColor = vec4(color, IMG_THIS_PIXEL(inputImage).a);
  }
}
