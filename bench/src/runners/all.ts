import type { Bench } from "../bench.js";
import { checks } from "./checks.js";
import { growth } from "./growth.js";
import { heavy, tpch } from "./heavy.js";
import { noOp } from "./no-op.js";
import { perNode } from "./per-node.js";
import { startUp } from "./start-up.js";
import { validate } from "./validate.js";

/** Every bench against the bare engine, in the order they run. */
export const benches: readonly Bench[] = [
  startUp,
  perNode,
  noOp,
  validate,
  tpch,
  heavy,
  checks,
  growth,
];
