/** Texts inside the files that are written: whatever a name or a path holds, it stays one text. */

/**
 * A double-quoted text as Python, YAML and systemd all read it: backslash escapes, and for everything that is neither
 * plain ASCII nor a letter or a digit its code.
 */
export function doubleQuoted(text: string): string {
  return `"${escaped(text).replaceAll('"', '\\"')}"`;
}

/** A text for a comment: it cannot end the line it stands on. */
export function commentText(text: string): string {
  return escaped(text);
}

function escaped(text: string): string {
  return text.replace(/\\|[^\x20-\x7e\p{L}\p{N}]/gu, (character) => {
    if (character === "\\") return "\\\\";
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) return `\\x${hex(code, 2)}`;
    return code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`;
  });
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, "0");
}

/** A name made only of what file names, unit names and ids allow everywhere. */
export function plainName(text: string): string {
  const name = text.replace(/[^A-Za-z0-9_.-]+/g, "_").replace(/^[._-]+|[._-]+$/g, "");
  return name === "" ? "project" : name.slice(0, 80);
}
