/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Gives each pixel the mean colour of the square around it: a hard, even blur.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Blur"],
  "PRIVATE": true,
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "radius", "LABEL": "Radius in pixels", "TYPE": "float", "UNIT": "px",
      "DEFAULT": 8.0, "MIN": 0.0, "MAX": 36.0, "NEUTRAL": 0.0
    }
  ],
  "PASSES": [
    { "TARGET": "bands", "HEIGHT": "ceil($HEIGHT / (1 + min(floor($radius / 4), 1) + 2 * min(floor($radius / 12), 1)))" },
    {
      "TARGET": "small",
      "WIDTH": "ceil($WIDTH / (1 + min(floor($radius / 4), 1) + 2 * min(floor($radius / 12), 1)))",
      "HEIGHT": "ceil($HEIGHT / (1 + min(floor($radius / 4), 1) + 2 * min(floor($radius / 12), 1)))"
    },
    {
      "TARGET": "rows",
      "WIDTH": "ceil($WIDTH / (1 + min(floor($radius / 4), 1) + 2 * min(floor($radius / 12), 1)))",
      "HEIGHT": "ceil($HEIGHT / (1 + min(floor($radius / 4), 1) + 2 * min(floor($radius / 12), 1)))"
    },
    {
      "TARGET": "blurred",
      "WIDTH": "ceil($WIDTH / (1 + min(floor($radius / 4), 1) + 2 * min(floor($radius / 12), 1)))",
      "HEIGHT": "ceil($HEIGHT / (1 + min(floor($radius / 4), 1) + 2 * min(floor($radius / 12), 1)))"
    },
    { "TARGET": "wide", "HEIGHT": "ceil($HEIGHT / (1 + min(floor($radius / 4), 1) + 2 * min(floor($radius / 12), 1)))" },
    {}
  ]
}*/

// The mean of 2 * radius + 1 pixels, by rows and then by columns; the outermost two count by the part of them that the
// square covers. From a radius of 4 pixels on that is done in a picture of half the size, from 12 on in one of a quarter,
// which is enlarged along rows and columns. Two neighbouring pixels are got by one sample that lies between them.
// Between the passes colours are multiplied by alpha, lest invisible ones bleed into visible ones.

// A little more, lest rounding errors decide about halves.
const float nudge = 0.0005;

/** How often the picture has been reduced. */
vec2 factor() {
  return IMG_SIZE(inputImage) / RENDERSIZE;
}

/** How many samples see so many pixels, two by each. */
float countOf(float factor) {
  return max(ceil(0.5 * factor - 0.01), 1.0);
}

/** Where a sample lies, in pixels of the result from the middle of one. */
float offsetOf(int index, float count) {
  return (float(index) + 0.5) / count - 0.5;
}

/** The square's width along an axis that is reduced so much; five samples on each side reach 21 pixels, which is less only
 *  in pictures that are tiny. */
float widthOf(float factor) {
  return clamp((2.0 * radius + 1.0) / factor, 1.0, 21.0);
}

/** A sample between the pixels at distances 2 * index + 1 and one more, along one axis.
 *  @returns its distance and how much of both the square covers */
vec2 pairOf(int index, float width) {
  float n = 1.0 + 2.0 * float(index);
  vec2 covered = clamp(0.5 * (width + 1.0) - vec2(n, n + 1.0), 0.0, 1.0);
  float weight = covered.x + covered.y;
  return vec2(n + covered.y / max(weight, 1e-6), weight);
}

// Pictures of one size have their pixels in the same place.
vec4 rowPair(int index, float width) {
  vec2 pair = pairOf(index, width);
  vec2 offset = vec2(pair.x, 0.0);
  return pair.y * (IMG_NORM_PIXEL(small, (gl_FragCoord.xy - offset) / IMG_SIZE(small))
    + IMG_NORM_PIXEL(small, (gl_FragCoord.xy + offset) / IMG_SIZE(small)));
}

vec4 columnPair(int index, float width) {
  vec2 pair = pairOf(index, width);
  vec2 offset = vec2(0.0, pair.x);
  return pair.y * (IMG_NORM_PIXEL(rows, (gl_FragCoord.xy - offset) / IMG_SIZE(rows))
    + IMG_NORM_PIXEL(rows, (gl_FragCoord.xy + offset) / IMG_SIZE(rows)));
}

void main() {
  vec4 sum = vec4(0.0);
  if (PASSINDEX == 0) {
    float count = countOf(factor().y);
    for (int i = 0; i < 2; i++) {
      if (float(i) >= count) break;
      vec4 color = IMG_NORM_PIXEL(inputImage, isf_FragNormCoord + vec2(0.0, offsetOf(i, count) / RENDERSIZE.y));
      sum += vec4(color.rgb * color.a, color.a);
    }
    gl_FragColor = sum / count + nudge;
  } else if (PASSINDEX == 1) {
    float count = countOf(factor().x);
    for (int i = 0; i < 2; i++) {
      if (float(i) >= count) break;
      float x = isf_FragNormCoord.x + offsetOf(i, count) / RENDERSIZE.x;
      sum += IMG_NORM_PIXEL(bands, vec2(x, gl_FragCoord.y / IMG_SIZE(bands).y));
    }
    gl_FragColor = sum / count + nudge;
  } else if (PASSINDEX == 2) {
    float width = widthOf(factor().x);
    sum = IMG_NORM_PIXEL(small, gl_FragCoord.xy / IMG_SIZE(small)) + rowPair(0, width) + rowPair(1, width);
    if (width > 9.0) sum += rowPair(2, width) + rowPair(3, width) + rowPair(4, width);
    gl_FragColor = sum / width;
  } else if (PASSINDEX == 3) {
    float width = widthOf(factor().y);
    sum = IMG_NORM_PIXEL(rows, gl_FragCoord.xy / IMG_SIZE(rows)) + columnPair(0, width) + columnPair(1, width);
    if (width > 9.0) sum += columnPair(2, width) + columnPair(3, width) + columnPair(4, width);
    gl_FragColor = sum / width;
  } else if (PASSINDEX == 4) {
    gl_FragColor = IMG_NORM_PIXEL(blurred, vec2(isf_FragNormCoord.x, gl_FragCoord.y / IMG_SIZE(blurred).y)) + nudge;
  } else if (radius <= 0.0) {
    gl_FragColor = IMG_THIS_PIXEL(inputImage);
  } else {
    vec4 color = IMG_THIS_PIXEL(wide);
    gl_FragColor = vec4(color.rgb / max(color.a, 0.001), color.a);
  }
}
