import { describe, expect, it } from "vitest";
import { isSluiceError } from "../../base/errors/sluice-error.js";
import { selectNodes, type SelectableNode, type SelectionState } from "./select-nodes.js";

function node(name: string, path: string, more: Partial<SelectableNode> = {}): SelectableNode {
  return {
    name,
    path,
    resourceType: "model",
    kind: "view",
    tags: [],
    config: {},
    parents: [],
    ...more,
  };
}

const nodes: readonly SelectableNode[] = [
  node("raw.orders", "sources/raw.source.yaml", { resourceType: "source", kind: "source" }),
  node("raw.items", "sources/raw.source.yaml", { resourceType: "source", kind: "source" }),
  node("seeds.countries", "models/seeds/countries.csv", {
    resourceType: "seed",
    kind: "seed",
    tags: ["static"],
  }),
  node("staging.stg_orders", "models/staging/stg_orders.sql", {
    parents: ["raw.orders"], tags: ["nightly"], checks: ["unique", "not_null"],
    config: { owner: "ann", enabled: true, meta: { team: { name: "core" }, levels: [1, 2] } },
  }), // prettier-ignore
  node("staging.stg_items", "models/staging/stg_items.ts", {
    parents: ["raw.items"],
    config: { enabled: false },
  }),
  node("marts.orders", "models/marts/core/orders.sql", {
    kind: "table", parents: ["staging.stg_orders", "staging.stg_items"], tags: ["nightly", "pii"],
  }), // prettier-ignore
  node("marts.by_country", "models/marts/geo/by_country.sql", {
    kind: "table",
    parents: ["marts.orders", "seeds.countries"],
  }),
  node("reports.top", "models/reports/top.sql", {
    parents: ["marts.by_country", "elsewhere.gone"],
    config: { labels: ["a b", "c"] },
  }),
];

const state: SelectionState = {
  modified: new Set(["staging.stg_items"]),
  new: new Set(["reports.top"]),
  results: new Map([
    ["staging.stg_orders", "built"],
    ["staging.stg_items", "failed"],
    ["marts.orders", "skipped"],
    ["seeds.countries", "warned"],
    ["reports.top", "reused"],
  ]),
};

const short = (names: readonly string[]) => names.map((name) => name.split(".")[1]).join(" ");
const pick = (select: readonly string[], exclude: readonly string[] = []) =>
  short(selectNodes(nodes, { select, exclude }, state));

