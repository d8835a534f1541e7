import { SluiceError } from "../../base/errors/sluice-error.js";
import { suggest } from "../../base/suggest.js";

/** Names listed in a hint. */
const MOST = 10;

/** Raises `STATE.UNKNOWN_ENVIRONMENT` for an environment the warehouse does not have. */
export function requireEnvironment(name: string, known: readonly string[]): void {
  if (known.includes(name)) return;
  const near = suggest(name, known);
  const meant =
    near.length > 0 ? [`Did you mean ${near.map((n) => `\`${n}\``).join(" or ")}?`] : [];
  throw new SluiceError({
    code: "STATE.UNKNOWN_ENVIRONMENT",
    message: `The warehouse has no environment \`${name}\`.`,
    hints: [
      ...meant,
      known.length > 0
        ? `It has ${some(known)}.`
        : "Nothing has been built in it yet: run `sluice build`.",
    ],
  });
}

function some(names: readonly string[]): string {
  const list = names.slice(0, MOST).map((name) => `\`${name}\``);
  const more = names.length - list.length;
  return list.join(", ") + (more > 0 ? ` and ${String(more)} more: \`sluice env list\`` : "");
}
