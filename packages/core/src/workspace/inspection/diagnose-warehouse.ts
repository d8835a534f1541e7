import type { RelationInfo, WarehouseAdapter } from "../../warehouse/warehouse-adapter.js";
import { isSluiceError } from "../../base/errors/sluice-error.js";
import { SYSTEM_SCHEMA } from "../../model/names.js";
import { commandLine, warehouseCommand } from "../../model/project/command-line.js";
import { relationKey } from "../../plan/view-ref.js";
import { planRetention } from "../../maintenance/retention/plan-retention.js";
import type { RetentionItem } from "../../maintenance/retention/retention.js";
import type { Inventory, EnvironmentModel } from "../../state/inventory.js";
import { STATE_SCHEMA } from "../../state/state-layout.js";
import { diagnoseInputs } from "./diagnose-inputs.js";
import { diagnoseSpace } from "./diagnose-space.js";
import { retentionFacts } from "../../maintenance/environments/clean.js";
import { readerQuery } from "../../run/point-readers.js";
import { sessionProtocol } from "../../session/session-protocol.js";
import type { Session } from "../../session/session.js";
import type { DoctorFinding, DoctorOptions } from "../workspace.js";

/** Looks at the warehouse and its state; `fix` mends what needs no building. */
export async function diagnoseWarehouse(
  session: Session,
  options: DoctorOptions,
): Promise<readonly DoctorFinding[]> {
  const { engine } = session.project.target;
  const where = ok("engine", `${engine.engine}, ${engine.location}`);
  try {
    const warehouse = await session.warehouse();
    return [where, ...(await state({ session, warehouse, options }))];
  } catch (error) {
    return [where, failed("warehouse", error)];
  }
}

interface Looking {
  readonly session: Session;
  readonly warehouse: WarehouseAdapter;
  readonly options: DoctorOptions;
}

async function state(looking: Looking): Promise<readonly DoctorFinding[]> {
  const { session, warehouse, options } = looking;
  const layout = await session.state.layout();
  if (layout === undefined) return [ok("state", "nothing built yet")];
  const isOld = layout < STATE_SCHEMA;
  const from = `layout ${String(layout)}`;
  const copies = `${SYSTEM_SCHEMA}.state_${String(layout)}__*`;
  if (isOld && options.fix !== true) {
    return [
      {
        check: "state",
        status: "warning",
        detail: `the state has ${from}; this Sluice works with layout ${String(STATE_SCHEMA)}`,
        hint: `Run \`${fixCommand(looking)}\` or any build: it is brought up to date in one transaction, the old tables kept as ${copies}.`,
      },
    ];
  }
  if (isOld) await session.state.ensure(session.claim);
  const inventory = await session.state.inventory();
  const models = inventory.published.length;
  const environments = new Set(inventory.published.map(({ environment }) => environment)).size;
  const counts = `${counted(models, "model")} published in ${counted(environments, "environment")}`;
  const moved = isOld ? `, brought up from ${from}; the old tables are kept as ${copies}` : "";
  return [
    ok("state", counts + moved),
    ...(await relations(looking, inventory)),
    ...(await diagnoseInputs(session, warehouse, inventory.published)),
    ...(await diagnoseSpace(session, warehouse)),
  ];
}

async function relations(
  looking: Looking,
  inventory: Inventory,
): Promise<readonly DoctorFinding[]> {
  const { session, warehouse } = looking;
  const schemas = new Set([SYSTEM_SCHEMA, ...inventory.published.map(({ schema }) => schema)]);
  const found = await warehouse.list([...schemas], { columns: false, definitions: true });
  const existing = new Map(found.map((one) => [relationKey(one.schema, one.name), one]));
  const isThere = (physical: string) => existing.has(relationKey(SYSTEM_SCHEMA, physical));
  const versions = new Map(inventory.versions.map((version) => [version.physical, version]));
  const isWhole = ({ physical }: EnvironmentModel) =>
    [physical, ...(versions.get(physical)?.reads ?? [])].every(isThere);
  const broken = inventory.published.filter((model) => !isWhole(model));
  const whole = inventory.published.filter(isWhole);
  const { items: leftover } = {
    items: planRetention(await retentionFacts(session), {
      keep: Number.MAX_SAFE_INTEGER,
      olderThanMs: Number.MAX_SAFE_INTEGER,
    }),
  };
  return [
    ...missingTables(broken, looking),
    ...(await views(looking, { models: whole, existing })),
    ...leftovers(leftover, looking),
  ];
}

function missingTables(
  broken: readonly EnvironmentModel[],
  { session: { project } }: Looking,
): readonly DoctorFinding[] {
  const environments = [...new Set(broken.map(({ environment }) => environment))];
  return environments.map((environment) => ({
    check: "tables",
    status: "error",
    detail: `${environment}: the tables behind ${listed(broken.filter((one) => one.environment === environment))} are gone`,
    hint: `Run \`${commandLine(["build"], { ...project, environment })}\`: it builds what is missing.`,
  }));
}

