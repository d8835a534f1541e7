import type { TypeKind } from "../warehouse/dialect.js";
import type { Row, SqlValue } from "../warehouse/values.js";
import type { CronDefinition } from "../time/cron/cron-spec.js";
import type { CheckSpec } from "./check/check.js";
import type { ModelKind, SeedOptions } from "./kind.js";
import type { SourceText } from "./source-text.js";

/** A declared column: part of the contract and of the documentation. */
export interface ColumnSpec {
  readonly name: string;
  /** Engine type text, as written in a header (`bigint`, `decimal(18,2)`). */
  readonly type?: string | undefined;
  /** How the dates of a file are written, in the directives of `strptime`: `%d/%m/%Y`. @default ISO 8601 */
  readonly dateFormat?: string | undefined;
  /** How the timestamps of a file are written: `%d/%m/%Y %H:%M`. @default ISO 8601 */
  readonly timestampFormat?: string | undefined;
  /** Accepted kinds of type, as declared by a zod schema; compared when `type` is not given. */
  readonly kinds?: readonly TypeKind[] | undefined;
  /** False declares the column free of nulls: a blocking not_null check. @default true */
  readonly nullable: boolean;
  readonly description?: string | undefined;
  readonly tags: readonly string[];
  /** Personal data: masked in samples and documentation. @default false */
  readonly pii: boolean;
}

/** Makes the rows of a `rows` model. */
export type RowsFunction = (context: RowsContext) => AsyncIterable<Row> | Iterable<Row>;

/** What a `rows` generator is given. */
export interface RowsContext {
  readonly vars: Readonly<Record<string, SqlValue>>;
  /** The run's `$now`. */
  readonly now: Date;
  readonly signal: AbortSignal;
}

/** One model, whichever front end it came from. Plain data but for the generator of a `rows` model. */
export interface Model {
  /** `schema.name`, unique in the project. */
  readonly name: string;
  readonly schema: string;
  readonly table: string;
  /** Path of the defining file relative to the project, forward slashes. */
  readonly path: string;
  readonly kind: ModelKind;
  readonly description?: string | undefined;
  readonly owner?: string | undefined;
  readonly cron?: CronDefinition | undefined;
  /** How often it is tried again after an error that may pass. @default what the run says */
  readonly retries?: number | undefined;
  /** How long building it may take: `30s`, `5m`, `2h`. @default what the run says */
  readonly timeout?: string | undefined;
  /** How long after a tick of its cron it must have succeeded. @default none */
  readonly sla?: string | undefined;
  readonly tags: readonly string[];
  readonly meta: Readonly<Record<string, unknown>>;
  readonly columns: readonly ColumnSpec[];
  /** `exact`: the declared columns and no others; `named`: the declared columns and any others. */
  readonly contract: "exact" | "named";
  readonly checks: readonly CheckSpec[];
  /** The query with where it was written; absent for `seed` and `rows`. */
  readonly sql?: SourceText | undefined;
  readonly rows?: RowsFunction | undefined;
  /** Text whose hash stands for the generator of a `rows` model. */
  readonly rowsSource?: string | undefined;
  /** The defining file's text, for frames of diagnostics. */
  readonly source: SourceText;
}

/** A relation Sluice reads but does not build. */
export interface Source {
  readonly name: string;
  readonly schema: string;
  readonly table: string;
  readonly path: string;
  readonly description?: string | undefined;
  readonly owner?: string | undefined;
  readonly tags: readonly string[];
  readonly meta: Readonly<Record<string, unknown>>;
  readonly columns: readonly ColumnSpec[];
  /** `exact`: the declared columns and no others; `named`: the declared columns and any others. */
  readonly contract: "exact" | "named";
  /** A table or view of the warehouse, or files. */
  readonly location:
    | {
        readonly type: "table";
        readonly catalog?: string | undefined;
        readonly schema: string;
        readonly name: string;
      }
    | ({ readonly type: "file" } & SeedOptions);
  readonly checks: readonly CheckSpec[];
  readonly source: SourceText;
}
