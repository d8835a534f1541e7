import type { ItemChange } from "./other-rows.js";
import type { TokenOutline, WrittenItem } from "./token-outline.js";

/** The texts of a query before and after an edit. */
export interface Texts {
  readonly before: TokenOutline;
  readonly after: TokenOutline;
}

/** What people call a part of the tree, and the keyword it begins with. */
const parts: Readonly<Record<string, { readonly label: string; readonly keyword?: string }>> = {
  from: { label: "the source", keyword: "from" },
  joins: { label: "the source", keyword: "from" },
  where: { label: "the filter", keyword: "where" },
  groups: { label: "the grouping", keyword: "group" },
  groupSets: { label: "the grouping", keyword: "group" },
  groupAll: { label: "the grouping", keyword: "group" },
  having: { label: "the filter of groups", keyword: "having" },
  qualify: { label: "the filter of windows", keyword: "qualify" },
  order: { label: "the order", keyword: "order" },
  limit: { label: "the limit", keyword: "limit" },
  percent: { label: "the limit", keyword: "limit" },
  offset: { label: "the offset", keyword: "offset" },
  distinct: { label: "`distinct`" },
  ctes: { label: "the list of CTEs" },
  query: { label: "the shape of the query" },
  operation: { label: "the shape of the query" },
  sample: { label: "the sample", keyword: "using" },
};

/** One line that says which part of a query other than a select list was edited, and how. */
export function describePart(part: string, { before, after }: Texts): string {
  const { label, keyword } = parts[part] ?? { label: "the query" };
  if (keyword === undefined) return `${label} is edited`;
  const was = clausesOf(before, keyword);
  const is = clausesOf(after, keyword);
  const added = is.find(({ text }) => !was.some((clause) => clause.text === text));
  const removed = was.find(({ text }) => !is.some((clause) => clause.text === text));
  if (added && removed) return `${label} is ${code(added.text)}, was ${code(removed.text)}`;
  if (added) return `${label} ${code(added.text)} is new`;
  return removed ? `${label} ${code(removed.text)} is gone` : `${label} is edited`;
}

function clausesOf({ clauses }: TokenOutline, keyword: string) {
  return clauses
    .filter((clause) => clause.keyword === keyword)
    .map(({ tokens, text }) => ({
      tokens,
      text: text.replace(/^(where|group by|having|qualify|order by|limit|offset|from) /iu, ""),
    }));
}

/** One line for the first change of a select list, and how many more there are. */
export function describeItems(items: readonly ItemChange[], texts: Texts): string {
  const order = ["changed", "removed", "added"];
  const [first, ...others] = [...items].sort(
    (a, b) => order.indexOf(a.change) - order.indexOf(b.change),
  );
  if (first === undefined) return "the columns are in another order";
  const more = others.length === 0 ? "" : `, and ${others.length} more`;
  return describeItem(first, texts) + more;
}

function describeItem({ change, name }: ItemChange, texts: Texts): string {
  const written = (side: TokenOutline, other: TokenOutline): WrittenItem | undefined =>
    side.lists
      .flatMap((list, i) => list.filter((item) => !hasText(other.lists[i] ?? [], item)))
      .find((item) => name === undefined || item.name === name);
  const was = written(texts.before, texts.after);
  const is = written(texts.after, texts.before);
  const label = name === undefined ? "a column without a name" : `the column ${code(name)}`;
  if (change === "added") return `${label} is new${is ? `: ${code(is.text)}` : ""}`;
  if (change === "removed") return `${label} is gone`;
  if (!was || !is) return `the expression of ${code(name ?? "")} is edited`;
  return `the expression of ${code(name ?? "")} is ${code(is.text)}, was ${code(was.text)}`;
}

function hasText(list: readonly WrittenItem[], { name, text }: WrittenItem): boolean {
  return list.some((item) => item.name === name && item.text === text);
}

const LONGEST = 80;

/** A text of SQL for one line. */
export function code(text: string): string {
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
  return `\`${short}\``;
}
