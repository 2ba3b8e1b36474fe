/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Writes the picture in characters, from full stops in the dark to @ in the light.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Stylize"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "size", "LABEL": "Height of a line in pixels", "TYPE": "float", "UNIT": "px",
      "DEFAULT": 8.0, "MIN": 8.0, "MAX": 64.0
    },
    {
      "NAME": "colors", "LABEL": "Colours of the picture", "TYPE": "float",
      "DEFAULT": 1.0, "MIN": 0.0, "MAX": 1.0
    },
    { "NAME": "ink", "LABEL": "Colour without the picture's", "TYPE": "color", "DEFAULT": [0.4, 1.0, 0.5, 1.0] },
    { "NAME": "paper", "LABEL": "Background", "TYPE": "color", "DEFAULT": [0.02, 0.02, 0.03, 1.0] }
  ],
  "PASSES": [
    { "TARGET": "cells", "WIDTH": "ceil($WIDTH / ($size * 0.75))", "HEIGHT": "ceil($HEIGHT / $size)" },
    {}
  ]
}*/

// The first pass makes a small picture with the mean colour under each character; its luma picks the character, which is
// written in the same hue at full strength on a dim ground. Characters are 5 x 7 dots in cells of 6 x 8, in rows from the
// upper left.

vec2 cellSize() {
  return vec2(0.75 * size, size);
}

/** The dots of a character, five bits per row from the left: four rows from the top in x, three in y. */
uvec2 glyph(int index) {
  if (index == 1) return uvec2(0x00000u, 0x18c0u); // .
  if (index == 2) return uvec2(0xf8000u, 0x0000u); // -
  if (index == 3) return uvec2(0x018c0u, 0x00c6u); // :
  if (index == 4) return uvec2(0xf9080u, 0x0084u); // +
  if (index == 5) return uvec2(0x07c00u, 0x001fu); // =
  if (index == 6) return uvec2(0x75480u, 0x0095u); // *
  if (index == 7) return uvec2(0x8b800u, 0x3a31u); // o
  if (index == 8) return uvec2(0x22263u, 0x6322u); // %
  if (index == 9) return uvec2(0x717c4u, 0x11f4u); // $
  if (index == 10) return uvec2(0x57d4au, 0x295fu); // #
  if (index == 11) return uvec2(0xaf62eu, 0x783du); // @
  return uvec2(0u, 0u); // blank
}

void main() {
  vec2 frame = IMG_SIZE(inputImage);
  if (PASSINDEX == 0) {
    // Rows of cells begin at the top of the picture.
    vec2 cell = floor(isf_FragNormCoord * RENDERSIZE);
    vec2 corner = vec2(cell.x * cellSize().x, frame.y - (RENDERSIZE.y - cell.y) * cellSize().y);
    vec3 sum = vec3(0.0);
    for (int row = 0; row < 6; row++) {
      for (int column = 0; column < 6; column++) {
        vec2 place = corner + cellSize() * (vec2(float(column), float(row)) + 0.5) / 6.0;
        sum += IMG_NORM_PIXEL(inputImage, place / frame).rgb;
      }
    }
    gl_FragColor = vec4(sum / 36.0, 1.0);
  } else {
    vec2 fromTop = vec2(isf_FragNormCoord.x, 1.0 - isf_FragNormCoord.y) * frame / cellSize();
    vec2 cell = floor(fromTop);
    vec2 count = IMG_SIZE(cells);
    vec3 color = IMG_NORM_PIXEL(cells, vec2(cell.x + 0.5, count.y - cell.y - 0.5) / count).rgb;
    float luma = dot(color, vec3(0.2126, 0.7152, 0.0722));
    uvec2 rows = glyph(int(min(luma * 12.0, 11.0)));
    ivec2 at = ivec2((fromTop - cell) * vec2(6.0, 8.0));
    uint bits = at.y < 4 ? rows.x : rows.y;
    uint bit = uint((at.y < 4 ? at.y : at.y - 4) * 5 + at.x);
    bool isInk = at.x < 5 && at.y < 7 && ((bits >> bit) & 1u) == 1u;
    vec3 bright = color / max(max(max(color.r, color.g), color.b), 0.01);
    vec3 letter = mix(ink.rgb, bright, colors);
    vec3 behind = mix(paper.rgb, 0.45 * color, colors);
    gl_FragColor = vec4(isInk ? letter : behind, IMG_THIS_PIXEL(inputImage).a);
  }
}
