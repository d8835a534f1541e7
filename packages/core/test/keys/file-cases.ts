import { added, below, described, type KeyCase, type KeyCases, type Values } from "./case.js";

/** A file that is read with and without an option: its text, and the options that the option needs beside it. */
interface Read {
  readonly text: string;
  readonly beside?: Values;
  readonly files?: Readonly<Record<string, string>>;
  readonly fails?: boolean;
}

const file = "d/s.csv";

function option(values: Values, { text, beside = {}, files = {}, fails = false }: Read): KeyCase {
  const base = { file, ...beside };
  return added(base, values, { files: { [file]: text, ...files }, fails });
}

const column = (options: Values) => ({ file, columns: { id: options } });
const text = "id,day\n1,2024-01-31\n1,2024-02-01\n";
const csv = { files: { [file]: text } };
const dates = { columns: { day: { type: "date" } } };
const times = { columns: { at: { type: "timestamp" } } };
const ofColumn = (type: string, format: Values) =>
  added(
    { file, columns: { day: { type } } },
    { columns: { day: { type, ...format } } },
    { files: { [file]: "day\n01/02/2024\n" }, fails: true },
  );

/** Keys of columns of files. */
const columnCases: KeyCases = {
  type: { without: column({}), with: column({ type: "varchar" }), ...csv },
  nullable: { without: column({}), with: column({ nullable: false }), ...csv },
  checks: { without: column({}), with: column({ checks: ["unique"] }), ...csv },
  description: { ...described(column({}), column({ description: "A number." })), ...csv },
  tags: { ...described(column({}), column({ tags: ["key"] })), ...csv },
  pii: { ...described(column({}), column({ pii: true })), ...csv },
  date_format: ofColumn("date", { date_format: "%d/%m/%Y" }),
  timestamp_format: ofColumn("timestamp", { timestamp_format: "%d/%m/%Y" }),
};

/** Keys that say how files are read. */
export const optionCases: KeyCases = {
  format: option({ format: "tsv" }, { text: "a,b\tc\n1,2\t3\n", fails: true }),
  delimiter: option({ delimiter: ";" }, { text: "a;b,c\n1;2,3\n" }),
  quote: option({ quote: "'" }, { text: "a,b\n1,'x'\n" }),
  escape: option({ escape: "\\" }, { text: 'a,b\n1,"x\\"y"\n', fails: true }),
  header: option({ header: false }, { text: "1,2\n3,4\n" }),
  null_values: option({ null_values: ["NULL"] }, { text: "a,b\n1,NULL\n2,3\n" }),
  quoted_nulls: option({ quoted_nulls: true }, { text: 'a,b\n"",2\n1,3\n' }),
  decimal: option({ decimal: "," }, { text: 'a\n"1,5"\n' }),
  thousands: option({ thousands: "," }, { text: 'a\n"1,500"\n' }),
  encoding: option({ encoding: "utf-16" }, { text: "a\n1\n" }),
  skip: option({ skip: 2 }, { text: "a\nb\nc\n1\n" }),
  sample: option({ sample: 1 }, { text: "a\n1\nx\n" }),
  all_text: option({ all_text: true }, { text: "a\n1\n" }),
  date_format: option(
    { date_format: "%d/%m/%Y" },
    { text: "day\n01/02/2024\n", beside: dates, fails: true },
  ),
  timestamp_format: option(
    { timestamp_format: "%d/%m/%Y %H:%M" },
    { text: "at\n01/02/2024 10:00\n", beside: times, fails: true },
  ),
  union_by_name: option(
    { union_by_name: true },
    { text, beside: { file: "d/*.csv" }, files: { "d/t.csv": "id\n1\n" }, fails: true },
  ),
};

/** Keys that seeds and sources have in common, in TypeScript too. */
export const fileCases: KeyCases = {
  description: { ...described({ file }, { description: "Days." }), ...csv },
  owner: { ...described({ file }, { owner: "data" }), ...csv },
  tags: { ...described({ file }, { tags: ["core"] }), ...csv },
  meta: { ...described({ file }, { meta: { level: 1 } }), ...csv },
  checks: { ...added({ file }, { checks: [{ type: "unique", column: "id", args: {} }] }), ...csv },
  columns: { ...added({ file }, { columns: { nothing: { type: "bigint" } } }), ...csv },
  ...below("columns.*", columnCases),
  file: {
    without: { file },
    with: { file: "d/t.csv" },
    files: { [file]: text, "d/t.csv": "x\n9\n" },
  },
  ...optionCases,
};

/** Keys of YAML alone. */
const yaml: KeyCases = {
  checks: { ...added({ file }, { checks: [{ unique: { column: "id" } }] }), ...csv },
  schema: { ...added({ file }, { schema: "c" }), ...csv },
  contract: { ...added(column({}), { contract: "exact" }), ...csv },
  name: { ...added({ file }, { name: "b.other" }), ...csv },
};

/** A case of every key of a `.seed.yaml`. */
export const seedCases: KeyCases = { ...fileCases, ...yaml };

/** A case of every key of a `.source.yaml`. */
export const sourceCases: KeyCases = {
  ...seedCases,
  table: { without: {}, with: { table: "raw.elsewhere" }, fails: true },
};
