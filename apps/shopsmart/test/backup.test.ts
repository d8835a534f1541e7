import { appendFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createBackup, restoreBackup, verifyBackup } from "../ops/backup.js";
import { App } from "./support/app.js";

describe("a backup of the warehouse", () => {
  const app = new App();
  const query = "select count(*) as orders, sum(total_revenue) as revenue from fct_orders";
  beforeEach(() => {
    vi.stubEnv("SLUICE_DATABASE", path.join(app.dir, "test.duckdb"));
  });
  afterAll(() => app.remove());

  it("brings back what readers saw, and the build knows that state", async () => {
    await app.build();
    const before = await app.rows(query);
    const copy = await createBackup({ dir: app.dir });
    expect(await verifyBackup(copy)).toBe(true);

    const files = ["data/raw_orders.csv", "data/raw_order_items.csv"].map(
      (file) => [file, app.read(file)] as const,
    );
    for (const [file, text] of files) app.write(file, text.split("\n").slice(0, 100).join("\n"));
    expect((await app.build()).summary.ok).toBe(true);
    expect(await app.rows(query)).not.toEqual(before);

    expect(await restoreBackup(copy, { dir: app.dir })).toBe(true);
    expect(await app.rows(query)).toEqual(before);
    for (const [file, text] of files) app.write(file, text);
    expect((await app.build()).summary).toMatchObject({ ok: true, built: 0 });
  });

  it("is refused when it is not what was written", async () => {
    await app.build();
    const before = await app.rows(query);
    const copy = await createBackup({ dir: app.dir });
    appendFileSync(copy, "x");
    expect(await verifyBackup(copy)).toBe(false);
    expect(await restoreBackup(copy, { dir: app.dir })).toBe(false);
    expect(await app.rows(query)).toEqual(before);
  });
});
