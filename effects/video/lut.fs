/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Gives every colour the one that a look-up table has for it: film looks and colour grades.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Color Adjustment"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "amount", "TYPE": "float", "DEFAULT": 1.0, "MIN": 0.0, "MAX": 1.0, "NEUTRAL": 0.0 },
    { "NAME": "table", "LABEL": "Picture with the look-up table", "TYPE": "image" }
  ]
}*/

// The table is a picture of n slices of n x n colours: red grows to the right, green downwards, blue from slice to slice.
// The slices stand in a strip of n * n x n pixels, or row by row in a square (512 x 512: 8 x 8 slices of 64 x 64).
// Between the colours of the table it is interpolated trilinearly: twice bilinearly within a slice.
//
// Without a `table` a host shows the picture itself there. Then, and where a picture has no shape of a table, nothing
// changes.

/** Colours of the table along an edge of its cube; 0 if the picture is no table. */
float edgeOf(vec2 size) {
  if (size.x == size.y * size.y) return size.y;
  float slices = floor(pow(size.x, 1.0 / 3.0) + 0.5);
  return size.x == size.y && slices * slices * slices == size.x ? slices * slices : 0.0;
}

/** Is the table the picture itself? Their middles and corners say it. */
bool isPicture() {
  if (IMG_SIZE(table) != IMG_SIZE(inputImage)) return false;
  vec4 apart = abs(IMG_NORM_PIXEL(table, vec2(0.5)) - IMG_NORM_PIXEL(inputImage, vec2(0.5)));
  apart += abs(IMG_NORM_PIXEL(table, vec2(0.0)) - IMG_NORM_PIXEL(inputImage, vec2(0.0)));
  apart += abs(IMG_NORM_PIXEL(table, vec2(1.0)) - IMG_NORM_PIXEL(inputImage, vec2(1.0)));
  return apart == vec4(0.0);
}

vec3 inSlice(float slice, vec2 redGreen, float edge) {
  vec2 size = IMG_SIZE(table);
  float perRow = floor(size.x / edge + 0.5);
  vec2 corner = vec2(mod(slice, perRow), floor(slice / perRow)) * edge;
  vec2 place = corner + 0.5 + redGreen * (edge - 1.0);
  return IMG_NORM_PIXEL(table, vec2(place.x, size.y - place.y) / size).rgb;
}

void main() {
  vec4 color = IMG_THIS_PIXEL(inputImage);
  float edge = edgeOf(IMG_SIZE(table));
  if (edge < 2.0 || isPicture()) {
    gl_FragColor = color;
  } else {
    float blue = color.b * (edge - 1.0);
    float slice = min(floor(blue), edge - 2.0);
    vec3 graded = mix(inSlice(slice, color.rg, edge), inSlice(slice + 1.0, color.rg, edge), blue - slice);
    gl_FragColor = vec4(mix(color.rgb, graded, amount), color.a);
  }
}
