/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Draws the picture as a comic: flat, strong colours inside black outlines.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Stylize"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "outlines", "TYPE": "float", "DEFAULT": 0.9, "MIN": 0.0, "MAX": 1.0 },
    { "NAME": "shades", "TYPE": "float", "DEFAULT": 5.0, "MIN": 2.0, "MAX": 16.0 },
    { "NAME": "saturation", "TYPE": "float", "DEFAULT": 1.5, "MIN": 0.0, "MAX": 3.0 }
  ],
  "PASSES": [
    { "TARGET": "bands", "HEIGHT": "ceil($HEIGHT / 2)" },
    { "TARGET": "small", "WIDTH": "ceil($WIDTH / 2)", "HEIGHT": "ceil($HEIGHT / 2)" },
    { "TARGET": "rows", "WIDTH": "ceil($WIDTH / 2)", "HEIGHT": "ceil($HEIGHT / 2)" },
    { "TARGET": "filtered", "WIDTH": "ceil($WIDTH / 2)", "HEIGHT": "ceil($HEIGHT / 2)" },
    { "TARGET": "wide", "HEIGHT": "ceil($HEIGHT / 2)" },
    { "TARGET": "even" },
    {}
  ]
}*/

// After H. Winnemöller, S. C. Olsen, B. Gooch, Real-Time Video Abstraction (2006): a bilateral filter makes colours even
// inside edges, luma goes in soft steps, and the Sobel operator draws the outlines. The filter works at half the size, by
// rows and then by columns (T. Q. Pham, L. J. van Vliet, Separable Bilateral Filtering for Fast Video Preprocessing, 2005);
// pixels that differ from what it gives, at edges, stay as they are.

// A little more, lest rounding errors decide about halves.
const float nudge = 0.0005;

float lumaOf(vec3 color) {
  return dot(color, vec3(0.2126, 0.7152, 0.0722));
}

/** The outlines' view of a neighbour: luma stands where alpha would. */
float luma(float x, float y) {
  return IMG_NORM_PIXEL(even, isf_FragNormCoord + vec2(x, y) / RENDERSIZE).a;
}

/** How much alike two colours are: nearly exp(-distance^2 / 0.03). */
float alike(vec3 one, vec3 other) {
  vec3 apart = one - other;
  float near = max(1.0 - dot(apart, apart) / 0.12, 0.0);
  return near * near * near * near;
}

/** Adds a neighbour, weighed by its distance and by how much alike it is. */
void add(inout vec4 sum, vec3 color, vec3 neighbour, float weight) {
  float share = weight * alike(color, neighbour);
  sum += vec4(share * neighbour, share);
}

void main() {
  // Pictures of one size have their pixels in the same place.
  vec2 here = gl_FragCoord.xy;
  if (PASSINDEX == 0) {
    vec2 place = vec2(isf_FragNormCoord.x, 2.0 * here.y / IMG_SIZE(inputImage).y);
    gl_FragColor = vec4(IMG_NORM_PIXEL(inputImage, place).rgb + nudge, 1.0);
  } else if (PASSINDEX == 1) {
    vec2 place = vec2(2.0 * here.x, here.y) / IMG_SIZE(bands);
    gl_FragColor = vec4(IMG_NORM_PIXEL(bands, place).rgb + nudge, 1.0);
  } else if (PASSINDEX == 2) {
    vec3 color = IMG_NORM_PIXEL(small, here / IMG_SIZE(small)).rgb;
    vec4 sum = vec4(color, 1.0);
    add(sum, color, IMG_NORM_PIXEL(small, (here - vec2(2.0, 0.0)) / IMG_SIZE(small)).rgb, 0.135);
    add(sum, color, IMG_NORM_PIXEL(small, (here - vec2(1.0, 0.0)) / IMG_SIZE(small)).rgb, 0.607);
    add(sum, color, IMG_NORM_PIXEL(small, (here + vec2(1.0, 0.0)) / IMG_SIZE(small)).rgb, 0.607);
    add(sum, color, IMG_NORM_PIXEL(small, (here + vec2(2.0, 0.0)) / IMG_SIZE(small)).rgb, 0.135);
    gl_FragColor = vec4(sum.rgb / sum.a, 1.0);
  } else if (PASSINDEX == 3) {
    vec3 color = IMG_NORM_PIXEL(rows, here / IMG_SIZE(rows)).rgb;
    vec4 sum = vec4(color, 1.0);
    add(sum, color, IMG_NORM_PIXEL(rows, (here - vec2(0.0, 2.0)) / IMG_SIZE(rows)).rgb, 0.135);
    add(sum, color, IMG_NORM_PIXEL(rows, (here - vec2(0.0, 1.0)) / IMG_SIZE(rows)).rgb, 0.607);
    add(sum, color, IMG_NORM_PIXEL(rows, (here + vec2(0.0, 1.0)) / IMG_SIZE(rows)).rgb, 0.607);
    add(sum, color, IMG_NORM_PIXEL(rows, (here + vec2(0.0, 2.0)) / IMG_SIZE(rows)).rgb, 0.135);
    gl_FragColor = vec4(sum.rgb / sum.a, 1.0);
  } else if (PASSINDEX == 4) {
    gl_FragColor = IMG_NORM_PIXEL(filtered, vec2(0.5 * here.x, here.y) / IMG_SIZE(filtered)) + nudge;
  } else if (PASSINDEX == 5) {
    vec3 color = IMG_THIS_PIXEL(inputImage).rgb;
    vec3 within = IMG_NORM_PIXEL(wide, vec2(isf_FragNormCoord.x, 0.5 * here.y / IMG_SIZE(wide).y)).rgb;
    color = mix(color, within, alike(color, within));
    gl_FragColor = vec4(color, lumaOf(color));
  } else {
    vec3 color = IMG_THIS_PIXEL(even).rgb;
    float light = lumaOf(color);
    float steps = floor(shades + 0.5);
    float place = light * steps;
    float stepped = (floor(place) + smoothstep(0.3, 0.7, fract(place))) / steps;
    color = stepped + (color - light) * saturation;
    float gx = luma(1.0, 1.0) + 2.0 * luma(1.0, 0.0) + luma(1.0, -1.0)
      - luma(-1.0, 1.0) - 2.0 * luma(-1.0, 0.0) - luma(-1.0, -1.0);
    float gy = luma(-1.0, 1.0) + 2.0 * luma(0.0, 1.0) + luma(1.0, 1.0)
      - luma(-1.0, -1.0) - 2.0 * luma(0.0, -1.0) - luma(1.0, -1.0);
    float outline = smoothstep(0.35, 0.8, length(vec2(gx, gy)));
    gl_FragColor = vec4(clamp(color, 0.0, 1.0) * (1.0 - outlines * outline), IMG_THIS_PIXEL(inputImage).a);
  }
}
