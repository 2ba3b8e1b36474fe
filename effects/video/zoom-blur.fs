/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Blurs away from a point, as if the camera zoomed during the exposure.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Blur"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "strength", "TYPE": "float", "DEFAULT": 0.2, "MIN": 0.0, "MAX": 0.8, "NEUTRAL": 0.0 },
    { "NAME": "center", "TYPE": "point2D", "DEFAULT": [0.5, 0.5], "MIN": [0.0, 0.0], "MAX": [1.0, 1.0] }
  ],
  "PASSES": [
    { "TARGET": "near", "WIDTH": "ceil($WIDTH / 2)", "HEIGHT": "ceil($HEIGHT / 2)" },
    { "TARGET": "middle", "WIDTH": "ceil($WIDTH / 2)", "HEIGHT": "ceil($HEIGHT / 2)" },
    { "TARGET": "far", "WIDTH": "ceil($WIDTH / 2)", "HEIGHT": "ceil($HEIGHT / 2)" },
    { "TARGET": "wide", "HEIGHT": "ceil($HEIGHT / 2)" },
    {}
  ]
}*/

// The mean of 64 sizes of the picture, from its own to 1 / (1 - strength), each larger by the same factor. Scaling by
// q^(16 a + 4 b + c) is scaling by q^c, by (q^4)^b and by (q^16)^a: four samples in each of three passes do the work of 64.
// They draw half the size, which is enlarged along rows and columns. Around `center`, where less is blurred than half the
// size can show, the picture itself shows through, as large as the mean.

/** The place that comes here when the picture is enlarged by 1 / q^power. */
vec2 origin(float power) {
  return center + (isf_FragNormCoord - center) * pow(1.0 - strength, power / 63.0);
}

void main() {
  vec4 sum = vec4(0.0);
  if (PASSINDEX == 0) {
    for (int i = 0; i < 4; i++) {
      vec4 color = IMG_NORM_PIXEL(inputImage, origin(float(i)));
      sum += vec4(color.rgb * color.a, color.a);
    }
    gl_FragColor = sum / 4.0;
  } else if (PASSINDEX == 1) {
    for (int i = 0; i < 4; i++) sum += IMG_NORM_PIXEL(near, origin(4.0 * float(i)));
    gl_FragColor = sum / 4.0;
  } else if (PASSINDEX == 2) {
    for (int i = 0; i < 4; i++) sum += IMG_NORM_PIXEL(middle, origin(16.0 * float(i)));
    gl_FragColor = sum / 4.0;
  } else if (PASSINDEX == 3) {
    gl_FragColor = IMG_NORM_PIXEL(far, vec2(isf_FragNormCoord.x, gl_FragCoord.y / IMG_SIZE(far).y));
  } else {
    vec4 color = IMG_THIS_PIXEL(wide);
    color.rgb /= max(color.a, 0.001);
    // How far the pixel is smeared; where that is little, the variances are about right.
    vec2 smear = strength * (isf_FragNormCoord - center) * RENDERSIZE;
    float share = min(dot(smear, smear) / 24.0, 1.0);
    if (share < 1.0) color = mix(IMG_NORM_PIXEL(inputImage, origin(31.5)), color, share);
    gl_FragColor = color;
  }
}
