/** The zod that Sluice's own packages share, so that a command reads it once. Projects import their own. */
export { z } from "zod";
