/** A number as the fraction `digits / 10^scale`; undefined where the text is no decimal number. */
export interface WrittenNumber {
  readonly digits: bigint;
  readonly scale: number;
}

/** Reads a decimal text without any floating-point arithmetic. */
export function readNumber(text: string): WrittenNumber | undefined {
  const match = /^\s*([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?\s*$/.exec(text);
  const [, sign, whole = "", fraction = "", exponent = "0"] = match ?? [];
  if (match === null || whole + fraction === "") return undefined;
  const size = BigInt(whole + fraction);
  const scale = fraction.length - Number(exponent);
  const digits = sign === "-" ? -size : size;
  return scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : { digits, scale };
}

/** The number in units of `10^-scale`, where it is a whole number of them. */
export function inUnits({ digits, scale }: WrittenNumber, units: number): bigint | undefined {
  if (units >= scale) return digits * 10n ** BigInt(units - scale);
  const divisor = 10n ** BigInt(scale - units);
  return digits % divisor === 0n ? digits / divisor : undefined;
}
