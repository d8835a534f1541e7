import type { PlanChange, QueryChange } from "@sluice/core";
import { counted, listed } from "../render/amounts.js";
import { visible, visibleLines } from "../render/width.js";
import { wrap, wrapIndented } from "../render/wrap.js";
import { changedParts, lineDiff, type DiffLine } from "./line-diff.js";
import { moreLine, mostListed, nameLines, type PlanLayout } from "./plan-layout.js";
import type { ReviewedPlan } from "./reviewed-plan.js";

type Category = PlanChange["category"];

/** In the order of their weight. */
const categories: readonly {
  readonly category: Category;
  readonly title: string;
  readonly style: "green" | "red" | "yellow" | "cyan" | "dim";
}[] = [
  { category: "breaking", title: "Breaking", style: "red" },
  { category: "non-breaking", title: "Non-breaking", style: "yellow" },
  { category: "indirect", title: "Indirect", style: "cyan" },
  { category: "added", title: "Added", style: "green" },
  { category: "removed", title: "Removed", style: "red" },
  { category: "metadata", title: "Metadata only", style: "dim" },
  { category: "unchanged", title: "Edited without effect", style: "dim" },
];

const mostLines = 30;

/** The change tree: models by category, each with the edit that decided, and with its SQL where that was edited. */
export function renderChanges(reviewed: ReviewedPlan, layout: PlanLayout): string[] {
  const queries = new Map(reviewed.nodes.map(({ node, review }) => [node.name, review.query]));
  return categories.flatMap(({ category, title, style }) => {
    const changes = reviewed.plan.changes.filter((change) => change.category === category);
    if (changes.length === 0) return [];
    const told = changes.filter((change) => detailsOf(change).length > 0);
    const named = changes.filter((change) => detailsOf(change).length === 0);
    const listed = layout.verbose ? told : told.slice(0, mostListed);
    const lines = listed.flatMap((change) => [
      ...renderChange(change, layout),
      ...renderQuery(showsQuery(category) ? queries.get(change.name) : undefined, layout),
    ]);
    const more = moreLine(told.length - listed.length);
    const names = nameLines(
      named.map(({ name }) => name),
      layout,
    );
    return ["", layout.colours[style](title), ...lines, ...more, ...names];
  });
}

function showsQuery(category: Category): boolean {
  return category === "breaking" || category === "non-breaking";
}

function renderChange(change: PlanChange, { colours, width }: PlanLayout): string[] {
  const details = detailsOf(change).flatMap((text) => wrapIndented(visible(text), width, "    "));
  return [`  ${colours.bold(visible(change.name))}`, ...details];
}

/** What there is to say of a change beside its category. */
function detailsOf(change: PlanChange): string[] {
  const whole = change.category === "added" || change.category === "removed";
  return [change.because, whole ? "" : columnsText(change)].filter((text) => text !== "");
}

/** A line of SQL behind its sign; what is too long goes on below, further in. */
function codeLines({ sign, text }: DiffLine, width: number | undefined): string[] {
  const [indent = ""] = /^\s*/.exec(text) ?? [];
  const room = width === undefined ? Infinity : Math.max(20, width - 10 - indent.length);
  return wrap(text.slice(indent.length), room).map((line, i) =>
    `      ${sign} ${indent}${i === 0 ? "" : "  "}${line}`.trimEnd(),
  );
}

/** `columns: revenue and profit may differ, note is new`. */
function columnsText({ changed, added, removed }: PlanChange): string {
  const are = (names: readonly string[], what: string) =>
    names.length === 0 ? [] : [`${listed(names)} ${names.length === 1 ? "is" : "are"} ${what}`];
  const differ = changed === "all" || changed.length === 0 ? [] : [`${listed(changed)} may differ`];
  const parts = [...differ, ...are(added, "new"), ...are(removed, "gone")];
  return parts.length === 0 ? "" : `columns: ${parts.join(", ")}`;
}

function renderQuery(query: QueryChange | undefined, layout: PlanLayout): string[] {
  if (query?.before === undefined || query.before === query.after) return [];
  const { colours, verbose } = layout;
  const parts = changedParts(lineDiff(visibleLines(query.before), visibleLines(query.after)));
  const shown = verbose ? parts : parts.slice(0, mostLines);
  const lines = shown.flatMap((part) => {
    if (part === "…") return [colours.dim("      …")];
    const paint = { " ": colours.dim, "-": colours.red, "+": colours.green }[part.sign];
    return codeLines(part, layout.width).map(paint);
  });
  const more = parts.length - shown.length;
  return more > 0 ? [...lines, `      ${counted(more, "more line")}: --verbose`] : lines;
}
