/*{
  "ISFVSN": "2", "INPUTS": [{ "NAME": "inputImage", "TYPE": "image" }],
  "PASSES": [{ "WIDTH": "$WIDTH", "HEIGHT": "$HEIGHT" }]
}*/

// Changes nothing. Its pass has a size of its own, so that the two pictures may differ in theirs.

void main() { gl_FragColor = IMG_THIS_PIXEL(inputImage); }
