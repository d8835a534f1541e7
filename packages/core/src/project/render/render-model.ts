import { isInlinedModel } from "../resolve/inlined-models.js";
import type { Dialect } from "../../warehouse/dialect.js";
import { type Edit, type Lexis, splice, type SplicedText, tokenize } from "@sluice/sql/text";
import type { SqlValue } from "../../warehouse/values.js";
import type { Graph, ModelNode } from "../resolve/graph.js";

/** What a render puts in the place of names and parameters. */
export interface RenderContext {
  readonly dialect: Dialect;
  /** SQL text of a relation by full name, to stand after `from`. */
  readonly relation: (name: string) => string;
  readonly parameters: Readonly<Record<string, SqlValue>>;
  /** SQL that stands for parameters whose type is known, before `parameters`. */
  readonly parameterSql?: Readonly<Record<string, string>> | undefined;
  /** Which ephemeral parents stand in front as common table expressions; others are relations like any. @default all */
  readonly inlineEphemeral?: ((name: string) => boolean) | undefined;
}

/** What `$start`, `$end` and `$since` stand for where nothing is computed: all of time. */
const openInterval = {
  start: new Date("0001-01-01T00:00:00Z"),
  end: new Date("9999-12-31T00:00:00Z"),
  since: null,
} as const;

/** Values of the parameters of a run. */
export function runParameterValues(
  graph: Graph,
  runId: string,
): Readonly<Record<string, SqlValue>> {
  const { vars, now } = graph.project;
  return { ...vars, now: now.at, run_id: runId, ...openInterval };
}

/**
 * SQL of a model as the engine runs it: names of relations spliced in at their spans, ephemeral parents in front as
 * common table expressions, parameters as literals; the rest is the user's text byte for byte.
 */
export function renderModel(node: ModelNode, graph: Graph, context: RenderContext): SplicedText {
  const sql = node.model.sql?.text ?? "";
  const ephemerals = ephemeralAncestors(node, graph, context);
  const edits = bodyEdits(node, graph, context);
  const end = statementEnd(sql, context.dialect.lexis);
  if (end < sql.length) edits.push({ start: end, end: sql.length, text: "" });
  if (ephemerals.length === 0) return splice(sql, edits);
  const ctes = ephemerals.map((parent) => inlinedText(parent, graph, context));
  return splice(sql, [
    { start: 0, end: 0, text: `with ${ctes.join(",\n")}\nselect * from (\n` },
    ...edits,
    { start: sql.length, end: sql.length, text: "\n)" },
  ]);
}

/** The common table expression that an ephemeral model is in the queries of its readers. */
export function inlinedText(node: ModelNode, graph: Graph, context: RenderContext): string {
  const { name, sql } = node.model;
  const body = sql?.text ?? "";
  const inner = splice(
    body.slice(0, statementEnd(body, context.dialect.lexis)),
    bodyEdits(node, graph, context),
  );
  return `${cteName(name, context.dialect)} as (\n${inner.text}\n)`;
}

/** Offset after the last token of a query, without a final semicolon and trailing comments. */
export function statementEnd(sql: string, lexis: Lexis): number {
  const tokens = tokenize(sql, lexis);
  let last = tokens.length - 1;
  for (
    let token = tokens[last];
    token && sql.slice(token.start, token.end) === ";";
    token = tokens[last]
  )
    last -= 1;
  return tokens[last]?.end ?? sql.length;
}

function bodyEdits(node: ModelNode, graph: Graph, context: RenderContext): Edit[] {
  const quote = (name: string) => context.dialect.quoteIdentifier(name);
  const references = node.references.map(({ start, end, name, alias }): Edit => {
    const inlined = inlines(name, graph, context);
    const relation = inlined ? cteName(name, context.dialect) : context.relation(name);
    return { start, end, text: alias === undefined ? relation : `${relation} as ${quote(alias)}` };
  });
  const parameters = (node.query?.parameters ?? []).map(({ start, end, name }): Edit => {
    return { start, end, text: parameterText(name, context) };
  });
  return [...references, ...parameters, ...(node.query?.rewrites ?? [])];
}

/** A parameter as a literal; `$now` as a timestamp, negative numbers in parentheses so that `3-$n` stays a subtraction. */
export function parameterText(
  name: string,
  context: Pick<RenderContext, "dialect" | "parameters" | "parameterSql">,
): string {
  const known = context.parameterSql?.[name];
  if (known !== undefined) return known;
  const value = context.parameters[name] ?? null;
  const literal = context.dialect.literal(value, value instanceof Date ? "timestamp" : undefined);
  return literal.startsWith("-") ? `(${literal})` : literal;
}

function inlines(name: string, graph: Graph, context: RenderContext): boolean {
  if (!isInlinedModel(graph, name)) return false;
  return context.inlineEphemeral?.(name) ?? true;
}

/** Inlined models a node reads, directly or through other inlined ones, each after those it reads. */
function ephemeralAncestors(
  node: ModelNode,
  graph: Graph,
  context: RenderContext,
): readonly ModelNode[] {
  const found = new Map<string, ModelNode>();
  const visit = (at: ModelNode): void => {
    for (const name of at.parents) {
      const parent = graph.nodes.get(name);
      if (!parent || found.has(name) || !inlines(name, graph, context)) continue;
      visit(parent);
      found.set(name, parent);
    }
  };
  visit(node);
  return [...found.values()];
}

function cteName(name: string, dialect: Dialect): string {
  return dialect.quoteIdentifier(`__ephemeral__${name}`);
}
