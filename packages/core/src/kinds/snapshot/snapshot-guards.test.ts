import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WarehouseAdapter } from "../../warehouse/warehouse-adapter.js";
import { isSluiceError, type SluiceError } from "../../base/errors/sluice-error.js";
import type { SnapshotOptions } from "../../model/kind.js";
import { SnapshotTable } from "../../../test/snapshot-table.js";

let warehouse: WarehouseAdapter;
beforeAll(async () => {
  warehouse = await SnapshotTable.open();
});
afterAll(() => warehouse.close());

const good = "select 1 as id, 'de' as land, timestamp '2024-01-01' as seen";
const now = new Date("2024-06-01T00:00:00Z");

/** The refusal of rows, which must leave the snapshot as it was. */
async function refusal(
  query: string,
  options: SnapshotOptions,
  pii: readonly string[] = [],
): Promise<SluiceError> {
  const table = await SnapshotTable.create(warehouse, good, options, pii);
  await table.run(good, now);
  const before = await table.rows();
  try {
    await table.run(query, now);
  } catch (error) {
    if (!isSluiceError(error)) throw error;
    expect(await table.rows()).toEqual(before);
    return error;
  }
  throw new Error("nothing was refused");
}

const seen = "timestamp '2024-02-01' as seen";

describe("the input of a snapshot is refused", () => {
  it("with a null in a key, however often: it would be another key on every run", async () => {
    const one = await refusal(`select null::int as id, 'de' as land, ${seen}`, { key: "id" });
    expect(one).toMatchObject({
      code: "RUN.SNAPSHOT_KEY_NULL",
      message:
        "marts.history was not written: 1 row of its query has a null in its key: id = (null).",
      where: { model: "marts.history" },
    });
    const four = await refusal(
      `select i as id, null::varchar as land, ${seen} from range(4) r(i)`,
      { key: ["id", "land"] },
    );
    expect(four.message).toMatch(
      /4 rows of its query have a null in their key: id, land = .*, …\.$/,
    );
  });

  it("with two rows of one key, even equal ones", async () => {
    const error = await refusal(
      `select * from (values (7, 'de'), (7, 'de'), (7, 'fr'), (8, 'de'), (8, 'de')) v(id, land),
       (select ${seen})`,
      { key: ["id", "land"] },
    );
    expect(error).toMatchObject({
      code: "RUN.SNAPSHOT_KEY_DUPLICATE",
      message:
        "marts.history was not written: 2 keys of its query occur more than once: id, land = (7, de), (8, de).",
    });
    expect(error.hints).toHaveLength(1);
  });

  it("with rows of -0 and 0, which are one key", async () => {
    const numbers = "select n::double as id from (values ('-0.0'), ('0.0')) v(n)";
    const table = await SnapshotTable.create(warehouse, numbers, { key: "id" });
    await expect(table.run(numbers, now)).rejects.toMatchObject({
      code: "RUN.SNAPSHOT_KEY_DUPLICATE",
    });
  });

  it.each<readonly [string, SnapshotOptions]>([
    ["by timestamp", { key: "id", updated_at: "seen" }],
    ["by timestamp, dated by the run", { key: "id", updated_at: "seen", valid_from: "now" }],
    ["by comparison, dated by a column", { key: "id", valid_from: { column: "seen" } }],
  ])("without a date %s", async (_name, options) => {
    const query = "select 2 as id, 'de' as land, null::timestamp as seen";
    expect(await refusal(query, options)).toMatchObject({
      code: "RUN.SNAPSHOT_DATE_NULL",
      message: "marts.history was not written: 1 row of its query has no `seen`: id = (2).",
    });
  });

  it("with a date that `current` does not come after", async () => {
    const options = { key: "id", updated_at: "seen", current: "2025-01-01" };
    const query = "select 2 as id, 'de' as land, timestamp '2025-01-01' as seen";
    expect(await refusal(query, options)).toMatchObject({
      code: "RUN.SNAPSHOT_DATE_LATE",
      message:
        "marts.history was not written: 1 row of its query is dated 2025-01-01 or later: " +
        "id, seen = (2, 2025-01-01 00:00:00).",
    });
    const past = await SnapshotTable.create(warehouse, good, { key: "id", current: "2024-05-31" });
    await expect(past.run(good, now)).rejects.toMatchObject({ code: "RUN.SNAPSHOT_DATE_LATE" });
  });

  it("without telling personal data", async () => {
    const query = `select id, land, ${seen} from (values (1, 'de'), (1, 'de')) v(id, land)`;
    const { message } = await refusal(query, { key: ["id", "land"] }, ["LAND"]);
    expect(message).toContain("id, land = (1, ***).");
  });
});
