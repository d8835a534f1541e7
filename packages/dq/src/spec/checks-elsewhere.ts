/** Checks of dbt, its packages, SQLMesh, Dataform, Soda and Great Expectations, and the check that is meant. */
const kinds: Readonly<Record<string, string>> = {
  expression_is_true: "expression",
  forall: "expression",
  rowConditions: "expression",
  condition: "expression",
  expect_column_values_to_satisfy: "expression",
  accepted_range: "between",
  range: "between",
  min: "between",
  max: "between",
  expect_column_values_to_be_between: "between",
  unique_combination_of_columns: "unique",
  unique_values: "unique",
  uniqueKey: "unique",
  uniqueKeys: "unique",
  duplicate_count: "unique",
  primary_key: "unique",
  expect_column_values_to_be_unique: "unique",
  expect_compound_columns_to_be_unique: "unique",
  nonNull: "not_null",
  required: "not_null",
  missing_count: "not_null",
  not_null_proportion: "not_null",
  expect_column_values_to_not_be_null: "not_null",
  enum: "accepted_values",
  in: "accepted_values",
  values: "accepted_values",
  one_of: "accepted_values",
  expect_column_values_to_be_in_set: "accepted_values",
  not_accepted_values: "expression",
  rejected_values: "expression",
  foreign_key: "relationships",
  references: "relationships",
  reference: "relationships",
  relationships_where: "relationships",
  pattern: "regex",
  matches: "regex",
  like: "regex",
  match_regex_pattern_list: "regex",
  expect_column_values_to_match_regex: "regex",
  email: "format",
  recency: "freshness",
  freshness_in_hours: "freshness",
  expect_row_values_to_have_recent_data: "freshness",
  number_of_rows: "row_count",
  at_least_one: "row_count",
  not_empty: "row_count",
  expect_table_row_count_to_be_between: "row_count",
  mutually_exclusive_ranges: "non_overlapping",
  sum: "aggregate",
  avg: "aggregate",
  expect_column_mean_to_be_between: "aggregate",
  expect_column_sum_to_be_between: "aggregate",
  query: "sql",
  custom_sql: "sql",
};

/** Arguments of checks in other tools, and the argument or key that is meant. */
const keys: Readonly<Record<string, readonly string[]>> = {
  min_value: ["min"],
  max_value: ["max"],
  minimum: ["min"],
  maximum: ["max"],
  inclusive: ["above", "below"],
  strictly: ["above", "below"],
  column_name: ["column"],
  combination_of_columns: ["columns"],
  field_name: ["field"],
  model: ["to"],
  parent: ["to"],
  value_set: ["values"],
  accepted: ["values"],
  criteria: ["sql"],
  expression: ["sql"],
  query: ["sql"],
  regex: ["pattern"],
  matches: ["pattern"],
  warn_if: ["warn"],
  warn_threshold: ["warn"],
  error_if: ["fail"],
  fail_if: ["fail"],
  error_threshold: ["fail"],
  tolerance: ["fail"],
  blocking: ["severity"],
  level: ["severity"],
  condition: ["where"],
  row_condition: ["where"],
  filter: ["where"],
  limit: ["sample"],
  store_failures: ["sample"],
  nulls: ["on_null"],
  ignore_nulls: ["on_null"],
  max_age: ["error_after"],
};

/** The check that a name of another tool means; the prefix of a package such as `dbt_utils.` does not count. */
export function checkMeant(type: string): string | undefined {
  const name = type.slice(type.lastIndexOf(".") + 1);
  return Object.hasOwn(kinds, name) ? kinds[name] : undefined;
}

/** The accepted argument that another tool's name for it means; undefined where there is none. */
export function argumentMeant(key: string, accepts: readonly string[]): string | undefined {
  return Object.hasOwn(keys, key) ? keys[key]?.find((name) => accepts.includes(name)) : undefined;
}

/** All names that are known from other tools. */
export const elsewhere = { kinds, keys };
