import { appendFileSync } from "node:fs";
import { isSluiceError } from "@sluice/core";
import type { AppCopy } from "@sluice/app-testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { shopsmart } from "./support/app.js";

describe("a backup of the warehouse", () => {
  let app: AppCopy;
  const query = "select count(*) as orders, sum(total_revenue) as revenue from fct_orders";
  const backup = (to: string) => app.use((workspace) => workspace.backup({ to }));
  const restore = (from: string) => app.use((workspace) => workspace.restore({ from }));
  beforeAll(async () => {
    app = await shopsmart.builtCopy();
  });
  afterAll(() => app.remove());

  it("brings back what readers saw, and the build knows that state", async () => {
    const before = await app.rows(query);
    const { file, manifest } = await backup(`${app.dir}/before-change`);
    expect(manifest.sha256).toMatch(/^[0-9a-f]{64}$/);

    const files = ["data/raw_orders.csv", "data/raw_order_items.csv"].map(
      (name) => [name, app.read(name)] as const,
    );
    for (const [name, text] of files) app.write(name, text.split("\n").slice(0, 100).join("\n"));
    expect((await app.build({ rebuild: true })).summary.ok).toBe(true);
    expect(await app.rows(query)).not.toEqual(before);

    await restore(file);
    expect(await app.rows(query)).toEqual(before);
    for (const [name, text] of files) app.write(name, text);
    expect((await app.build()).summary).toMatchObject({ ok: true, built: 0 });
  });

  it("is refused when it is not what was written", async () => {
    const before = await app.rows(query);
    const { file } = await backup(`${app.dir}/damaged`);
    appendFileSync(file, "x");
    const refused = await restore(file).catch((error: unknown) => error);
    expect(isSluiceError(refused) && refused.code).toBe("STATE.BACKUP_INVALID");
    expect(await app.rows(query)).toEqual(before);
  });
});