describe("selectNodes", () => {
  it.each<[string, string]>([
    // names
    ["marts.orders", "orders"],
    ["stg_orders", "stg_orders"],
    ["stg_*", "stg_orders stg_items"],
    ["stg_[!o]*", "stg_items"],
    ["?op", "top"],
    ["orders", "orders orders"],
    ["name:marts.orders", "orders"],
    ["fqn:marts", "orders by_country"],
    ["marts.*", "orders by_country"],
    ["marts.core", "orders"],
    ["marts.core.orders", "orders"],
    ["marts.*.by_country", "by_country"],
    ["staging", "stg_orders stg_items"],
    ["*.stg_items", "stg_items"],
    ["*", "orders items countries stg_orders stg_items orders by_country top"],
    // graph operators
    ["+marts.orders", "orders items stg_orders stg_items orders"],
    ["1+marts.orders", "stg_orders stg_items orders"],
    ["0+marts.orders", "orders"],
    ["stg_orders+", "stg_orders orders by_country top"],
    ["stg_orders+1", "stg_orders orders"],
    ["1+marts.orders+1", "stg_orders stg_items orders by_country"],
    ["2+by_country+", "countries stg_orders stg_items orders by_country top"],
    ["@countries", "orders items countries stg_orders stg_items orders by_country top"],
    ["@stg_orders", "orders items countries stg_orders stg_items orders by_country top"],
    ["@top", "orders items countries stg_orders stg_items orders by_country top"],
    ["1+tag:pii", "stg_orders stg_items orders"],
    // methods
    ["tag:nightly", "stg_orders orders"],
    ["tag:n*", "stg_orders orders"],
    ["path:models/staging", "stg_orders stg_items"],
    ["path:models/staging/", "stg_orders stg_items"],
    ["path:./models/staging/stg_orders.sql", "stg_orders"],
    ["models/marts", "orders by_country"],
    [String.raw`models\marts`, "orders by_country"],
    ["models/marts/*", "orders by_country"],
    ["models/*.sql", ""],
    ["models/*/*.sql", "stg_orders top"],
    ["models/**/*.sql", "stg_orders orders by_country top"],
    ["models/**", "countries stg_orders stg_items orders by_country top"],
    ["path:.", "orders items countries stg_orders stg_items orders by_country top"],
    ["stg_orders.sql", "stg_orders"],
    ["file:stg_items.ts", "stg_items"],
    ["file:stg_items", "stg_items"],
    ["*.csv", "countries"],
    ["kind:table", "orders by_country"],
    ["resource_type:seed", "countries"],
    ["resource_type:source", "orders items"],
    ["source:raw", "orders items"],
    ["source:raw.items+1", "items stg_items"],
    ["source:*", "orders items"],
    ["config.owner:ann", "stg_orders"],
    ["config.enabled:true", "stg_orders"],
    ["config.enabled:False", "stg_items"],
    ["config.meta.team.name:core", "stg_orders"],
    ["config.meta.team:name", "stg_orders"],
    ["config.meta.levels:2", "stg_orders"],
    ["config.labels:c", "top"],
    ["check_type:unique", "stg_orders"],
    ["test_name:not_*", "stg_orders"],
    // state
    ["state:modified", "stg_items top"],
    ["state:new", "top"],
    ["state:old", "orders items countries stg_orders stg_items orders by_country"],
    ["state:unmodified", "orders items countries stg_orders orders by_country"],
    ["state:modified+1", "stg_items orders top"],
    ["result:failed", "stg_items"],
    ["result:error+1", "stg_items orders"],
    ["result:success", "countries stg_orders top"],
    ["result:warn", "countries"],
    ["result:skipped", "orders"],
    ["result:cancelled", ""],
    // sets
    ["stg_orders stg_items", "stg_orders stg_items"],
    ["tag:nightly,kind:table", "orders"],
    ["+top,tag:nightly stg_items", "stg_orders stg_items orders"],
    ["tag:nightly,result:cancelled", ""],
  ])("%s", (spec, expected) => {
    if (expected === "" && !/state|result/.test(spec))
      expect(() => pick([spec])).toThrow("Nothing fits");
    else expect(pick([spec])).toBe(expected);
  });

  it("selects all without a selection", () => {
    expect(selectNodes(nodes, {})).toHaveLength(nodes.length);
    expect(selectNodes(nodes, { select: [], exclude: [] })).toHaveLength(nodes.length);
    expect(selectNodes([], {})).toEqual([]);
  });

  it("unites repeated entries and takes away what is excluded", () => {
    expect(pick(["stg_orders", "top"])).toBe("stg_orders top");
    expect(pick(["+top"], ["source:*", "tag:static"])).toBe(
      "stg_orders stg_items orders by_country top",
    );
    expect(pick([], ["path:models resource_type:source"])).toBe("");
    expect(pick(["stg_*"], ["unknown", " "])).toBe("stg_orders stg_items");
    expect(pick(["top"], ["top"])).toBe("");
  });

  it("keeps the order given", () => {
    expect(selectNodes(nodes, { select: ["top stg_items marts.orders"] })).toEqual([
      "staging.stg_items",
      "marts.orders",
      "reports.top",
    ]);
  });

  it("ends on a graph with a cycle", () => {
    const loop = [
      node("a.a", "models/a.sql", { parents: ["a.b"] }),
      node("a.b", "models/b.sql", { parents: ["a.a"] }),
    ];
    expect(selectNodes(loop, { select: ["+a.a+"] })).toEqual(["a.a", "a.b"]);
  });
});

