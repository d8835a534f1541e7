import { describe, expect, it } from "vitest";
import { TestProject, testProject } from "../../test/project.js";

const daily = (options = "") => `/* model
kind: { type: incremental_by_time, time: d, grain: day, start: 2024-01-01, end: 2024-01-05${options} }
*/
select d, sum(amount) as amount from raw.sales where d >= $start and d < $end group by all`;

const sales = (rows: readonly string[]) => ["d,amount", ...rows].join("\n");

function seeded(rows: readonly string[], model = daily()): TestProject {
  return testProject({
    "models/raw/sales.seed.yaml": "file: seeds/sales.csv",
    "seeds/sales.csv": sales(rows),
    "models/marts/daily.sql": model,
  });
}

/** Messages of the warnings about late input of a build. */
async function warnings(project: TestProject): Promise<readonly string[]> {
  const { events } = await project.build();
  return events.flatMap((event) =>
    event.type === "warning" && event.diagnostic.code === "RUN.LATE_INPUT"
      ? [`${event.diagnostic.message} ${event.diagnostic.hints.join(" ")}`]
      : [],
  );
}

describe("late input", () => {
  it("of a seed is reported with the command that restates its days", async () => {
    const project = seeded(["2024-01-01,10", "2024-01-02,20"]);
    expect(await warnings(project)).toEqual([]);
    expect(await warnings(project)).toEqual([]);
    project.write({
      "seeds/sales.csv": sales(["2024-01-01,10", "2024-01-02,25", "2024-01-03,30"]),
    });
    expect(await warnings(project)).toEqual([
      "marts.daily: rows of raw.sales changed in time that is computed: 2024-01-02 to 2024-01-03. Run `sluice restate marts.daily --start 2024-01-02 --end 2024-01-04`.",
    ]);
    expect(await project.value("select sum(amount) from marts.daily")).toBe(30n);
  });
});
