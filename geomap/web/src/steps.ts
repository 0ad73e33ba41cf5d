/** Reads the numbers that `geomap/web/steps.mjs` writes. */

const ALPHABET = "#$%'()*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~";
const BASE = ALPHABET.length;
const ONE = 80;

const DIGIT = new Uint8Array(128);
for (let i = 0; i < BASE; i++) DIGIT[ALPHABET.charCodeAt(i)] = i;

export function numbers(text: string): number[] {
  const values: number[] = [];
  const digit = (i: number): number => DIGIT[text.charCodeAt(i)]!;
  for (let i = 0; i < text.length; i++) {
    let value = digit(i);
    if (value === BASE - 1) {
      value = (digit(i + 1) * BASE + digit(i + 2)) * BASE + digit(i + 3);
      i += 3;
    } else if (value >= ONE) {
      value = ONE + (value - ONE) * BASE + digit(++i);
    }
    values.push(value % 2 === 0 ? value / 2 : -(value + 1) / 2);
  }
  return values;
}
