import type { QueryResult } from "@sluice/core";

export type { Row, SqlValue } from "@sluice/core";

/** A column of a query's result. */
export type ColumnInfo = QueryResult["columns"][number];
