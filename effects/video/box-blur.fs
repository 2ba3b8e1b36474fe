/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Gives each pixel the mean colour of the square around it: a hard, even blur.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Blur"],
  "PRIVATE": true,
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "radius", "LABEL": "Radius in pixels", "TYPE": "float",
      "DEFAULT": 8.0, "MIN": 0.0, "MAX": 36.0, "NEUTRAL": 0.0
    }
  ],
  "PASSES": [{ "TARGET": "rows" }, {}]
}*/

// The mean of 2 * radius + 1 pixels, by rows and then by columns; the outermost two count by the part of them that the
// square covers. Two neighbouring pixels are got by one sample that lies between them.
// Between the passes colours are multiplied by alpha, lest invisible ones bleed into visible ones.

/** How much of the pixels at distances n and n + 1 the square covers. */
vec2 covered(float n) {
  return clamp(radius + 1.0 - vec2(n, n + 1.0), 0.0, 1.0);
}

vec4 premultiplied(vec2 place) {
  vec4 color = IMG_NORM_PIXEL(inputImage, place);
  return vec4(color.rgb * color.a, color.a);
}

void main() {
  vec2 pixel = 1.0 / RENDERSIZE;
  bool isFirst = PASSINDEX == 0;
  vec4 sum = isFirst ? premultiplied(isf_FragNormCoord) : IMG_THIS_PIXEL(rows);
  for (int i = 0; i < 18; i++) {
    float n = 1.0 + 2.0 * float(i);
    vec2 weights = covered(n);
    float weight = weights.x + weights.y;
    if (weight <= 0.0) break;
    float distance = n + weights.y / weight;
    if (isFirst) {
      vec2 offset = vec2(distance * pixel.x, 0.0);
      sum += weight * (premultiplied(isf_FragNormCoord - offset) + premultiplied(isf_FragNormCoord + offset));
    } else {
      vec2 offset = vec2(0.0, distance * pixel.y);
      sum += weight * (IMG_NORM_PIXEL(rows, isf_FragNormCoord - offset) + IMG_NORM_PIXEL(rows, isf_FragNormCoord + offset));
    }
  }
  sum /= 2.0 * radius + 1.0;
  if (isFirst) gl_FragColor = sum;
  else if (radius <= 0.0) gl_FragColor = IMG_THIS_PIXEL(inputImage);
  else gl_FragColor = vec4(sum.rgb / max(sum.a, 0.001), sum.a);
}
