/** Reads the numbers that `geomap/web/steps.mjs` writes. */

const ALPHABET = "#$%'()*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~";
const BASE = ALPHABET.length;
const ONE = 80;

const DIGIT = new Uint8Array(128);
for (let i = 0; i < BASE; i++) DIGIT[ALPHABET.charCodeAt(i)] = i;

export function numbers(text: string): Int32Array {
  const values = new Int32Array(text.length);
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    let value = DIGIT[text.charCodeAt(i)]!;
    if (value === BASE - 1) {
      value = (DIGIT[text.charCodeAt(i + 1)]! * BASE + DIGIT[text.charCodeAt(i + 2)]!) * BASE;
      value += DIGIT[text.charCodeAt(i + 3)]!;
      i += 3;
    } else if (value >= ONE) {
      value = ONE + (value - ONE) * BASE + DIGIT[text.charCodeAt(++i)]!;
    }
    values[count++] = value & 1 ? -(value + 1) >> 1 : value >> 1;
  }
  return values.subarray(0, count);
}
