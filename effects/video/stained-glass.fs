/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Sets the picture in pieces of coloured glass with lead between them.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Stylize"],
  "PRIVATE": true,
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "size", "LABEL": "Size of the pieces in pixels", "TYPE": "float", "DEFAULT": 18.0, "MIN": 6.0, "MAX": 96.0 },
    { "NAME": "lead", "LABEL": "Width of the lead in pixels", "TYPE": "float", "DEFAULT": 1.5, "MIN": 0.0, "MAX": 8.0 },
    { "NAME": "saturation", "TYPE": "float", "DEFAULT": 1.6, "MIN": 0.0, "MAX": 3.0 }
  ],
  "PASSES": [
    { "TARGET": "reduced", "WIDTH": "ceil($WIDTH * 6 / max($size, 6))", "HEIGHT": "ceil($HEIGHT * 6 / max($size, 6))" },
    {}
  ]
}*/

// A Voronoi diagram (S. Worley, A Cellular Texture Basis Function, 1996): every square of a grid has one point, put
// anywhere in its middle by an integer hash, and each pixel belongs to the nearest point. The border between two points
// is the line in the middle between them. A piece has the mean colour around its point, and is a little lighter or darker
// than it (pcg: M. Jarzynski, M. Olano, Hash Functions for GPU Rendering, 2020).

uint pcg(uint state) {
  uint mixed = state * 747796405u + 2891336453u;
  uint word = ((mixed >> ((mixed >> 28u) + 4u)) ^ mixed) * 277803737u;
  return (word >> 22u) ^ word;
}

/** Three numbers from 0 to 1 for a square of the grid. */
vec3 random(vec2 square) {
  uint x = pcg(uint(int(square.x) + 4096) + 8192u * uint(int(square.y) + 4096));
  uint y = pcg(x);
  uint z = pcg(y);
  return vec3(float(x >> 8u), float(y >> 8u), float(z >> 8u)) / 16777216.0;
}

vec2 pointOf(vec2 square) {
  return square + 0.1 + 0.8 * random(square).xy;
}

void main() {
  vec2 frame = IMG_SIZE(inputImage);
  vec4 sum = vec4(0.0);
  if (PASSINDEX == 0) {
    for (int row = 0; row < 6; row++) {
      for (int column = 0; column < 6; column++) {
        vec2 offset = (vec2(float(column), float(row)) + 0.5) / 6.0 - 0.5;
        vec4 color = IMG_NORM_PIXEL(inputImage, isf_FragNormCoord + offset / RENDERSIZE);
        sum += vec4(color.rgb * color.a, color.a);
      }
    }
    gl_FragColor = sum / 36.0;
  } else {
    vec2 place = isf_FragNormCoord * frame / size;
    vec2 here = floor(place);
    vec2 nearest = here;
    vec2 site = vec2(1e6);
    for (int row = -1; row <= 1; row++) {
      for (int column = -1; column <= 1; column++) {
        vec2 square = here + vec2(float(column), float(row));
        vec2 candidate = pointOf(square);
        if (distance(candidate, place) < distance(site, place)) {
          site = candidate;
          nearest = square;
        }
      }
    }
    float toRim = 1e6;
    for (int row = -2; row <= 2; row++) {
      for (int column = -2; column <= 2; column++) {
        vec2 square = nearest + vec2(float(column), float(row));
        if (square == nearest) continue;
        vec2 other = pointOf(square);
        toRim = min(toRim, dot(0.5 * (site + other) - place, normalize(other - site)));
      }
    }
    for (int row = -1; row <= 1; row++) {
      for (int column = -1; column <= 1; column++) {
        vec2 offset = 0.25 * vec2(float(column), float(row));
        sum += IMG_NORM_PIXEL(reduced, (site + offset) * size / frame);
      }
    }
    vec3 color = sum.rgb / max(sum.a, 0.001);
    float luma = dot(color, vec3(0.2126, 0.7152, 0.0722));
    color = luma + (color - luma) * saturation;
    color *= 0.85 + 0.3 * random(nearest).z;
    float glass = lead <= 0.0 ? 1.0 : clamp(toRim * size - 0.5 * lead + 0.5, 0.0, 1.0);
    gl_FragColor = vec4(mix(vec3(0.05, 0.05, 0.06), clamp(color, 0.0, 1.0), glass), IMG_THIS_PIXEL(inputImage).a);
  }
}
