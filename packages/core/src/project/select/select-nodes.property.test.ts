import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { selectNodes, type SelectableNode } from "./select-nodes.js";

/** A criterion as a value, rendered to text for the code under test and evaluated directly by the model. */
interface Atom {
  readonly method: "name" | "tag" | "kind";
  readonly value: string;
  readonly up: number | "all" | undefined;
  readonly down: number | "all" | undefined;
  readonly at: boolean;
}

const kinds = ["view", "table"];
const graph = fc
  .array(
    fc.record({
      parents: fc.array(fc.nat(20), { maxLength: 4 }),
      tags: fc.subarray(["a", "b", "c"]),
      kind: fc.constantFrom(...kinds),
    }),
    { minLength: 1, maxLength: 14 },
  )
  .map((list) =>
    list.map(({ parents, tags, kind }, i): SelectableNode => ({
      name: `s.n${i}`,
      resourceType: "model",
      kind,
      path: `models/s/n${i}.sql`,
      tags,
      config: {},
      parents: i === 0 ? [] : [...new Set(parents.map((p) => `s.n${p % i}`))],
    })),
  );

const reachOf = fc.option(fc.oneof(fc.nat(3), fc.constant("all" as const)), { nil: undefined });
const atom = fc.record({
  target: fc.oneof(
    fc.nat(13).map((n) => ({ method: "name" as const, value: `n${n}` })),
    fc.constantFrom("a", "b", "c").map((value) => ({ method: "tag" as const, value })),
    fc.constantFrom(...kinds).map((value) => ({ method: "kind" as const, value })),
  ),
  up: reachOf,
  down: reachOf,
  at: fc.boolean(),
}).map(({ target, up, down, at }): Atom => ({ ...target, up: at ? undefined : up, down: at ? undefined : down, at })); // prettier-ignore
const spec = fc.array(atom, { minLength: 1, maxLength: 3 });
const entry = fc.array(spec, { minLength: 1, maxLength: 3 });
const entries = fc.array(entry, { maxLength: 3 });

const number = (n: number | "all") => (n === "all" ? "" : String(n));
function text({ method, value, up, down, at }: Atom): string {
  const target = method === "name" ? value : `${method}:${value}`;
  const before = at ? "@" : up === undefined ? "" : `${number(up)}+`;
  return `${before}${target}${down === undefined ? "" : `+${number(down)}`}`;
}
const render = (list: readonly (readonly Atom[])[]) =>
  list.map((s) => s.map(text).join(",")).join(" ");

type Names = ReadonlySet<string>;

/** One step at a time over the whole graph, as the grammar is defined. */
function grow(
  names: Names,
  steps: number | "all",
  nodes: readonly SelectableNode[],
  up: boolean,
): Names {
  let current = new Set(names);
  for (let i = 0; i < (steps === "all" ? nodes.length : steps); i += 1) {
    const next = new Set(current);
    for (const node of nodes) {
      for (const parent of node.parents) {
        if (up && current.has(node.name)) next.add(parent);
        if (!up && current.has(parent)) next.add(node.name);
      }
    }
    current = next;
  }
  return current;
}

function ofAtom(a: Atom, nodes: readonly SelectableNode[]): Names {
  const own = new Set(
    nodes
      .filter((n) =>
        a.method === "name"
          ? n.name === `s.${a.value}`
          : a.method === "tag"
            ? n.tags.includes(a.value)
            : n.kind === a.value,
      )
      .map((n) => n.name),
  );
  if (a.at) return grow(grow(own, "all", nodes, false), "all", nodes, true);
  return new Set([...grow(own, a.up ?? 0, nodes, true), ...grow(own, a.down ?? 0, nodes, false)]);
}

const ofSpec = (s: readonly Atom[], nodes: readonly SelectableNode[]): Names =>
  s.map((a) => ofAtom(a, nodes)).reduce((x, y) => new Set([...x].filter((name) => y.has(name))));
const ofEntries = (
  list: readonly (readonly (readonly Atom[])[])[],
  nodes: readonly SelectableNode[],
): Names => new Set(list.flat().flatMap((s) => [...ofSpec(s, nodes)]));

describe("selectNodes against set algebra", () => {
  it("chooses what the definition says", () => {
    let compared = 0;
    fc.assert(
      fc.property(graph, entries, entries, (nodes, select, exclude) => {
        const atomsHold = select.flat(2).every((a) => ofAtom(a, nodes).size > 0);
        const specsHold = select.flat().every((s) => ofSpec(s, nodes).size > 0);
        const choose = () =>
          selectNodes(nodes, { select: select.map(render), exclude: exclude.map(render) });
        if (!atomsHold || !specsHold) {
          expect(choose).toThrow("Nothing fits");
          return;
        }
        compared += 1;
        const all: Names = new Set(nodes.map((n) => n.name));
        const chosen = select.length === 0 ? all : ofEntries(select, nodes);
        const excluded = ofEntries(exclude, nodes);
        const expected = nodes.map((n) => n.name).filter((n) => chosen.has(n) && !excluded.has(n));
        expect(choose()).toEqual(expected);
      }),
      { numRuns: 3000 },
    );
    expect(compared).toBeGreaterThan(500);
  });

  it("never fails but with a selection error, whatever the text", () => {
    const unit = fc.constantFrom(..."@+2,: .*?[]!ntag/\\-".split(""));
    fc.assert(
      fc.property(graph, fc.string({ unit, maxLength: 12 }), (nodes, select) => {
        try {
          selectNodes(nodes, { select: [select] });
        } catch (error) {
          expect(String((error as { code?: string }).code)).toMatch(/^CLI\.SELECTION_/);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it("is linear: 30,000 nodes with long chains and wide fans", () => {
    const name = (i: number) => `s.n${i}`;
    const nodes = Array.from({ length: 30_000 }, (_, i): SelectableNode => {
      const parents = i === 0 ? [] : [i - 1, Math.floor(i / 2), Math.floor(i / 100)].map(name);
      return {
        name: name(i),
        resourceType: "model",
        kind: "view",
        path: `models/s/n${i}.sql`,
        tags: [],
        config: {},
        parents,
      };
    });
    const started = performance.now();
    for (const select of ["+s.n29999", "s.n0+", "@s.n15000", "3000+s.n29999", "+n*+"]) {
      expect(selectNodes(nodes, { select: [select] }).length).toBeGreaterThan(100);
    }
    expect(performance.now() - started).toBeLessThan(3000); // measured 350 ms
  });
});
