/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Sets the picture in pieces of coloured glass with lead between them.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Stylize"],
  "PRIVATE": true,
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "size", "LABEL": "Size of the pieces in pixels", "TYPE": "float", "UNIT": "px",
      "DEFAULT": 18.0, "MIN": 6.0, "MAX": 96.0
    },
    {
      "NAME": "lead", "LABEL": "Width of the lead in pixels", "TYPE": "float", "UNIT": "px",
      "DEFAULT": 1.5, "MIN": 0.0, "MAX": 8.0
    },
    { "NAME": "saturation", "TYPE": "float", "DEFAULT": 1.6, "MIN": 0.0, "MAX": 3.0 }
  ],
  "PASSES": [
    { "TARGET": "reduced", "WIDTH": "ceil($WIDTH * 6 / max($size, 6))", "HEIGHT": "ceil($HEIGHT * 6 / max($size, 6))" },
    { "TARGET": "glass", "WIDTH": "ceil($WIDTH / $size) + 4", "HEIGHT": "ceil($HEIGHT / $size) + 4" },
    { "TARGET": "blocks", "WIDTH": "ceil($WIDTH * 4 / $size) + 1", "HEIGHT": "ceil($HEIGHT * 4 / $size) + 1" },
    { "TARGET": "nearest", "HEIGHT": "ceil($HEIGHT * 4 / $size) + 1" },
    { "TARGET": "others", "HEIGHT": "ceil($HEIGHT * 4 / $size) + 1" },
    {}
  ]
}*/

// A Voronoi diagram (S. Worley, A Cellular Texture Basis Function, 1996): every square of a grid has one point, put
// anywhere in its middle by an integer hash, and each pixel belongs to the nearest point. The border between two points
// is the line in the middle between them. A piece has the mean colour around its point, and is a little lighter or darker
// than it (pcg: M. Jarzynski, M. Olano, Hash Functions for GPU Rendering, 2020).
// Only the four points that are nearest to a block of 4 x 4 to a square count there. They are found once per block, and
// written out for every column, so that pixels find them in their own. Points lie on whole 64ths of a square.

const float units = 64.0;
const float blockSize = 16.0;

uint hash(vec2 square) {
  uint state = uint(int(square.x) + 4096) + 8192u * uint(int(square.y) + 4096);
  state = state * 747796405u + 2891336453u;
  uint word = ((state >> ((state >> 28u) + 4u)) ^ state) * 277803737u;
  return (word >> 22u) ^ word;
}

/** The point of a square of the grid, in units. */
vec2 pointOf(vec2 square) {
  uint bits = hash(square);
  return square * units + 6.0 + vec2(float((bits & 1023u) * 52u >> 10u), float(((bits >> 10u) & 1023u) * 52u >> 10u));
}

/** The block of a pixel. A little more, lest rounding decides where a pixel's middle lies on the edge of two. */
vec2 blockOf(vec2 pixel) {
  return floor(pixel * 4.0 / size + 0.001);
}

vec2 middleOf(vec2 block) {
  return (block + 0.5) * blockSize;
}

/** The lower left of the 4 x 4 squares around a block. */
vec2 firstSquare(vec2 block) {
  return floor(middleOf(block) / units - 0.5) - 1.0;
}

/** The mean under a pixel of the reduced picture; a sample sees two pixels each way. */
vec4 reduce() {
  int samples = int(ceil(0.5 * max(size, 6.0) / 6.0));
  vec4 sum = vec4(0.0);
  for (int row = 0; row < samples; row++) {
    for (int column = 0; column < samples; column++) {
      vec2 offset = (vec2(float(column), float(row)) + 0.5) / float(samples) - 0.5;
      vec4 color = IMG_NORM_PIXEL(inputImage, isf_FragNormCoord + offset / RENDERSIZE);
      sum += vec4(color.rgb * color.a, color.a);
    }
  }
  return sum / float(samples * samples);
}

/** The colour of the piece of a square. */
vec3 glassOf(vec2 square) {
  vec2 site = pointOf(square) / units;
  vec4 sum = vec4(0.0);
  for (int row = -1; row <= 1; row++) {
    for (int column = -1; column <= 1; column++) {
      vec2 offset = 0.25 * vec2(float(column), float(row));
      sum += IMG_NORM_PIXEL(reduced, (site + offset) * size / IMG_SIZE(inputImage));
    }
  }
  vec3 color = sum.rgb / max(sum.a, 0.001);
  float luma = dot(color, vec3(0.2126, 0.7152, 0.0722));
  color = luma + (color - luma) * saturation;
  return clamp(color * (0.85 + 0.3 * float(hash(square) >> 20u) / 4096.0), 0.0, 1.0);
}

