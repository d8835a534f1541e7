/** `0.42s`, `12.3s`, `1m 05s`, `2h 03m`. */
export function seconds(value: number): string {
  if (value < 9.995) return `${value.toFixed(2)}s`;
  if (value < 59.95) return `${value.toFixed(1)}s`;
  const whole = Math.round(value);
  if (whole < 3600) return `${String(Math.floor(whole / 60))}m ${two(whole % 60)}s`;
  return `${String(Math.floor(whole / 3600))}h ${two(Math.floor((whole % 3600) / 60))}m`;
}

/** Whole seconds of something still running: `3s`, `1m 05s`. */
export function elapsed(value: number): string {
  return value < 60 ? `${String(Math.floor(value))}s` : seconds(Math.floor(value));
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

/** `1,204,000`. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** `1 row`, `2 rows`. */
export function counted(value: number, noun: string, plural = `${noun}s`): string {
  return `${count(value)} ${value === 1 ? noun : plural}`;
}

/** `a`, `a and b`, `a, b and 3 more`. */
export function listed(names: readonly string[], most = 5): string {
  if (names.length <= 1) return names.join("");
  if (names.length > most) {
    return `${names.slice(0, most).join(", ")} and ${String(names.length - most)} more`;
  }
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
}

/** `512 B`, `12.5 KiB`, `3.1 GiB`. */
export function bytes(value: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, value)) / 10));
  const scaled = value / 1024 ** power;
  return `${power === 0 ? String(scaled) : scaled.toFixed(1)} ${units[power] ?? ""}`;
}
