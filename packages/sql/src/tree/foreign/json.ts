import { foldName } from "../../text/name.js";

/** Ends the reading of a tree; it never leaves this folder. */
export class Unreadable extends Error {
  override readonly name = "Unreadable";
}

export function unreadable(reason: string): never {
  throw new Unreadable(reason);
}

/** Any value of the parser's tree, which is JSON. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** An object of the tree. Expressions have one key, their kind: `{ "column": { ... } }`. */
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** An expression taken apart. */
export interface Variant {
  readonly kind: string;
  readonly body: JsonObject;
}

/** True for an object, which arrays are not. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Kind and body of an expression; undefined for what has not exactly one key with an object. */
export function variantOf(value: Json | undefined): Variant | undefined {
  if (!isObject(value)) return undefined;
  const keys = Object.keys(value);
  const [kind] = keys;
  if (kind === undefined || keys.length !== 1) return undefined;
  const body = value[kind];
  return isObject(body) ? { kind, body } : undefined;
}

/** As `variantOf`, where nothing else is understood. */
export function expectVariant(value: Json | undefined): Variant {
  return variantOf(value) ?? unreadable("an expression was expected");
}

/** A field that holds a list; absent and null are empty. */
export function listOf(body: JsonObject, field: string): readonly Json[] {
  const value = body[field];
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as readonly Json[]) : unreadable(`${field} is no list`);
}

/** A field that holds an object, or undefined where it is absent or null. */
export function objectOf(body: JsonObject, field: string): JsonObject | undefined {
  const value = body[field];
  if (value === undefined || value === null) return undefined;
  return isObject(value) ? value : unreadable(`${field} is no object`);
}

/** The name of an identifier `{ name, quoted }`. */
export function nameOf(value: Json | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (isObject(value) && typeof value["name"] === "string") return value["name"];
  return unreadable("a name was expected");
}

/** As `nameOf`, where a name must stand. */
export function expectName(value: Json | undefined): string {
  return nameOf(value) ?? unreadable("a name is missing");
}

/** A text that names a function or an operator. */
export function functionName(value: Json | undefined): string {
  return typeof value === "string" ? foldName(value) : unreadable("a function has no name");
}

/** True for what says nothing: absent, null, false, an empty list. */
export function isBlank(value: Json | undefined): boolean {
  return (
    value === undefined ||
    value === null ||
    value === false ||
    (Array.isArray(value) && value.length === 0)
  );
}

/** Ends the reading when a field that is not understood says something. */
export function expectOnly(body: JsonObject, ...understood: readonly string[]): void {
  for (const [field, value] of Object.entries(body)) {
    if (!understood.includes(field) && !isSilent(field) && !isBlank(value)) {
      unreadable(`${field} is not understood`);
    }
  }
}

/** Fields without influence on what a query means. */
export function isSilent(field: string): boolean {
  return field === "span" || field === "inferred_type" || field.endsWith("comments");
}
