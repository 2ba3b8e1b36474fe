/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Lays the picture in six-sided tiles, so that faces cannot be made out.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Stylize"],
  "PRIVATE": true,
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "size", "LABEL": "Width of the tiles in pixels", "TYPE": "float", "DEFAULT": 14.0, "MIN": 4.0, "MAX": 96.0 },
    { "NAME": "gap", "LABEL": "Gap between the tiles in pixels", "TYPE": "float", "DEFAULT": 1.0, "MIN": 0.0, "MAX": 8.0 },
    { "NAME": "grout", "LABEL": "Colour of the gap", "TYPE": "color", "DEFAULT": [0.08, 0.08, 0.1, 1.0] }
  ],
  "PASSES": [
    { "TARGET": "reduced", "WIDTH": "ceil($WIDTH * 6 / max($size, 6))", "HEIGHT": "ceil($HEIGHT * 6 / max($size, 6))" },
    {}
  ]
}*/

// The middles of the hexagons are two grids of 1 x sqrt(3) tiles, one between the other; the nearer one wins. A tile has
// the mean colour of 19 places, taken from a picture that is reduced until a tile is six pixels wide.

const vec2 grid = vec2(1.0, 1.7320508);

vec4 premultiplied(vec4 color) {
  return vec4(color.rgb * color.a, color.a);
}

void main() {
  vec2 frame = IMG_SIZE(inputImage);
  vec4 sum = vec4(0.0);
  if (PASSINDEX == 0) {
    for (int row = 0; row < 6; row++) {
      for (int column = 0; column < 6; column++) {
        vec2 offset = (vec2(float(column), float(row)) + 0.5) / 6.0 - 0.5;
        sum += premultiplied(IMG_NORM_PIXEL(inputImage, isf_FragNormCoord + offset / RENDERSIZE));
      }
    }
    gl_FragColor = sum / 36.0;
  } else {
    vec2 place = (isf_FragNormCoord - 0.5) * frame / size;
    vec2 even = mod(place, grid) - 0.5 * grid;
    vec2 odd = mod(place - 0.5 * grid, grid) - 0.5 * grid;
    vec2 fromMiddle = dot(even, even) < dot(odd, odd) ? even : odd;
    vec2 middle = place - fromMiddle;
    for (int row = -2; row <= 2; row++) {
      for (int column = -2; column <= 2; column++) {
        if (row + column > 2 || row + column < -2) continue;
        vec2 offset = 0.2 * vec2(float(column) + 0.5 * float(row), 0.8660254 * float(row));
        sum += IMG_NORM_PIXEL(reduced, (middle + offset) * size / frame + 0.5);
      }
    }
    vec2 away = abs(fromMiddle);
    float toRim = 0.5 - max(away.x, dot(away, vec2(0.5, 0.8660254)));
    float inside = gap <= 0.0 ? 1.0 : clamp(toRim * size - 0.5 * gap + 0.5, 0.0, 1.0);
    gl_FragColor = vec4(mix(grout.rgb, sum.rgb / max(sum.a, 0.001), inside), IMG_THIS_PIXEL(inputImage).a);
  }
}
