import { createHash } from "node:crypto";

/** Eight hex characters that stand for a text, whatever its white space. */
export function fingerprintOf(text: string): string {
  const folded = text.trim().replace(/\s+/g, " ");
  return createHash("sha256").update(folded).digest("hex").slice(0, 8);
}
