import type { Bench } from "../bench.js";
import { checks } from "./checks.js";
import { editLoop } from "./edit-loop.js";
import { exactLoad } from "./exact-load.js";
import { environments1000 } from "./environments-1000.js";
import { fiveMinute } from "./five-minute.js";
import { flights } from "./flights.js";
import { growth } from "./growth.js";
import { heavy, tpch } from "./heavy.js";
import { incrementalDay } from "./incremental-day.js";
import { noOp } from "./no-op.js";
import { perNode } from "./per-node.js";
import { plan30k } from "./plan-30k.js";
import { snapshot1m } from "./snapshot-1m.js";
import { startUp } from "./start-up.js";
import { validate } from "./validate.js";

/** Every bench against the bare engine, in the order they run. */
export const benches: readonly Bench[] = [
  startUp,
  perNode,
  noOp,
  editLoop,
  validate,
  tpch,
  heavy,
  flights,
  checks,
  exactLoad,
  growth,
  incrementalDay,
  plan30k,
  fiveMinute,
  environments1000,
  snapshot1m,
];
