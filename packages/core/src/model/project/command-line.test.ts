import { duckdb } from "@sluice/adapter-duckdb";
import { describe, expect, it } from "vitest";
import { failure, testProject } from "../../../test/project.js";
import { commandLine, environmentCommand, warehouseCommand } from "./command-line.js";

const scope = (environment: string, target: string) => ({
  environment,
  target: { name: target, engine: duckdb({ path: ":memory:" }) },
  defaultTarget: "local",
});

describe("a command in a hint", () => {
  it("names environment and target where they are not the defaults", () => {
    expect(commandLine(["build", "+m.a"], scope("prod", "local"))).toBe("sluice build +m.a");
    expect(commandLine(["build"], scope("dev", "cloud"))).toBe(
      "sluice build --env dev --target cloud",
    );
    expect(environmentCommand(["rollback", "--list"], scope("prod", "cloud"))).toBe(
      "sluice rollback prod --list --target cloud",
    );
    expect(warehouseCommand(["doctor"], scope("dev", "local"))).toBe("sluice doctor");
  });

  it("is quoted for a shell where it has to be", () => {
    expect(commandLine(["show", `it's "a" $b`], scope("prod", "local"))).toBe(
      `sluice show 'it'\\''s "a" $b'`,
    );
  });

  it("of a model that was not built is one for the environment and the target that were asked for", async () => {
    const project = testProject(
      { "models/shop/orders.sql": "select 1 as v" },
      { targets: { dev: duckdb({ path: "a.duckdb" }), other: duckdb({ path: "b.duckdb" }) } },
    );
    const asked = { environment: "qa", target: "other" };
    const error = await failure(
      project.with((workspace) => workspace.query("select v from shop.orders"), asked),
    );
    expect(error).toMatchObject({
      code: "STATE.NOT_BUILT",
      hints: ["Run `sluice build +shop.orders --env qa --target other`."],
    });
    await project.build({}, asked);
    expect(await project.with((workspace) => workspace.check({}), asked)).toMatchObject({
      missing: [],
    });
  });
});
