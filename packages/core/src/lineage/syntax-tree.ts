import { foldName } from "../adapter/name.js";
import { unclear } from "./unclear.js";

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
  return variantOf(value) ?? unclear("an expression was expected");
}

/** A field that holds a list; absent and null are empty. */
export function listOf(body: JsonObject, field: string): readonly Json[] {
  const value = body[field];
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as readonly Json[]) : unclear(`${field} is no list`);
}

/** A field that holds an object, or undefined where it is absent or null. */
export function objectOf(body: JsonObject, field: string): JsonObject | undefined {
  const value = body[field];
  if (value === undefined || value === null) return undefined;
  return isObject(value) ? value : unclear(`${field} is no object`);
}

/** The folded name of an identifier `{ name, quoted }`: names compare without case. */
export function nameOf(value: Json | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (isObject(value) && typeof value["name"] === "string") return foldName(value["name"]);
  return unclear("a name was expected");
}

/** As `nameOf`, where a name must stand. */
export function expectName(value: Json | undefined): string {
  return nameOf(value) ?? unclear("a name is missing");
}

/** True for what says nothing: absent, null, false, an empty list. */
function isBlank(value: Json | undefined): boolean {
  return (
    value === undefined ||
    value === null ||
    value === false ||
    (Array.isArray(value) && value.length === 0)
  );
}

/** Ends the analysis when a field that is not understood says something. */
export function expectOnly(body: JsonObject, understood: ReadonlySet<string>): void {
  for (const [field, value] of Object.entries(body)) {
    if (!understood.has(field) && !isSilent(field) && !isBlank(value)) {
      unclear(`${field} is not understood`);
    }
  }
}

/** Fields without influence on what is read. */
export function isSilent(field: string): boolean {
  return field === "span" || field === "inferred_type" || field.endsWith("comments");
}
