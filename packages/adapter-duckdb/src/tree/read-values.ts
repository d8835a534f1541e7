import type { Literal } from "@sluice/core/adapter";
import { Fields, textOf, unreadable } from "./fields.js";

/** A constant with its type: `{"type": {"id": "INTEGER"}, "is_null": false, "value": 1}`. */
export function readValue(json: unknown): Pick<Literal, "type" | "value"> {
  const fields = new Fields(json);
  const type = readType(fields.take("type"));
  const isNull = fields.flag("is_null");
  const value = fields.take("value");
  fields.done();
  return { type, value: isNull ? null : valueText(value) };
}

function valueText(value: unknown): string {
  return typeof value === "string" ? value : value === undefined ? "" : textOf(value);
}

/** A type as one text: its name, and what belongs to it. */
export function readType(json: unknown): string {
  const fields = new Fields(json);
  const id = fields.text("id");
  const info = fields.map("type_info", textOf);
  fields.done();
  if (id === "") return unreadable("a type has no name");
  return info === undefined ? id : `${id} ${info}`;
}

/** Large numbers as texts: a number of JavaScript has fewer digits. */
export function readJson(text: string): unknown {
  return JSON.parse(text.replaceAll(exactNumbers, '"$1":"$2"'));
}

/**
 * Numbers that JavaScript would round or cannot read, behind their key. A quotation mark within a text has a backslash
 * in front, so that no text looks like a key.
 */
const exactNumbers =
  /"(\w+)":(-?\d{15,}(?:\.\d*)?(?:[eE][+-]?\d+)?|-?Infinity|-?NaN|-?inf|-?nan)(?=[,}])/g;
