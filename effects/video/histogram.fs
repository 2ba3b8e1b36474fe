/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Shows how much of the picture is dark and how much is bright, in red, green and blue.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Utility"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "opacity", "TYPE": "float", "DEFAULT": 0.85, "MIN": 0.0, "MAX": 1.0, "NEUTRAL": 0.0 },
    { "NAME": "size", "LABEL": "Size, 1 is the frame", "TYPE": "float", "DEFAULT": 0.35, "MIN": 0.1, "MAX": 1.0 },
    { "NAME": "position", "TYPE": "point2D", "DEFAULT": [0.96, 0.06], "MIN": [0.0, 0.0], "MAX": [1.0, 1.0] }
  ],
  "PASSES": [
    { "TARGET": "parts", "FLOAT": true, "WIDTH": "64", "HEIGHT": "32" },
    { "TARGET": "counts", "FLOAT": true, "WIDTH": "64", "HEIGHT": "1" },
    { "TARGET": "peak", "FLOAT": true, "WIDTH": "1", "HEIGHT": "1" },
    {}
  ]
}*/

// 32 x 32 pixels, evenly spread, are counted into 64 shades, from black on the left to white on the right: first each
// row of them, then the rows together. The height of a bar is the square root of its share of the highest, so that
// small counts are seen. `position` is the lower left corner of the frame at (0, 0), the upper right one at (1, 1).

void main() {
  if (PASSINDEX == 0) {
    vec3 shade = vec3(floor(isf_FragNormCoord.x * 64.0));
    vec3 count = vec3(0.0);
    for (int i = 0; i < 32; i++) {
      vec2 place = vec2((float(i) + 0.5) / 32.0, isf_FragNormCoord.y);
      vec3 color = IMG_NORM_PIXEL(inputImage, place).rgb;
      count += vec3(equal(min(floor(color * 64.0), 63.0), shade));
    }
    gl_FragColor = vec4(count, 1.0);
  } else if (PASSINDEX == 1) {
    vec3 count = vec3(0.0);
    for (int i = 0; i < 32; i++) {
      count += IMG_NORM_PIXEL(parts, vec2(isf_FragNormCoord.x, (float(i) + 0.5) / 32.0)).rgb;
    }
    gl_FragColor = vec4(count, 1.0);
  } else if (PASSINDEX == 2) {
    vec3 highest = vec3(0.0);
    for (int i = 0; i < 64; i++) {
      highest = max(highest, IMG_NORM_PIXEL(counts, vec2((float(i) + 0.5) / 64.0, 0.5)).rgb);
    }
    gl_FragColor = vec4(vec3(max(max(highest.r, highest.g), highest.b)), 1.0);
  } else {
    vec4 pixel = IMG_THIS_PIXEL(inputImage);
    vec2 place = (isf_FragNormCoord - position * (1.0 - size)) / size;
    bool isInside = all(greaterThanEqual(place, vec2(0.0))) && all(lessThan(place, vec2(1.0)));
    vec2 shade = vec2((floor(place.x * 64.0) + 0.5) / 64.0, 0.5);
    vec3 bars = sqrt(IMG_NORM_PIXEL(counts, shade).rgb / max(IMG_NORM_PIXEL(peak, vec2(0.5)).r, 1.0));
    vec3 drawn = 0.08 + 0.85 * vec3(lessThan(vec3(place.y), bars));
    gl_FragColor = vec4(mix(pixel.rgb, drawn, isInside ? opacity : 0.0), pixel.a);
  }
}
