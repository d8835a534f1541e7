import type { Place } from "../../base/errors/sluice-error.js";
import type { Model } from "../../model/model.js";
import { placeInFile, type SourceText } from "../../model/source-text.js";
import { moduleTokens, type ModuleToken } from "./module-tokens.js";

/** A definition of a TypeScript file: its text, and the `name` it gives itself. */
export interface DefinitionText {
  readonly source: Pick<SourceText, "file" | "fileText">;
  readonly name: string | undefined;
  readonly model: string;
}

/** Place in the user's file of a property of one definition. */
export type PlaceOf = (path: readonly PropertyKey[]) => Place;

const definers = new Set(["defineModel", "defineRows", "defineSeed", "defineSource"]);

/**
 * Finds properties of a definition in the user's file: the property itself, else the innermost one around it that is
 * written out there, else the call that defines it. The file alone where the definition is not found. The file is read at
 * the first question.
 */
export function propertyPlaces(text: DefinitionText): PlaceOf {
  const { source, model } = text;
  const find = propertyFinder(text);
  return (path) => {
    const { property, call } = find(path);
    const token = property ?? call;
    return token === undefined
      ? { file: source.file, model }
      : placeInFile(source, token.start, model);
  };
}

/** The tokens at which a property and the call that defines it begin, as far as they are found. */
function propertyFinder({ source, name }: DefinitionText) {
  let read: { tokens: readonly ModuleToken[]; definition: Definition | undefined } | undefined;
  return (path: readonly PropertyKey[]) => {
    if (read === undefined) {
      const tokens = moduleTokens(source.fileText);
      read = { tokens, definition: definitionAt(tokens, name) };
    }
    const { tokens, definition } = read;
    const at = definition && propertyAt(tokens, definition.brace, path);
    return {
      property: at === undefined ? undefined : tokens[at],
      call: definition && tokens[definition.call],
    };
  };
}

/** Place of a property of a relation that is defined in TypeScript; the file alone for any other. */
export function placeInDefinition(
  { name, path: file, source }: Pick<Model, "name" | "path" | "source">,
  path: readonly PropertyKey[],
): Place {
  if (!/\.m?ts$/.test(file)) return { file, model: name };
  for (const given of [name, undefined]) {
    const { property } = propertyFinder({ source, name: given, model: name })(path);
    if (property) return placeInFile(source, property.start, name);
  }
  return { file, model: name };
}

/** Indexes of tokens of a definition. */
interface Definition {
  /** `defineModel` or one of its kind. */
  readonly call: number;
  /** The brace that opens its properties. */
  readonly brace: number;
}

/** The definition of that name, or the only one without a name. */
function definitionAt(
  tokens: readonly ModuleToken[],
  name: string | undefined,
): Definition | undefined {
  const definitions = tokens.flatMap((token, call) => {
    const isCall = token.type === "word" && definers.has(token.value);
    const brace = isCall ? argumentAt(tokens, call) : -1;
    return brace < 0 ? [] : [{ call, brace }];
  });
  const named = definitions.filter(({ brace }) => nameAt(tokens, brace) === name);
  return named.length === 1 ? named[0] : undefined;
}

/** Index of the brace of `define*({`, behind type arguments if there are any; -1 where no object stands there. */
function argumentAt(tokens: readonly ModuleToken[], definer: number): number {
  const following = tokens.slice(definer + 1);
  const paren = following.findIndex(({ value }) => value === "(");
  const isCall = paren === 0 || (paren > 0 && following[0]?.value === "<");
  return isCall && isMark(following[paren + 1], "{") ? definer + paren + 2 : -1;
}

/** The text that `name:` has; undefined without one. */
function nameAt(tokens: readonly ModuleToken[], brace: number): string | undefined {
  const entry = entriesOf(tokens, brace).find(({ key }) => key === "name");
  const value = entry === undefined ? undefined : tokens[entry.value];
  return value?.type === "text" ? value.value : undefined;
}

/** Index of the token where a property begins, or the innermost one around it that is there. */
function propertyAt(
  tokens: readonly ModuleToken[],
  brace: number,
  path: readonly PropertyKey[],
): number | undefined {
  let found: number | undefined;
  let open: number | undefined = brace;
  for (const step of path) {
    if (open === undefined) break;
    const entry = entriesOf(tokens, open).find(({ key }) => key === String(step));
    if (entry === undefined) break;
    found = entry.at;
    open = openedBy(tokens, entry.value);
  }
  return found;
}

interface Entry {
  readonly key: string;
  /** Index of the key, or of a list's item. */
  readonly at: number;
  /** Index of the first token of the value. */
  readonly value: number;
}

/** The entries of the object or list that a bracket opens. Items of a list behind a spread have no known position. */
function entriesOf(tokens: readonly ModuleToken[], open: number): readonly Entry[] {
  const parts = partsOf(tokens, open);
  if (isMark(tokens[open], "[")) {
    const spread = parts.findIndex((at) => isMark(tokens[at], "..."));
    const known = spread < 0 ? parts : parts.slice(0, spread);
    return known.map((at, i) => ({ key: String(i), at, value: at }));
  }
  return parts.flatMap((at) => {
    const key = tokens[at];
    if (key === undefined || key.type === "mark") return [];
    const value = isMark(tokens[at + 1], ":") ? at + 2 : at;
    return [{ key: key.value, at, value }];
  });
}

/** Indexes of the first token of each part between the commas of a bracket. */
function partsOf(tokens: readonly ModuleToken[], open: number): readonly number[] {
  const parts: number[] = [];
  let depth = 0;
  let isFirst = true;
  for (let at = open + 1; at < tokens.length; at += 1) {
    const { type, value } = tokens[at] ?? { type: "mark", value: "" };
    const closes = type === "mark" && ["}", "]", ")"].includes(value);
    if (closes && depth === 0) break;
    if (isFirst) parts.push(at);
    isFirst = depth === 0 && type === "mark" && value === ",";
    if (closes) depth -= 1;
    if (type === "mark" && ["{", "[", "("].includes(value)) depth += 1;
  }
  return parts;
}

/**
 * Index of the bracket that opens a value: the value's own, the one of a call's only argument (`z.object({`), or that
 * of the constant that it names.
 */
function openedBy(tokens: readonly ModuleToken[], value: number): number | undefined {
  if (isMark(tokens[value], "{") || isMark(tokens[value], "[")) return value;
  if (tokens[value]?.type !== "word") return undefined;
  let at = value + 1;
  while (isMark(tokens[at], ".") && tokens[at + 1]?.type === "word") at += 2;
  if (isMark(tokens[at], "(")) return isMark(tokens[at + 1], "{") ? at + 1 : undefined;
  return at === value + 1 ? constantAt(tokens, tokens[value].value) : undefined;
}

function constantAt(tokens: readonly ModuleToken[], name: string): number | undefined {
  const declared = tokens.findIndex(
    ({ value }, i) => value === "const" && tokens[i + 1]?.value === name,
  );
  if (declared < 0) return undefined;
  const equals = tokens.findIndex((token, i) => i > declared && isMark(token, "="));
  const value = tokens[equals + 1];
  // A constant that names itself or another constant is followed no further.
  return value?.type === "word" && !isCall(tokens, equals + 1)
    ? undefined
    : openedBy(tokens, equals + 1);
}

function isCall(tokens: readonly ModuleToken[], at: number): boolean {
  return isMark(tokens[at + 1], "(") || isMark(tokens[at + 1], ".");
}

function isMark(token: ModuleToken | undefined, value: string): boolean {
  return token?.type === "mark" && token.value === value;
}
