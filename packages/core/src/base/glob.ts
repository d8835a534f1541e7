const special = /[*?[]/;

/** True when a pattern holds wildcards. */
export function isGlob(pattern: string): boolean {
  return special.test(pattern);
}

/** Tells whether a text fits a pattern with `*`, `?`, `[a-z]` and `[!a-z]`; all of it, case counts. */
export function matcher(pattern: string): (text: string) => boolean {
  if (!isGlob(pattern)) return (text) => text === pattern;
  const regexp = new RegExp(`^${source(pattern, "[^]")}$`, "u");
  return (text) => regexp.test(text);
}

/** As `matcher` for paths: `*` and `?` stay within a folder, `**` spans folders. */
export function pathMatcher(pattern: string): (path: string) => boolean {
  if (!isGlob(pattern)) return (path) => path === pattern;
  const parts = pattern.split("/").map((part, i, all) => {
    if (part !== "**") return source(part, "[^/]") + (i < all.length - 1 ? "/" : "");
    return i < all.length - 1 ? "(?:[^/]+/)*" : "[^]*";
  });
  const regexp = new RegExp(`^${parts.join("")}$`, "u");
  return (path) => regexp.test(path);
}

function source(pattern: string, any: string): string {
  let out = "";
  for (let at = 0; at < pattern.length; at += 1) {
    const c = pattern.charAt(at);
    const close = c === "[" ? endOfClass(pattern, at) : -1;
    if (c === "*") out += `${any}*`;
    else if (c === "?") out += any;
    else if (close > 0) {
      out += characterClass(pattern.slice(at + 1, close));
      at = close;
    } else out += escape(c);
  }
  // Several stars in a row mean one; as many loops they would only be slow.
  return out.replaceAll(/(\[\^\/?\]\*)\1+/g, "$1");
}

/** Position of the `]` that ends a class; the first member may be `]` itself. */
function endOfClass(pattern: string, start: number): number {
  return pattern.indexOf("]", start + (pattern.charAt(start + 1) === "!" ? 3 : 2));
}

function characterClass(body: string): string {
  const negated = body.startsWith("!");
  const members = (negated ? body.slice(1) : body).replaceAll(/[\\\]^[&~]/g, "\\$&");
  return isOrdered(members) ? `[${negated ? "^" : ""}${members}]` : escape(`[${body}]`);
}

/** A range that runs backwards is no range. */
function isOrdered(members: string): boolean {
  return [...members.matchAll(/(.)-(.)/gu)].every(([, from = "", to = ""]) => from <= to);
}

function escape(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
