import { expect, test } from "vitest";
import { config, makeProject, normal } from "../support/sluice.js";

const model = `/* model
kind: { type: incremental_by_time, time: d, start: 2024-01-01, end: 2024-01-05 }
*/
select d, sum(amount) as amount from raw.sales where d >= $start and d < $end group by all
`;

test("late input is reported by plan, build, --explain, --json and doctor until it is restated", async () => {
  const project = await makeProject({
    "sluice.config.ts": config,
    "models/raw/sales.seed.yaml": "file: seeds/sales.csv",
    "seeds/sales.csv": "d,amount\n2024-01-01,10\n2024-01-02,20\n",
    "models/marts/daily.sql": model,
  });
  await project.run(["build"]);
  await project.write({
    "seeds/sales.csv": "d,amount\n2024-01-01,10\n2024-01-02,25\n2024-01-03,30\n",
  });
  const told = [];
  for (const command of [["plan"], ["build"], ["plan", "--explain"]]) {
    const { code, stdout, stderr } = await project.run(command);
    expect(code).toBe(0);
    told.push(`$ sluice ${command.join(" ")}`, normal(stdout), normal(stderr));
  }
  await expect(told.join("\n")).toMatchFileSnapshot("__golden__/late-input.txt");
  const command = "sluice restate marts.daily --start 2024-01-02 --end 2024-01-04";
  const { document } = await project.json("plan");
  const update = document.nodes.find(({ name }) => name === "marts.daily")?.update;
  expect(update).toMatchObject({
    inputs: [{ name: "raw.sales", changed: false, tracked: true }],
    late_inputs: [{ input: "raw.sales", commands: [command] }],
  });
  const doctor = await project.json("doctor");
  expect(doctor.document.findings).toContainEqual(
    expect.objectContaining({ check: "late input", hint: `Run \`${command}\`.` }),
  );
  expect((await project.run([...command.split(" ").slice(1), "--yes"])).code).toBe(0);
  expect((await project.run(["plan"])).stdout).not.toContain("Late input");
});

test("plan says that inputs are compared, also of a table with time to compute", async () => {
  const project = await makeProject({
    "sluice.config.ts": config,
    "models/raw/sales.seed.yaml": "file: seeds/sales.csv",
    "seeds/sales.csv": "d,amount\n2024-01-01,10\n",
    "models/marts/daily.sql": model.replace(", end: 2024-01-05", ""),
  });
  const plan = async (now: string) => (await project.run(["plan", "--now", now])).stdout;
  expect(await plan("2024-01-02")).not.toContain("To compare with their inputs");
  await project.run(["build", "--now", "2024-01-02"]);
  await project.write({ "seeds/sales.csv": "d,amount\n2024-01-01,11\n2024-01-02,1\n" });
  expect(await plan("2024-01-03")).toContain("To compare with their inputs: 1 model");
  expect(await plan("2024-01-03")).toContain("intervals missing");
});
