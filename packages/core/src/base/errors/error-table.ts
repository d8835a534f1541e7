import { commandErrorTable } from "./command-error-table.js";
import type { ErrorEntry } from "./error-entry.js";
import { runErrorTable } from "./run-error-table.js";
import { systemErrorTable } from "./system-error-table.js";

/**
 * The closed table of error codes. `docs/reference/errors.md` is generated from it; a test fails on a
 * code that nothing raises.
 */
export const errorTable = {
  "CONFIG.NOT_FOUND": {
    meaning: "No sluice.config.ts was found in the folder or above it.",
    next: "Run `sluice init` to make a project, or pass `--project <dir>`.",
  },
  "CONFIG.INVALID": {
    meaning: "The project configuration does not have the documented shape.",
    next: "Correct the named key; the message lists what is accepted there.",
  },
  "CONFIG.LOAD_FAILED": {
    meaning: "A TypeScript file of the project could not be loaded.",
    next: "Correct the file at the place shown.",
  },
  "CONFIG.UNKNOWN_TARGET": {
    meaning: "The chosen target is not declared in the configuration.",
    next: "Choose one of the declared targets with `--target`.",
  },
  "CONFIG.SHARED_SCHEMA": {
    meaning:
      "By the pattern `environmentSchema` an environment would show its models in a schema of another environment, or in a reserved one.",
    next: "Choose a pattern that keeps them apart, or rename the environment or the schema that the message names.",
  },
  "CONFIG.VARIABLE_INVALID": {
    meaning: "A variable has a value its schema does not accept, or is required and missing.",
    next: "Set it with `--var name=value` or SLUICE_VAR_NAME to a value of the declared type.",
  },
  "CONFIG.VARIABLE_UNKNOWN": {
    meaning: "A variable was set that the project does not declare.",
    next: "Declare it in `vars` of sluice.config.ts, or correct its name.",
  },
  "MODEL.HEADER_INVALID": {
    meaning: "The header of a model file is not valid YAML or has unknown or wrong keys.",
    next: "Correct the key at the place shown.",
  },
  "MODEL.INVALID": {
    meaning: "A model's definition contradicts itself or lacks something its kind needs.",
    next: "Correct the definition; the message names the property.",
  },
  "MODEL.TYPE_INVALID": {
    meaning: "A column is declared with a type that the engine does not have.",
    next: "Write a type of the engine at the place shown; the message says what is wrong with this one.",
  },
  "MODEL.TIME_FILTER": {
    meaning:
      "A warning: a filter of a model that is filled by time loses rows, or takes those of the next interval, because it compares dates with timestamps, counts `$end` in or leaves `$start` out.",
    next: "Write `<column> >= $start and <column> < $end`. Sluice filters once more on the model's `time`, so that no row is doubled; what the query itself leaves out is lost.",
  },
  "MODEL.FILE_NOT_READ": {
    meaning:
      "A warning: YAML files below the models have names that nothing reads, such as the `schema.yml` of another tool.",
    next: "Write what they say in headers of models, `*.seed.yaml` and `*.source.yaml`, or move the files elsewhere.",
  },
  "MODEL.INPUT_NOT_TRACKED": {
    meaning:
      "A warning: the module of a `rows` model imports by a variable, requires or reads files. The model is not built again when these change.",
    next: "Import the file by its relative path, or give the model a `version` and raise it with each change.",
  },
  "MODEL.NOT_DETERMINISTIC": {
    meaning:
      "A warning: a table is built again at every build, because its query or a view it reads calls a function whose value differs from run to run, such as `now()` or `random()`.",
    next: "Use `$now` for the time, a seed for a sample, a hash of columns for keys; or make the model a view.",
  },
  "MODEL.DUPLICATE": {
    meaning: "Two files define the same name.",
    next: "Rename one of them, or give it another schema.",
  },
  "MODEL.NAME_INVALID": {
    meaning: "A name cannot be used for a model: empty, too long, or reserved.",
    next: "Use letters, digits and underscores; keep away from the schema `_sluice`.",
  },
  "MODEL.COLUMN_DUPLICATE": {
    meaning:
      "A query gives two columns of one name; the case of letters does not tell columns apart. Or it reads the second of two such columns of a CTE or subquery, which the engine calls `id_1`, by that name or through a star.",
    next: "Rename one of them in the select list that gives both, or leave it out.",
  },
  "MODEL.EMPTY": {
    meaning: "A model file has no query.",
    next: "Write a select, or delete the file.",
  },
  "MODEL.ROWS_FAILED": {
    meaning:
      "The generator of a `rows` model threw, or yielded a row that does not fit its columns.",
    next: "Correct the generator; the cause is shown.",
  },
  "REF.UNKNOWN": {
    meaning: "A query reads a name that is no model, seed, source or CTE.",
    next: "Correct the name, or declare a source for a table Sluice does not build.",
  },
  "REF.AMBIGUOUS": {
    meaning: "A name without schema fits several models.",
    next: "Write the schema in front of the name.",
  },
  "REF.CYCLE": {
    meaning: "Models read each other in a circle.",
    next: "Break the circle at one of the models on the path shown.",
  },
  "REF.PARAMETER_UNKNOWN": {
    meaning: "A query uses a $parameter that is neither a project variable nor a run parameter.",
    next: "Declare it in `vars`, or use one of the names listed.",
  },
  "CONTRACT.MISSING_COLUMN": {
    meaning: "A declared column is not among the columns of the query.",
    next: "Select the column, or remove it from the declaration.",
  },
  "CONTRACT.EXTRA_COLUMN": {
    meaning: "The query has a column that an exact contract does not declare.",
    next: "Declare the column, or do not select it.",
  },
  "CONTRACT.TYPE_MISMATCH": {
    meaning: "A column has another type than declared.",
    next: "Cast it in the query, or correct the declared type.",
  },
  "SQL.SYNTAX": {
    meaning: "A query does not parse.",
    next: "Correct the query at the place shown.",
  },
  "SQL.NOT_A_QUERY": {
    meaning: "A model holds something else than one select statement.",
    next: "Keep exactly one select (or with ... select, or from ...) in the file.",
  },
  "SQL.BIND": {
    meaning: "The engine does not accept a query: unknown column or function, or wrong types.",
    next: "Correct the query at the place shown.",
  },
  "SQL.FAILED": {
    meaning: "The engine failed while it ran a query.",
    next: "Read the engine's message; `sluice render <model>` shows the SQL that ran.",
  },
  "SQL.NOT_READ_ONLY": {
    meaning: "SQL given to a reading command would write.",
    next: "Give a single select.",
  },
  "ADAPTER.CONNECT": {
    meaning: "The warehouse could not be opened.",
    next: "Check the path or address and the permissions; `sluice doctor` tells more.",
  },
  "ADAPTER.LOCKED": {
    meaning: "Another process holds the warehouse.",
    next: "Wait for it, stop it, or pass a longer `--lock-timeout`.",
  },
  "ADAPTER.CORRUPT": {
    meaning: "The warehouse file cannot be read as one.",
    next: "Restore a backup; the file has not been changed.",
  },
  "ADAPTER.READ_ONLY": {
    meaning: "The warehouse or its folder cannot be written.",
    next: "Correct the permissions, or point the target elsewhere.",
  },
  "ADAPTER.OUT_OF_MEMORY": {
    meaning: "The engine's memory limit was reached.",
    next: "Raise `memory_limit`, lower `threads`, or give a temp directory with room to spill.",
  },
  "ADAPTER.DISK_FULL": {
    meaning: "The disk is full.",
    next: "Make room and run again; nothing was half published.",
  },
  "ADAPTER.CONFLICT": {
    meaning: "Two transactions changed the same thing.",
    next: "Run again.",
  },
  "ADAPTER.CLOSED": {
    meaning: "The warehouse was used after it was closed.",
    next: "This is a bug of the calling code; please report it.",
  },
  "ADAPTER.VALUE": {
    meaning: "A value cannot be stored in, or read from, a column of that type.",
    next: "Correct the value or the column's type.",
  },
  "CAPABILITY.UNSUPPORTED": {
    meaning: "The engine of the target cannot do this.",
    next: "Use another target, or another way named in the message.",
  },
  "STATE.FOREIGN_RELATION": {
    meaning: "A relation that Sluice did not create stands where a model would be published.",
    next: "Rename or drop it yourself, or give the model another name.",
  },
  "STATE.NOT_BUILT": {
    meaning: "A model is read that has not been built yet.",
    next: "Run `sluice build +<model>`.",
  },
  "STATE.UNKNOWN_ENVIRONMENT": {
    meaning: "The warehouse has no environment of that name.",
    next: "Correct the name; the message lists those there are. `sluice build` makes the first.",
  },
  "STATE.NEWER": {
    meaning: "The state was written by a newer version of Sluice.",
    next: "Update Sluice to at least that version.",
  },
  "STATE.OLDER": {
    meaning:
      "The warehouse's state was written by an earlier Sluice and only a command that writes may bring it up to date.",
    next: "Run `sluice build` once; a copy of the old state is kept.",
  },
  "STATE.OTHER_PROJECT": {
    meaning: "The warehouse belongs to a project of another name.",
    next: "Give the project a warehouse of its own; `sluice build --adopt` where it was renamed.",
  },
  "STATE.ROLLBACK_IMPOSSIBLE": {
    meaning:
      "Readers cannot be brought back to an earlier promotion: there is none, or its tables are gone.",
    next: "Choose another with `sluice rollback <env> --list`, or build what is missing from the files of then.",
  },
  "STATE.MOVED": {
    meaning:
      "A saved plan no longer fits the warehouse's state: something was built or published since it was made.",
    next: "Make the plan again and review it.",
  },
  "STATE.BACKUP_EXISTS": {
    meaning: "A backup would overwrite a file.",
    next: "Choose another name, or pass `--force`.",
  },
  "STATE.BACKUP_INVALID": {
    meaning: "A file cannot be restored: it is damaged, incomplete, or no backup of this project.",
    next: "Restore another backup; nothing was changed.",
  },
  ...runErrorTable,
  "DQ.CHECK_INVALID": {
    meaning: "A check's definition is wrong: unknown kind, column or argument.",
    next: "Correct the check; the message lists what is accepted.",
  },
  "DQ.CHECK_ERROR": {
    meaning: "A check's own query failed in the engine.",
    next: "Correct the check's SQL.",
  },
  "DQ.TEST_INVALID": {
    meaning: "A unit test file does not have the documented shape.",
    next: "Correct the key at the place shown.",
  },
  "DQ.TEST_FAILED": {
    meaning: "A model does not give the rows a test expects.",
    next: "Correct the model, or the rows expected; the message shows where they differ.",
  },
  "SOURCE.NOT_FOUND": {
    meaning: "A file of a seed or source does not exist.",
    next: "Correct the path, or set the variable it is built from.",
  },
  "SOURCE.UNREADABLE": {
    meaning: "A file of a seed or source cannot be read as its format.",
    next: "Correct the file at the line shown, or its options.",
  },
  "SOURCE.VALUE": {
    meaning: "A value of a file is none of its column's declared type: reading it would change it.",
    next: "Correct the value, or declare a type that has it; `date_format` reads dates that are not ISO.",
  },
  "SOURCE.COLUMN_DUPLICATE": {
    meaning: "A file has two columns of one name; the case of letters does not tell columns apart.",
    next: "Rename one of them in the file.",
  },
  "SOURCE.COLUMN_UNNAMED": {
    meaning: "The header of a CSV file has an empty name: the engine would make one up.",
    next: "Name the column in the file, or declare it by the name that the engine gives it.",
  },
  "SOURCE.COLUMNS_DIFFER": {
    meaning:
      "A file of several has other columns than the first, or lacks one of an exact contract: rows would have nulls there.",
    next: "Correct the file, narrow the pattern to files that have the same columns, or give `union_by_name: true`.",
  },
  "SOURCE.FIELD_UNDECLARED": {
    meaning:
      "A JSON file has fields that a declared type leaves out, or names in another case of letters than the declared ones.",
    next: "Declare them, spelled as in the file, or take `json` for a value with all of its fields.",
  },
  "SOURCE.INEXACT": {
    meaning:
      "A column without a declared type, or a JSON file, has numbers that a floating-point number would round.",
    next: "Declare its type: text for keys, a large integer or decimal for amounts; write such numbers as strings in JSON.",
  },
  "SOURCE.FORMAT_UNKNOWN": {
    meaning: "The format of a file cannot be told from its name.",
    next: "Name the file .csv, .tsv, .json, .ndjson or .parquet, or give `format`.",
  },
  ...systemErrorTable,
  ...commandErrorTable,
  "INTERNAL.BUG": {
    meaning: "Sluice met a state it holds impossible.",
    next: "Please report it with the stack trace shown.",
  },
} as const satisfies Record<string, ErrorEntry>;

export type { ErrorEntry };

/** A code of the closed error table, such as `REF.UNKNOWN`. */
export type ErrorCode = keyof typeof errorTable;
