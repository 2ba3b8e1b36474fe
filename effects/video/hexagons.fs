/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Lays the picture in six-sided tiles, so that faces cannot be made out.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Stylize"],
  "PRIVATE": true,
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "size", "LABEL": "Width of the tiles in pixels", "TYPE": "float", "UNIT": "px",
      "DEFAULT": 14.0, "MIN": 4.0, "MAX": 96.0
    },
    {
      "NAME": "gap", "LABEL": "Gap between the tiles in pixels", "TYPE": "float", "UNIT": "px",
      "DEFAULT": 1.0, "MIN": 0.0, "MAX": 8.0
    },
    { "NAME": "grout", "LABEL": "Colour of the gap", "TYPE": "color", "DEFAULT": [0.08, 0.08, 0.1, 1.0] }
  ],
  "PASSES": [
    { "TARGET": "reduced", "WIDTH": "ceil($WIDTH * 6 / max($size, 6))", "HEIGHT": "ceil($HEIGHT * 6 / max($size, 6))" },
    {
      "TARGET": "tiles",
      "WIDTH": "2 * ceil(0.5 * $WIDTH / $size + 0.5) + 1",
      "HEIGHT": "2 * ceil(0.5774 * $HEIGHT / $size + 0.7) + 1"
    },
    {}
  ]
}*/

// The middles of the hexagons are two grids of 1 x sqrt(3) tiles, one between the other; the nearer one wins. A tile has
// the mean colour of 19 places, taken from a picture that is reduced until a tile is six pixels wide. The second pass
// makes a picture of one pixel per tile, rows of tiles above each other; the middle of the frame is the middle of it.

const vec2 grid = vec2(1.0, 1.7320508);

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

/** The mean around the middle of a tile, in sizes of a tile from the middle of the frame. */
vec4 tile(vec2 middle) {
  vec4 sum = vec4(0.0);
  for (int row = -2; row <= 2; row++) {
    for (int column = -2; column <= 2; column++) {
      if (row + column > 2 || row + column < -2) continue;
      vec2 offset = 0.2 * vec2(float(column) + 0.5 * float(row), 0.8660254 * float(row));
      sum += IMG_NORM_PIXEL(reduced, (middle + offset) * size / IMG_SIZE(inputImage) + 0.5);
    }
  }
  return vec4(sum.rgb / max(sum.a, 0.001), 1.0);
}

void main() {
  if (PASSINDEX == 0) {
    gl_FragColor = reduce();
  } else if (PASSINDEX == 1) {
    vec2 index = floor(isf_FragNormCoord * RENDERSIZE) - floor(0.5 * RENDERSIZE);
    gl_FragColor = tile(vec2(index.x + 0.5 * mod(index.y, 2.0), 0.8660254 * index.y));
  } else {
    vec2 place = (isf_FragNormCoord - 0.5) * IMG_SIZE(inputImage) / size;
    vec2 even = mod(place, grid) - 0.5 * grid;
    vec2 odd = mod(place - 0.5 * grid, grid) - 0.5 * grid;
    vec2 fromMiddle = dot(even, even) < dot(odd, odd) ? even : odd;
    vec2 middle = place - fromMiddle;
    // Every other row of tiles lies half a tile to the right.
    vec2 index = floor(vec2(middle.x + 0.25, middle.y / 0.8660254 + 0.5));
    vec2 count = IMG_SIZE(tiles);
    vec3 color = IMG_NORM_PIXEL(tiles, (index + floor(0.5 * count) + 0.5) / count).rgb;
    vec2 away = abs(fromMiddle);
    float toRim = 0.5 - max(away.x, dot(away, vec2(0.5, 0.8660254)));
    float inside = gap <= 0.0 ? 1.0 : clamp(toRim * size - 0.5 * gap + 0.5, 0.0, 1.0);
    gl_FragColor = vec4(mix(grout.rgb, color, inside), IMG_THIS_PIXEL(inputImage).a);
  }
}