describe("errors of a selection", () => {
  const errorOf = (select: string, given: SelectionState = {}) => {
    try {
      selectNodes(nodes, { select: [select] }, given);
    } catch (error) {
      if (isSluiceError(error)) return error;
      throw error;
    }
    return undefined;
  };

  it.each([
    ["a,,b", "a criterion is missing beside the comma (character 3)"],
    ["a,", "a criterion is missing beside the comma (character 3)"],
    ["stg_orders ,b", "a criterion is missing beside the comma (character 12)"],
    ["+", "`+` names nothing to select (character 1)"],
    ["tag:", "`tag:` names nothing to select (character 1)"],
    ["stg_orders 2+tag:+3", "`2+tag:+3` names nothing to select (character 12)"],
    ["@", "`@` names nothing to select"],
    ["+@stg_orders", "operators in the wrong order"],
    ["++stg_orders", "operators in the wrong order"],
    ["@stg_orders+", "has both `@` and a trailing `+`"],
    ["tga:nightly", "`tga:` is no selection method"],
    ["tag.x:nightly", "`tag:` takes no `.x`"],
    ["config:table", "`config.` needs a key"],
    ["resource_type:test", "`resource_type:` is one of model, seed, source"],
    [
      "stg_orders state:changed",
      "`state:` is one of modified, new, old, unmodified (character 12)",
    ],
    ["state:modified", "needs an earlier state"],
    ["state:constructor", "`state:` is one of"],
    ["result:bad", "`result:` is one of"],
    ["result:failed", "needs an earlier run"],
    ["", "it is empty"],
    ["  ", "it is empty"],
  ])("%j is invalid", (select, message) => {
    const error = errorOf(select);
    expect(error?.code).toBe("CLI.SELECTION_INVALID");
    expect(error?.message).toContain(message);
    expect(error?.hints.at(-1)).toContain("Examples:");
  });

  it("points at the place and suggests the method", () => {
    const error = errorOf("stg_orders tga:x");
    expect(error?.why).toBe("stg_orders tga:x\n           ^");
    expect(error?.hints[0]).toBe("Did you mean `tag:`?");
  });

  it.each([
    ["stg_order", "Nothing fits `stg_order`.", "Did you mean `staging.stg_orders`?"],
    ["+marts.ordres+", "Nothing fits `+marts.ordres+`.", "Did you mean `marts.orders`?"],
    ["tag:nihgtly", "Nothing fits `tag:nihgtly`.", "Did you mean `nightly`?"],
    ["models/stagin", "Nothing fits `models/stagin`.", "Did you mean `models/staging`?"],
    ["kind:tabel", "Nothing fits `kind:tabel`.", "Did you mean `table`?"],
    ["config.owner:bob", "Nothing fits `config.owner:bob`.", "`sluice ls` lists every name."],
    ["stg_orders zzzzzzzz", "Nothing fits `zzzzzzzz`.", "`sluice ls` lists every name."],
    [
      "tag:pii,kind:view",
      "Nothing fits all of `tag:pii,kind:view`.",
      "A comma means both, a space means either.",
    ],
    ["stg_orders,zzzzzzzz", "Nothing fits `zzzzzzzz`.", "`sluice ls` lists every name."],
  ])("%s is empty", (select, message, hint) => {
    const error = errorOf(select);
    expect(error?.code).toBe("CLI.SELECTION_EMPTY");
    expect(error?.message).toBe(message);
    expect(error?.hints).toEqual([hint]);
  });
});

describe("a space in an entry", () => {
  const spaced = [
    node("m.a", "models/my models/a.sql", { tags: ["month end"] }),
    node("m.b", "models/b.sql", { tags: ["month"] }),
  ];

  it.each(["tag:month?end", "path:models/my?models", "tag:month*end"])(
    "is written as a wildcard where it belongs to a tag or path: %s",
    (entry) => {
      expect(selectNodes(spaced, { select: [entry] })).toEqual(["m.a"]);
    },
  );

  it("is explained where a part of the entry fits nothing", () => {
    const hintsOf = (entry: string) => {
      try {
        selectNodes(spaced, { select: [entry] });
        return [];
      } catch (error) {
        return isSluiceError(error) ? error.hints : [];
      }
    };
    const hint =
      "A space means either. For one inside a tag, path or name, write `?`: `tag:month?end`.";
    expect(hintsOf("tag:month end")).toContain(hint);
    expect(hintsOf("end")).not.toContain(hint);
  });
});
