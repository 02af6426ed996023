import { createHash } from 'node:crypto'

/**
 * The only script of the public pages: solves the proof of work in a worker while the form is filled in. Written for
 * Chromium 70 and without SubtleCrypto, which pages without TLS (a village hall's own network) do not have. Where it does
 * not run, the form works all the same, under a stricter limit.
 */
export const proofScript = `'use strict';
(function () {
  var K = [], H0 = [], frac = function (x) { return ((x - Math.floor(x)) * 4294967296) | 0 };
  for (var n = 2; K.length < 64; n++) {
    for (var d = 2, prime = true; d * d <= n; d++) if (n % d === 0) { prime = false; break }
    if (!prime) continue;
    if (H0.length < 8) H0.push(frac(Math.sqrt(n)));
    K.push(frac(Math.cbrt(n)));
  }
  var W = new Int32Array(64);
  // The first four bytes of the SHA-256 of a text of ASCII signs.
  function head(text) {
    var length = text.length, blocks = ((length + 8) >> 6) + 1, M = new Int32Array(blocks * 16), h = H0.slice();
    for (var i = 0; i < length; i++) M[i >> 2] |= text.charCodeAt(i) << (24 - (i & 3) * 8);
    M[length >> 2] |= 128 << (24 - (length & 3) * 8);
    M[blocks * 16 - 1] = length * 8;
    for (var b = 0; b < blocks; b++) {
      var s = h.slice();
      for (var t = 0; t < 64; t++) {
        if (t < 16) W[t] = M[b * 16 + t];
        else {
          var x = W[t - 15], y = W[t - 2];
          W[t] = (W[t - 16] + ((x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3) + W[t - 7] +
            ((y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ y >>> 10)) | 0;
        }
        var e = s[4], a = s[0];
        var p = (s[7] + ((e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7)) +
          ((e & s[5]) ^ (~e & s[6])) + K[t] + W[t]) | 0;
        var q = (((a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10)) +
          ((a & s[1]) ^ (a & s[2]) ^ (s[1] & s[2]))) | 0;
        s = [(p + q) | 0, a, s[1], s[2], (s[3] + p) | 0, e, s[5], s[6]];
      }
      for (var j = 0; j < 8; j++) h[j] = (h[j] + s[j]) | 0;
    }
    return h[0];
  }
  if (typeof document === 'undefined') {
    self.onmessage = function (event) {
      for (var n = 0; ; n++) if (head(event.data.challenge + ':' + n) >>> (32 - event.data.bits) === 0) return self.postMessage(n);
    };
    return;
  }
  var form = document.querySelector('form[data-proof]'), source = document.currentScript.src;
  if (!form || !window.Worker || !window.fetch) return;
  fetch(source.replace(/[^/]*$/, 'challenge'), { credentials: 'same-origin' })
    .then(function (answer) { return answer.json() })
    .then(function (told) {
      var worker = new Worker(source);
      worker.onmessage = function (event) {
        form.elements.proof.value = told.challenge + ':' + event.data;
        worker.terminate();
      };
      worker.postMessage(told);
    })
    .catch(function () {});
})();
`

export const proofVersion = createHash('sha256').update(proofScript).digest('hex').slice(0, 10)
