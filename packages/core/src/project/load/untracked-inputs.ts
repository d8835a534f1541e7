import type { ModuleToken } from "./module-tokens.js";
import { moduleTokens } from "./module-tokens.js";

/** A place where a module takes in something that its text does not hold. */
export interface UntrackedInput {
  /** The end of a sentence about the module, such as `reads files (readFileSync)`. */
  readonly what: string;
  readonly start: number;
}

const fileModules = new Set(["fs", "fs/promises"]);
const fileReaders =
  /^(?:readFile|readFileSync|createReadStream|readdir|readdirSync|opendir|opendirSync|open|openSync|openAsBlob|glob|globSync)$/;

/**
 * Imports by a variable, requires of files that are not named in place, and calls that read files: what they give can
 * change while the module's text, and those of the files it imports by a relative path, stay the same.
 */
export function untrackedInputs(text: string): readonly UntrackedInput[] {
  const tokens = moduleTokens(text);
  const readsFiles = tokens.some(
    ({ type, value }) => type === "text" && fileModules.has(value.replace(/^node:/, "")),
  );
  return tokens.flatMap((token, at): readonly UntrackedInput[] => {
    const what = untrackedCall(tokens, at, readsFiles);
    return what === undefined ? [] : [{ what, start: token.start }];
  });
}

function untrackedCall(
  tokens: readonly ModuleToken[],
  at: number,
  readsFiles: boolean,
): string | undefined {
  const { type, value } = tokens[at] ?? { type: "mark", value: "" };
  if (type !== "word" || !isMark(tokens[at + 1], "(")) return undefined;
  if (value === "createRequire") return "requires files (`createRequire`)";
  if (readsFiles && fileReaders.test(value)) return `reads files (\`${value}\`)`;
  if (isMark(tokens[at - 1], ".") || isLiteral(tokens, at + 2)) return undefined;
  if (value === "require") return "requires a file by a variable";
  return value === "import" ? "imports a file by a variable" : undefined;
}

/** True where a text without holes is all that a call is given. */
function isLiteral(tokens: readonly ModuleToken[], at: number): boolean {
  const [first, next] = [tokens[at], tokens[at + 1]];
  const ends = isMark(next, ")") || isMark(next, ",");
  return first?.type === "text" && ends && !first.value.includes("${");
}

function isMark(token: ModuleToken | undefined, value: string): boolean {
  return token?.type === "mark" && token.value === value;
}
