import { afterEach, beforeAll, expect, it, vi } from "vitest";
import { bundleWorker } from "../process/bundle.js";
import { startWorker } from "../process/run-worker.js";
import { testProject } from "../project.js";

let worker = "";
beforeAll(async () => {
  worker = await bundleWorker();
});
afterEach(() => {
  vi.unstubAllEnvs();
});

// https://github.com/dbt-labs/docs.getdbt.com/pull/8373
it("the edges of a day do not depend on the time zone of the machine", async () => {
  const contents: unknown[] = [];
  for (const zone of ["UTC", "America/Los_Angeles", "Asia/Tokyo"]) {
    const project = testProject({
      "models/raw/events.seed.yaml": "file: data/events.csv\n",
      "data/events.csv":
        "id,ts\n1,2024-01-01 00:00:00\n2,2024-01-01 23:59:59\n3,2024-01-02 00:00:00\n4,2024-01-02 08:00:00\n5,2024-01-03 00:30:00\n",
      "models/marts/daily.sql": `/* model
kind: { type: incremental_by_time, time: ts, start: 2024-01-01, batch_size: 1 }
*/
select id, ts, $start::text || ' ' || $end::text as edges from raw.events where ts >= $start and ts < $end`,
    });
    vi.stubEnv("TZ", zone);
    const { code } = await startWorker(worker, { dir: project.dir, clock: "2024-01-03T02:00:00Z" })
      .ended;
    expect(code).toBe(0);
    vi.unstubAllEnvs();
    contents.push(
      await project.rawRows(
        "select id::int as id, ts::text as ts, edges from marts.daily order by 1",
      ),
    );
  }
  expect(contents[0]).toMatchObject([{ id: 1 }, { id: 2 }, { id: 3 }, { id: 4 }]);
  expect(contents[1]).toEqual(contents[0]);
  expect(contents[2]).toEqual(contents[0]);
});