/** The four points that are nearest to the middle of a block: numbers of their squares, by rows. */
vec4 nearestTo(vec2 block) {
  vec2 middle = middleOf(block);
  vec2 first = firstSquare(block);
  // Squares of distances are whole numbers; below them stands whose they are.
  vec4 best = vec4(1e7);
  for (int i = 0; i < 16; i++) {
    if (i == 0 || i == 3 || i == 12 || i == 15) continue;
    vec2 away = pointOf(first + vec2(float(i % 4), float(i / 4))) - middle;
    float key = 16.0 * dot(away, away) + float(i);
    float second = max(best.x, key);
    float third = max(best.y, second);
    float fourth = max(best.z, third);
    best = min(best, vec4(key, second, third, fourth));
  }
  return mod(best, 16.0);
}

/** Two points of a column's block, from its middle, as bytes. */
vec4 written(vec2 block, vec2 numbers) {
  vec4 place;
  vec2 first = firstSquare(block);
  place.xy = pointOf(first + vec2(mod(numbers.x, 4.0), floor(numbers.x / 4.0))) - middleOf(block);
  place.zw = pointOf(first + vec2(mod(numbers.y, 4.0), floor(numbers.y / 4.0))) - middleOf(block);
  return (place + 128.0) / 255.0;
}

void main() {
  // Rows of blocks are rows of pixels in all but the last pass.
  vec2 block = PASSINDEX == 5 ? blockOf(gl_FragCoord.xy) : vec2(blockOf(gl_FragCoord.xy).x, floor(gl_FragCoord.y));
  if (PASSINDEX == 0) {
    gl_FragColor = reduce();
  } else if (PASSINDEX == 1) {
    gl_FragColor = vec4(glassOf(floor(gl_FragCoord.xy) - 2.0), 1.0);
  } else if (PASSINDEX == 2) {
    gl_FragColor = nearestTo(floor(gl_FragCoord.xy)) / 255.0;
  } else if (PASSINDEX < 5) {
    vec4 numbers = floor(255.0 * IMG_NORM_PIXEL(blocks, (block + 0.5) / IMG_SIZE(blocks)) + 0.5);
    gl_FragColor = written(block, PASSINDEX == 3 ? numbers.xy : numbers.zw);
  } else {
    float y = (block.y + 0.5) / IMG_SIZE(nearest).y;
    vec4 some = IMG_NORM_PIXEL(nearest, vec2(isf_FragNormCoord.x, y));
    vec4 more = IMG_NORM_PIXEL(others, vec2(isf_FragNormCoord.x, y));
    // From here on lengths are in 255 units, as bytes are.
    vec2 place = gl_FragCoord.xy * units / size;
    vec2 pixel = (place - middleOf(block) + 128.0) / 255.0;
    vec4 right = vec4(some.xz, more.xz) - pixel.x;
    vec4 up = vec4(some.yw, more.yw) - pixel.y;
    vec4 squares = right * right + up * up;
    vec3 own = vec3(right.x, up.x, squares.x);
    if (squares.y < own.z) own = vec3(right.y, up.y, squares.y);
    if (squares.z < own.z) own = vec3(right.z, up.z, squares.z);
    if (squares.w < own.z) own = vec3(right.w, up.w, squares.w);
    // The distance to the line between two points is the difference of the squares over twice their distance. What is
    // added makes it large between a point and itself.
    vec4 gaps = squares - own.z;
    vec4 apart = (right - own.x) * (right - own.x) + (up - own.y) * (up - own.y);
    vec4 lines = (gaps * gaps + 1e-9) / (apart + 1e-12);
    float toRim = 0.5 * sqrt(min(min(lines.x, lines.y), min(lines.z, lines.w))) * 255.0 / units * size;
    vec2 square = floor((place + 255.0 * own.xy) / units);
    vec3 color = IMG_NORM_PIXEL(glass, (square + 2.5) / IMG_SIZE(glass)).rgb;
    float share = lead <= 0.0 ? 1.0 : clamp(toRim - 0.5 * lead + 0.5, 0.0, 1.0);
    gl_FragColor = vec4(mix(vec3(0.05, 0.05, 0.06), color, share), IMG_THIS_PIXEL(inputImage).a);
  }
}
