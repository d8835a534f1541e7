import type { Diagnostic } from "@sluice/core";
import type { Colours } from "../io/io.js";
import { visible, visibleLines } from "./width.js";

/** The parts of a diagnostic that are printed; a code outside the table is possible for a bug only. */
export type Printable = Omit<Diagnostic, "code"> & { readonly code: string };

/**
 * One finding: code and place, what, the source line with a caret, why, and the next step.
 * `next` stands in when the finding brings no hint of its own.
 */
export function renderDiagnostic(found: Printable, colours: Colours, next?: string): string[] {
  const paint = found.severity === "warning" ? colours.yellow : colours.red;
  const place = placeText(found);
  const head = [paint(`${found.severity === "warning" ? "warning" : "error"} ${found.code}`)];
  if (place !== "") head.push(colours.bold(place));
  const lines = [head.join("  "), ...block(found.message)];
  if (found.where?.frame !== undefined) lines.push(...renderFrame(found.where.frame, colours));
  if (found.why !== undefined) lines.push(...block(found.why, colours.dim("why:  ")));
  const hints = found.hints.length > 0 ? found.hints : next === undefined ? [] : [next];
  for (const hint of hints) lines.push(...block(hint, colours.cyan("next: ")));
  return lines;
}

/** `models/a.sql:3:8 (staging.a)`. */
export function placeText(found: Pick<Printable, "where">): string {
  const { file, line, column, model } = found.where ?? {};
  if (file === undefined) return visible(model ?? "");
  const numbers = [line, column].filter((n) => n !== undefined).join(":");
  const at = visible(numbers === "" ? file : `${file}:${numbers}`);
  return model === undefined ? at : `${at} (${visible(model)})`;
}

function block(text: string, label = ""): string[] {
  const [first = "", ...rest] = visibleLines(text.trim()).split("\n");
  const hang = label === "" ? "" : "      ";
  return [`  ${label}${first}`, ...rest.map((line) => `  ${hang}${line}`)];
}

function renderFrame(frame: string, colours: Colours): string[] {
  return visibleLines(frame)
    .split("\n")
    .map((line) => `    ${/^\s*\^+\s*$/.test(line) ? colours.red(line) : colours.dim(line)}`);
}
