import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { FileRead, Row } from "@sluice/core/adapter";
import { expect } from "vitest";
import { rowsOf, type Kit } from "../context.js";
import { parquetFile } from "./parquet-file.js";

export function filesGroup({ projectDir, test, warehouse }: Kit): void {
  let files = 0;
  /** Writes a file into a folder of its own and returns its path. */
  const write = async (name: string, content: string | Uint8Array) => {
    files += 1;
    const path = join(projectDir(), "files", String(files), name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    return path;
  };
  const read = (options: FileRead) =>
    rowsOf(warehouse(), `select * from ${warehouse().dialect.readFiles(options)}`);
  const csv = async (content: string | Uint8Array, options: Partial<FileRead> = {}) =>
    read({ format: "csv", paths: [await write("a.csv", content)], allText: true, ...options });
  const typed = (name: string, kind: "text" | "integer" | "decimal" | "date") => ({
    name,
    type: warehouse().dialect.typeFor(kind) ?? "",
  });
  const plain = (rows: readonly Row[]) => rows.map((row) => Object.values(row));

  test(
    "csv: quoted commas, quotes and line breaks are data",
    { needs: "reading of files" },
    async () => {
      const rows = await csv(
        'id,word\n1,"a,b"\n2,"say ""hi"""\n3,"two\nlines"\n4, padded \n5,Zoë 🦆\n',
      );
      expect(rows).toEqual([
        { id: "1", word: "a,b" },
        { id: "2", word: 'say "hi"' },
        { id: "3", word: "two\nlines" },
        { id: "4", word: " padded " },
        { id: "5", word: "Zoë 🦆" },
      ]);
    },
  );

  test(
    "csv: a byte order mark, Windows line ends and a missing last line end do not matter",
    { needs: "reading of files" },
    async () => {
      for (const content of [
        "\ufeffid,word\n1,a\n2,b\n",
        "id,word\r\n1,a\r\n2,b\r\n",
        "id,word\n1,a\n2,b",
      ]) {
        expect(await csv(content), JSON.stringify(content)).toEqual([
          { id: "1", word: "a" },
          { id: "2", word: "b" },
        ]);
      }
    },
  );

  test(
    "csv: every line is data, also one that looks like a comment",
    { needs: "reading of files" },
    async () => {
      expect(plain(await csv("id,word\n#1,a\n2,b # c\n"))).toEqual([
        ["#1", "a"],
        ["2", "b # c"],
      ]);
    },
  );

  test(
    "csv: the empty field is null, quoted emptiness is text, other nulls as declared",
    { needs: "reading of files" },
    async () => {
      const content = 'a,b,c\n1,,x\n2,"",x\n3,NA,x\n';
      expect((await csv(content)).map((row) => row["b"])).toEqual([null, "", "NA"]);
      expect((await csv(content, { nullValues: ["NA"] })).map((row) => row["b"])).toEqual([
        null,
        "",
        null,
      ]);
    },
  );

  test(
    "csv: declared columns are read as declared, whatever their values look like",
    { needs: "reading of files" },
    async () => {
      const columns = [typed("code", "text"), typed("amount", "decimal"), typed("day", "date")];
      const rows = await csv("code,amount,day,more\n007,1.10,2024-02-29,x\n0x1,2,2024-03-01,y\n", {
        columns,
        allText: false,
      });
      expect(
        rows.map((row) => [row["code"], Number(row["amount"]), row["day"], row["more"]]),
      ).toEqual([
        ["007", 1.1, "2024-02-29", "x"],
        ["0x1", 2, "2024-03-01", "y"],
      ]);
    },
  );

  test(
    "csv: delimiter, quote and escape as declared; tsv",
    { needs: "reading of files" },
    async () => {
      const odd = await csv("id;word\n1;'a;b'\n2;'it\\'s'\n", {
        delimiter: ";",
        quote: "'",
        escape: "\\",
      });
      expect(plain(odd)).toEqual([
        ["1", "a;b"],
        ["2", "it's"],
      ]);
      const path = await write("a.tsv", "id\tword\n1\ta b,c\n");
      expect(plain(await read({ format: "tsv", paths: [path], allText: true }))).toEqual([
        ["1", "a b,c"],
      ]);
    },
  );

  test(
    "csv: without a header the declared names count",
    { needs: "reading of files" },
    async () => {
      const rows = await csv("1,a\n2,b\n", {
        header: false,
        columns: [typed("id", "integer"), typed("word", "text")],
        allText: false,
      });
      expect(rows).toEqual([
        { id: 1, word: "a" },
        { id: 2, word: "b" },
      ]);
    },
  );

  test(
    "csv: a file with nothing but a header has no rows",
    { needs: "reading of files" },
    async () => {
      expect(await csv("id,word\n")).toEqual([]);
    },
  );

  const dryRunOfFiles = { needs: ["reading of files", "dry run"] } as const;
  test(
    "csv: a dry run gives the columns of a file with nothing but a header",
    dryRunOfFiles,
    async () => {
      const path = await write("a.csv", "id,word\n");
      const file = warehouse().dialect.readFiles({ format: "csv", paths: [path], allText: true });
      const { columns } = await warehouse().dryRun(`select * from ${file}`);
      expect(columns.map((column) => column.name)).toEqual(["id", "word"]);
    },
  );

  test(
    "json and ndjson: documents are rows, declared columns as declared",
    { needs: "reading of files" },
    async () => {
      const columns = [typed("id", "integer"), typed("code", "text")];
      const array = await write("a.json", '[{"id": 1, "code": "007"}, {"id": 2, "code": null}]');
      const lines = await write("a.ndjson", '{"id": 1, "code": "007"}\n{"code": null, "id": 2}\n');
      for (const [format, path] of [
        ["json", array],
        ["ndjson", lines],
      ] as const) {
        expect(await read({ format, paths: [path], columns }), format).toEqual([
          { id: 1, code: "007" },
          { id: 2, code: null },
        ]);
      }
    },
  );

  test(
    "a value that its declared type would change fails the query, and is found by record",
    { needs: "reading of files" },
    async () => {
      const lines = await write("a.ndjson", '{"id": 1}\n{"id": 2.5}\n');
      const table = await write("a.csv", 'id\n"1"\n2.5\n');
      for (const [format, path] of [
        ["csv", table],
        ["ndjson", lines],
      ] as const) {
        const options = { format, paths: [path], columns: [typed("id", "integer")] };
        await expect(read(options), format).rejects.toMatchObject({
          code: "SOURCE.VALUE",
          where: { file: path },
        });
        const refused = await rowsOf(warehouse(), warehouse().dialect.refusedValues(options));
        expect(plain(refused).map((row) => row.map(String))).toEqual([
          ["2", "id", typed("id", "integer").type, "2.5"],
        ]);
      }
    },
  );

  test("json: the keys of all objects are listed once", { needs: "reading of files" }, async () => {
    const path = await write("a.ndjson", '{"id": 1, "Id": 2}\n{"id": 3, "x": {"y": 1}}\n');
    const keys = warehouse().dialect.objectKeys({ format: "ndjson", paths: [path] });
    expect(
      plain(await rowsOf(warehouse(), keys))
        .flat()
        .sort(),
    ).toEqual(["Id", "id", "x"]);
  });

  test("parquet", { needs: "reading of files" }, async () => {
    const path = await write("a.parquet", parquetFile);
    expect(await read({ format: "parquet", paths: [path] })).toEqual([
      { id: 1, word: "a" },
      { id: 2, word: null },
    ]);
  });

  test(
    "several files are one relation, columns matched by name; a glob",
    { needs: "reading of files" },
    async () => {
      const one = await write("part-1.csv", "id,word\n1,a\n");
      const two = join(dirname(one), "part-2.csv");
      await writeFile(two, "word,id\nb,2\n");
      const expected = [
        ["1", "a"],
        ["2", "b"],
      ];
      const rows = await read({ format: "csv", paths: [one, two], allText: true });
      expect(rows.map((row) => [row["id"], row["word"]]).sort()).toEqual(expected);
      await writeFile(two, "id,word\n2,b\n");
      const glob = join(dirname(one), "part-*.csv");
      const globbed = await read({ format: "csv", paths: [glob], allText: true });
      expect(plain(globbed).sort()).toEqual(expected);
    },
  );

  test("a path is data", { needs: "reading of files" }, async () => {
    const path = await write("it's; a 'file' -- ü.csv", "id\n1\n");
    expect(plain(await read({ format: "csv", paths: [path], allText: true }))).toEqual([["1"]]);
  });

  test(
    "what cannot be read is a coded error, never fewer rows",
    { needs: "reading of files" },
    async () => {
      const unreadable = { code: "SOURCE.UNREADABLE" };
      const integers = { columns: [typed("id", "integer")], allText: false };
      await expect(csv("id,word\n1,a\n2\n3,c\n")).rejects.toMatchObject(unreadable);
      await expect(csv("id,word\n1,a\n2,b,c\n")).rejects.toMatchObject(unreadable);
      await expect(csv("Our report\nid,word\n1,a\n")).rejects.toMatchObject(unreadable);
      await expect(csv("id,word\n1,a\ntwo,b\n", integers)).rejects.toMatchObject({
        code: "SOURCE.VALUE",
      });
      await expect(csv(Buffer.from("id,word\n1,caf\xe9\n", "latin1"))).rejects.toMatchObject(
        unreadable,
      );
      const json = await write("a.ndjson", '{"id": 1}\n{"id": \n');
      await expect(read({ format: "ndjson", paths: [json] })).rejects.toMatchObject(unreadable);
      const broken = await write("a.parquet", "PAR1 this is none");
      await expect(read({ format: "parquet", paths: [broken] })).rejects.toMatchObject(unreadable);
      const missing = join(projectDir(), "no-such-file.csv");
      await expect(read({ format: "csv", paths: [missing] })).rejects.toMatchObject({
        code: "SOURCE.NOT_FOUND",
      });
    },
  );
}
