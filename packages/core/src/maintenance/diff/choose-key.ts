import { kindOf } from "../../kinds/all-kinds.js";
import { sameName } from "@sluice/sql/text";
import { SluiceError } from "../../base/errors/sluice-error.js";
import type { CheckSpec } from "../../model/check/check.js";
import type { Model } from "../../model/model.js";
import { suggest } from "../../base/suggest.js";
import type { ColumnPair } from "./match-columns.js";
import type { DiffKey } from "./relation-diff.js";

/** The parts of a model that tell its key. */
export type KeyedModel = Pick<Model, "name" | "kind" | "checks">;

/**
 * The columns that pair the rows of two versions of a model: those asked for, else the key of its kind, else the columns
 * of a `unique` check over all rows. Undefined where none is known, or where a side lacks its columns. Raises `CLI.USAGE`
 * for a column asked for that a side lacks.
 */
export function chooseKey(
  pairs: readonly ColumnPair[],
  {
    on,
    model,
  }: { readonly on?: readonly string[] | undefined; readonly model?: KeyedModel | undefined },
): DiffKey | undefined {
  if (on && on.length > 0) {
    return { columns: [...new Set(on.map((name) => asked(name, pairs)))], from: "option" };
  }
  if (!model) return undefined;
  const kind = present(kindOf(model.kind).key(model.kind), pairs);
  if (kind) return { columns: kind, from: "kind" };
  for (const spec of model.checks) {
    const columns = present(uniqueColumns(spec), pairs);
    if (columns) return { columns, from: "check" };
  }
  return undefined;
}

/** Columns a `unique` check names; none for a check that looks at some of the rows only. */
function uniqueColumns({ type, column, args }: CheckSpec): readonly string[] {
  if (type !== "unique" || "where" in args || "window" in args) return [];
  return column === undefined ? listOf(args["columns"] ?? args["value"]) : [column];
}

function listOf(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((item): item is string => typeof item === "string");
}

/** Names as a writes them; undefined when there is none, or not all are there. */
function present(
  names: readonly string[],
  pairs: readonly ColumnPair[],
): readonly string[] | undefined {
  const found = names.flatMap((name) => find(name, pairs)?.a.name ?? []);
  return found.length > 0 && found.length === names.length ? [...new Set(found)] : undefined;
}

function asked(name: string, pairs: readonly ColumnPair[]): string {
  const found = find(name, pairs);
  if (found) return found.a.name;
  const names = pairs.map((pair) => pair.a.name);
  const near = suggest(name, names);
  throw new SluiceError({
    code: "CLI.USAGE",
    message: `There is no column \`${name}\` in both relations.`,
    hints: [
      near.length > 0
        ? `Did you mean ${near.map((n) => `\`${n}\``).join(" or ")}?`
        : `Columns of both are ${names.join(", ")}.`,
    ],
  });
}

function find(name: string, pairs: readonly ColumnPair[]): ColumnPair | undefined {
  return pairs.find((p) => p.a.name === name) ?? pairs.find((p) => sameName(p.a.name, name));
}