function fixCommand({ session }: Looking): string {
  return warehouseCommand(["doctor", "--fix"], session.project);
}

interface Views {
  readonly models: readonly EnvironmentModel[];
  readonly existing: ReadonlyMap<string, RelationInfo>;
}

/** Views that are gone, or show something else than the state says. */
async function views(
  looking: Looking,
  { models, existing }: Views,
): Promise<readonly DoctorFinding[]> {
  const at = (model: EnvironmentModel) => existing.get(relationKey(model.schema, model.view));
  const taken = models.filter((model) => at(model)?.type === "table");
  const gone = models.filter((model) => at(model) === undefined);
  const other = models.filter((model) => {
    const view = at(model);
    return view?.type === "view" && !shows(view, model, looking);
  });
  const mendable = [...gone, ...other];
  if (looking.options.fix === true) await remake(mendable, looking);
  return [
    ...taken.map(({ environment, model, schema, view }): DoctorFinding => ({
      check: "views",
      status: "error",
      detail: `${environment}: a table stands at ${schema}.${view}, where the view of ${model} should be`,
      hint: `Rename or drop it yourself, then run \`${fixCommand(looking)}\`.`,
    })),
    ...mended(gone, "are gone", looking),
    ...mended(other, "show something else than was published", looking),
    ...(taken.length + mendable.length === 0 && models.length > 0
      ? [ok("views", "every view shows what was published")]
      : []),
  ];
}

function mended(
  models: readonly EnvironmentModel[],
  trouble: string,
  looking: Looking,
): readonly DoctorFinding[] {
  if (models.length === 0) return [];
  const names = models.map(({ schema, view }) => ({ model: `${schema}.${view}` }));
  if (looking.options.fix === true) return [ok("views", `made again: ${listed(names)}`)];
  return [
    {
      check: "views",
      status: "error",
      detail: `the views ${listed(names)} ${trouble}`,
      hint: `Run \`${fixCommand(looking)}\`: it makes them again.`,
    },
  ];
}

/** True where the engine says a view is what promotion makes, or does not say. */
function shows(
  view: RelationInfo,
  { physical }: EnvironmentModel,
  { warehouse }: Looking,
): boolean {
  if (view.definition === undefined) return true;
  const wanted = plain(readerQuery(physical, warehouse.dialect));
  return plain(view.definition).endsWith(` as ${wanted}`);
}

/** Engines print statements with spaces and quotes of their own. */
function plain(sql: string): string {
  return sql.toLowerCase().replaceAll(/["`;]/g, "").replaceAll(/\s+/g, " ").trim();
}

async function remake(models: readonly EnvironmentModel[], { session }: Looking): Promise<void> {
  if (models.length === 0) return;
  const protocol = await sessionProtocol(session);
  await protocol.publish({ readers: { point: models, drop: [] }, changes: [] });
}

/** What `sluice clean` would remove whatever is kept. */
function leftovers(
  items: readonly RetentionItem[],
  { session: { project } }: Looking,
): readonly DoctorFinding[] {
  const clean = warehouseCommand(["clean"], project);
  const look = warehouseCommand(["clean", "--dry-run"], project);
  const hint = `Run \`${clean}\`; \`${look}\` shows what would go.`;
  const kinds = [
    ["environments", "expired", (item: RetentionItem) => item.kind === "environment"],
    [
      "candidates",
      "left unfinished by runs that ended",
      (item: RetentionItem) => item.kind === "version" && item.relations.length > 0,
    ],
    [
      "versions",
      "known to the state, and their relations are gone",
      (item: RetentionItem) => item.kind === "version" && item.relations.length === 0,
    ],
    [
      "orphans",
      `in ${SYSTEM_SCHEMA} that no version names`,
      (item: RetentionItem) => item.kind === "orphan" || item.kind === "leftover",
    ],
  ] as const;
  return kinds.flatMap(([check, what, fits]): readonly DoctorFinding[] => {
    const found = items.filter(fits);
    if (found.length === 0) return [];
    const names = listed(found.map(({ name }) => ({ model: name })));
    return [{ check, status: "warning", detail: `${what}: ${names}`, hint }];
  });
}

function listed(models: readonly { readonly model: string }[]): string {
  const names = [...new Set(models.map(({ model }) => model))];
  const more = names.length > 5 ? ` and ${String(names.length - 5)} more` : "";
  return names.slice(0, 5).join(", ") + more;
}

function counted(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? "" : "s"}`;
}

function ok(check: string, detail: string): DoctorFinding {
  return { check, status: "ok", detail };
}

/** A finding about an error that ended the look. */
export function failed(
  check: string,
  error: unknown,
  hint = "See the message; nothing was changed.",
): DoctorFinding {
  const detail = isSluiceError(error) ? `${error.code}: ${error.message}` : String(error);
  return {
    check,
    status: "error",
    detail,
    hint: (isSluiceError(error) ? error.hints[0] : undefined) ?? hint,
  };
}
