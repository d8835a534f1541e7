/** Columns of the staged table of changes beside those of the snapshot. */
export const changeColumns = {
  /** Whether the change adds a row; else it only ends one. */
  inserts: "sluice_inserts",
  /** Start of the row of the key that ends where the change begins. */
  ends: "sluice_ends",
  /** Start of the row of the key that the change takes the place of. */
  replaces: "sluice_replaces",
} as const;
