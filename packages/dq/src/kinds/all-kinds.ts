import type { Kind } from "../spec/kind.js";
import { acceptedValuesKind } from "./accepted-values.js";
import { aggregateKind } from "./aggregate.js";
import { betweenKind } from "./between.js";
import { customSqlKind } from "./custom-sql.js";
import { expressionKind } from "./expression.js";
import { formatKind } from "./format.js";
import { freshnessKind } from "./freshness.js";
import { nonOverlappingKind } from "./non-overlapping.js";
import { notNullKind } from "./not-null.js";
import { regexKind } from "./regex.js";
import { relationshipsKind } from "./relationships.js";
import { rowCountKind } from "./row-count.js";
import { uniqueKind } from "./unique.js";

/** Every kind of check by its name. */
export const allKinds: ReadonlyMap<string, Kind> = new Map(
  [
    notNullKind,
    uniqueKind,
    nonOverlappingKind,
    acceptedValuesKind,
    relationshipsKind,
    betweenKind,
    expressionKind,
    regexKind,
    formatKind,
    rowCountKind,
    freshnessKind,
    aggregateKind,
    customSqlKind,
  ].map((kind) => [kind.type, kind]),
);
