/** Classes of characters below 128. */
export const SPACE = 1;
export const LETTER = 2;
export const DIGIT = 4;

const classes = new Uint8Array(128);
function classify(characters: string, flag: number): void {
  for (const c of characters) {
    const code = c.charCodeAt(0);
    classes[code] = (classes[code] ?? 0) | flag;
  }
}
classify(" \t\n\r\f", SPACE);
classify("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_", LETTER);
classify("0123456789", DIGIT);

export const DOLLAR = 36;
export const DOT = 46;
export const SLASH = 47;
export const STAR = 42;
export const DASH = 45;
export const PLUS = 43;
export const UNDERSCORE = 95;
export const BACKSLASH = 92;
export const QUESTION = 63;
export const LETTER_E = 101;

/**
 * What DuckDB reads as space outside ASCII (measured: the whole basic plane). It does so before it knows
 * strings and comments, so behind an E string with a quote they become names: hence tokens, not space.
 */
export function isWideSpace(code: number): boolean {
  return (
    code === 0xa0 ||
    (code >= 0x2000 && code <= 0x200b) ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x2060 ||
    code === 0x3000 ||
    code === 0xfeff
  );
}

export function has(code: number, flag: number): boolean {
  return code < 128 && ((classes[code] ?? 0) & flag) !== 0;
}

export function isSpace(code: number): boolean {
  return has(code, SPACE);
}
