import type { Colours } from "../io/io.js";

/** How a plan is shown. */
export interface PlanLayout {
  readonly colours: Colours;
  /** Cells a line may take. */
  readonly width: number | undefined;
  /** Lists and differences whole. */
  readonly verbose: boolean;
  /** Why every model is built, or is not. */
  readonly explain: boolean;
}
