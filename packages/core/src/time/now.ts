import { SluiceError } from "../base/errors/sluice-error.js";

/** The run's `$now`. */
export interface RunTime {
  readonly at: Date;
  /** It was given explicitly: then it counts in fingerprints of models that read it. */
  readonly pinned: boolean;
}

const iso =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)(Z|[+-]\d{2}:?\d{2})?)?$/;

/** The run's `$now`: an ISO date or timestamp, UTC when it has no zone; the clock when not given. `CLI.USAGE` otherwise. */
export function parseNow(text: string | undefined, option = "--now"): RunTime {
  if (text === undefined) return { at: new Date(), pinned: false };
  const match = iso.exec(text.trim());
  const at = match && new Date(`${match[1] ?? ""}T${match[2] ?? "00:00"}${match[3] ?? "Z"}`);
  // A day such as 2024-02-31 would roll over; it must read back as written.
  const day = match && new Date(`${match[1] ?? ""}T00:00Z`);
  const exists =
    day && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(match[1] ?? "");
  if (at && exists && !Number.isNaN(at.getTime())) return { at, pinned: true };
  throw new SluiceError({
    code: "CLI.USAGE",
    message: `\`${text}\` is not a date or timestamp for ${option}.`,
    hints: ["Write it as 2026-01-31 or 2026-01-31T10:00:00Z."],
  });
}
