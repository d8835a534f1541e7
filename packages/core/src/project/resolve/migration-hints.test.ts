import { describe, expect, it } from "vitest";
import { findings, testProject } from "../../../test/project.js";

/** What a model with this query is told, and the steps it is given. */
async function told(query: string) {
  const [first] = await findings(testProject({ "models/a/m.sql": query }));
  return { code: first?.code, hints: first?.hints.join("\n") };
}

describe("queries in the manner of other tools", () => {
  it.each([
    ["a ref", "select * from {{ ref('orders') }}", "plain name, `orders`"],
    ["a source", "select * from {{ source('raw', 'orders') }}", "plain name, `raw.orders`"],
    ["a variable", "select {{ var('start') }}", "`$start`"],
    ["a setting", "{{ config(materialized='table') }}\nselect 1 as v", "`kind: table`"],
    ["a loop", "{% for x in [1] %} select {{ x }} {% endfor %}", "TypeScript"],
    ["a comment", "{# the newest #} select 1 as v", "`-- text`"],
    ["a comment in the query", "select 1 as v {# the newest #}", "`-- text`"],
    ["a statement", "select 1 as v {% if is_incremental() %} where true {% endif %}", "TypeScript"],
    ["front matter", "---\nkind: table\n---\nselect 1 as v", "`/* model`"],
    ["a MODEL block", "MODEL (name a.m, kind FULL);\nselect 1 as v", "the name follows"],
    ["a macro", "select * from t where d > @start_ds and", "`$start_ds`"],
    ["a config block", 'config { type: "table" }\nselect 1', "`/* model ... */`"],
  ])("are told what %s is here", async (_, query, hint) => {
    const found = await told(query);
    expect(found.code).toBe("SQL.SYNTAX");
    expect(found.hints).toContain(hint);
  });

  it("that create their own table are told to hold the select alone", async () => {
    const found = await told("create or replace table x as select 1 as v");
    expect(found.code).toBe("SQL.NOT_A_QUERY");
    expect(found.hints).toContain("Write the select alone");
  });

  it("are not suspected for what stands in comments", async () => {
    const found = await told("-- once {{ ref('x') }}\nselect from from");
    expect(found).toEqual({ code: "SQL.SYNTAX", hints: "" });
  });
});
