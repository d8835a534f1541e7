import type { Dialect } from "../../warehouse/dialect.js";
import type { ParsedQuery } from "../../warehouse/parsing.js";
import type { SqlValue } from "../../warehouse/values.js";
import type { WarehouseAdapter } from "../../warehouse/warehouse-adapter.js";
import {
  diagnostic,
  raiseErrors,
  SluiceError,
  type Diagnostic,
} from "../../base/errors/sluice-error.js";
import { SYSTEM_SCHEMA } from "../../model/names.js";
import { placeInFile } from "../../model/source-text.js";
import { isRelation, lookUp, type NameIndex } from "../resolve/name-index.js";
import { splice, type Edit, type SplicedText } from "@sluice/sql/text";
import { parameterText, statementEnd } from "./render-model.js";

/** What a query given by a user is rendered with. */
export interface QueryRendering {
  readonly index: NameIndex;
  readonly dialect: Dialect;
  /** Parses; a private engine or the warehouse. */
  readonly parser: Pick<WarehouseAdapter, "parse">;
  readonly relation: (name: string) => string;
  readonly parameters: Readonly<Record<string, SqlValue>>;
  /** Schema in which a name without one is looked for first. */
  readonly schema?: string | undefined;
  /** What the bare name `self` stands for, where it stands for something. */
  readonly self?: string | undefined;
  /** What the query is called in places of errors. @default "query" */
  readonly label?: string | undefined;
}

/**
 * A reading query in the project's plain names as it runs: relations and literals spliced in. Relations of the system
 * schema may be named too, for a look at refused candidates. Raises `SQL.SYNTAX`, `SQL.NOT_READ_ONLY`, `REF.*`.
 */
export async function renderQuery(sql: string, using: QueryRendering): Promise<SplicedText> {
  const text = { file: using.label ?? "query", fileText: sql };
  const [result] = await using.parser.parse([sql]);
  if (!result?.ok) throw SluiceError.of([unreadable(result?.diagnostic, text)]);
  const { edits, diagnostics } = queryEdits(result.query, text, using);
  raiseErrors(diagnostics);
  const end = statementEnd(sql, using.dialect.lexis);
  return splice(
    sql,
    end < sql.length ? [...edits, { start: end, end: sql.length, text: "" }] : edits,
  );
}

function queryEdits(
  query: ParsedQuery,
  text: { file: string; fileText: string },
  using: QueryRendering,
) {
  const edits: Edit[] = [...query.rewrites];
  const diagnostics: Diagnostic[] = [];
  for (const table of query.tables) {
    if (table.schema?.toLowerCase() === SYSTEM_SCHEMA) continue;
    const alias = table.needsAlias
      ? ` as ${using.dialect.quoteIdentifier(table.alias ?? table.name)}`
      : "";
    if (
      using.self !== undefined &&
      table.schema === undefined &&
      table.name.toLowerCase() === "self"
    ) {
      edits.push({ start: table.start, end: table.end, text: using.self + alias });
      continue;
    }
    const found = lookUp(using.index, table, {
      schema: using.schema,
      where: () => placeInFile(text, table.start),
    });
    if (!isRelation(found)) {
      diagnostics.push(found);
      continue;
    }
    edits.push({ start: table.start, end: table.end, text: using.relation(found.name) + alias });
  }
  for (const { name, start, end } of query.parameters) {
    if (name in using.parameters) edits.push({ start, end, text: parameterText(name, using) });
    else
      diagnostics.push(
        unknownParameter(name, { start, text, known: Object.keys(using.parameters) }),
      );
  }
  return { edits, diagnostics };
}

function unreadable(
  found: Diagnostic | undefined,
  text: { file: string; fileText: string },
): Diagnostic {
  if (found?.code === "SQL.NOT_A_QUERY") {
    return diagnostic({
      code: "SQL.NOT_READ_ONLY",
      message: "Only a single select can be given here.",
      where: placeInFile(text, 0),
      hints: ["Write what should be kept as a model; Sluice builds it."],
    });
  }
  return found ?? diagnostic({ code: "SQL.SYNTAX", message: "The query does not parse." });
}

function unknownParameter(
  name: string,
  at: {
    readonly start: number;
    readonly text: { file: string; fileText: string };
    readonly known: readonly string[];
  },
): Diagnostic {
  return diagnostic({
    code: "REF.PARAMETER_UNKNOWN",
    message: `\`$${name}\` is neither a variable of the project nor a run parameter.`,
    where: placeInFile(at.text, at.start),
    hints: [`Known are: ${at.known.map((n) => `$${n}`).join(", ")}.`],
  });
}
