import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findings, testProject } from "../../../test/project.js";
import type { FileEncoding } from "../../model/kind.js";
import { decoderOf } from "./decode.js";

const windows = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ";
const bytes1252 = [...[0x80, 0x82], ...range(0x83, 0x8c), 0x8e, ...range(0x91, 0x9c), 0x9e, 0x9f];

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

type Written = Exclude<FileEncoding, "utf-8">;

/** The bytes of a text in an encoding, made without the code under test. */
function encoded(text: string, encoding: Written, form: "le" | "be" | "marked" = "marked"): Buffer {
  if (encoding === "latin-1") return Buffer.from(text, "latin1");
  if (encoding === "windows-1252")
    return Buffer.from(Array.from(text, (c) => bytes1252[windows.indexOf(c)] ?? c.charCodeAt(0)));
  const units = Buffer.from((form === "le" ? "" : "\uFEFF") + text, "utf16le");
  return form === "be" ? units.swap16() : units;
}

const characters: Readonly<Record<Written, fc.Arbitrary<string>>> = {
  "latin-1": fc.integer({ min: 0xa0, max: 0xff }).map((c) => String.fromCharCode(c)),
  "windows-1252": fc.constantFrom(...Array.from(windows)),
  "utf-16": fc
    .string({ unit: "binary", minLength: 1, maxLength: 1 })
    .filter((c) => !/[\0\uFEFF]/.test(c)),
};

describe.each(Object.keys(characters) as Written[])("a text in %s", (encoding) => {
  const character = fc.oneof(
    characters[encoding],
    fc.constantFrom(...Array.from('abc,;"\n\r 019')),
  );
  const text = fc.array(character, { maxLength: 60 }).map((all) => `id,${all.join("")}`);
  const sizes = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 });

  it("is decoded exactly, in pieces of any size", () => {
    fc.assert(
      fc.property(text, sizes, fc.constantFrom("le", "be", "marked"), (written, pieces, form) => {
        const bytes = encoded(written, encoding, form);
        const decoder = decoderOf(encoding, bytes.subarray(0, 256));
        let read = "";
        for (let at = 0, i = 0; at < bytes.length; i++) {
          const size = pieces[i % pieces.length] ?? 1;
          read += decoder.take(bytes.subarray(at, at + size));
          at += size;
        }
        expect(read).toBe(written);
        // A text whose bytes happen to be UTF-8 is refused at its end.
        const isUtf8 = encoding !== "utf-16" && !bytes.toString("utf8").includes("\uFFFD");
        if (!isUtf8 || bytes.every((byte) => byte < 0x80)) decoder.end();
        else expect(() => decoder.end()).toThrow("UTF-8");
      }),
    );
  });
});

const rows = [
  ["latin-1", "id,s\n1,Café ÿ\n"],
  ["windows-1252", "id,s\n1,5 € “x”\n"],
  ["utf-16", "id,s\n1,日本 😀 Ω\n"],
] as const;

it.each(rows)(
  "a file in %s is read by seeds and tables, and its copy is no part of a plan",
  async (encoding, text) => {
    const project = testProject({
      "models/raw/s.seed.yaml": `file: s.csv\nencoding: ${encoding}\n`,
      "models/raw/t.source.yaml": `file: s.csv\nencoding: ${encoding}\n`,
      "models/a/m.sql": "/* model\nkind: table\n*/\nselect * from raw.t",
    });
    project.write({ "s.csv": encoded(text, encoding) });
    await project.build();
    const expected = [{ id: 1n, s: text.split("\n")[1]?.slice(2) }];
    expect(await project.rows("select * from raw.s")).toEqual(expected);
    expect(await project.rows("select * from a.m")).toEqual(expected);
    expect(await project.plan()).toEqual({});
    project.write({
      "s.csv": encoded(`${text}2,é\n`, encoding === "utf-16" ? encoding : "latin-1"),
    });
    await project.build();
    expect(await project.value("select count(*) from a.m")).toBe(2n);
  },
);

it("JSON in UTF-16 is read", async () => {
  const project = testProject({ "models/raw/s.seed.yaml": "file: s.json\nencoding: utf-16\n" });
  project.write({ "s.json": encoded('[{"id": 1, "s": "é"}]', "utf-16") });
  await project.build();
  expect(await project.rows("select * from raw.s")).toEqual([{ id: 1n, s: "é" }]);
});

const latin = Buffer.from("id,s\n1,x\n2,caf\xe9\n", "latin1");
const refusals: readonly (readonly [string, Buffer, string, string])[] = [
  [
    "Latin-1 without the option",
    latin,
    "",
    "s.csv, line 3: A byte is no text in UTF-8. Say how the text is written where it is older than Unicode: `encoding: latin-1`",
  ],
  [
    "Windows-1252 without the option",
    Buffer.from("id\n\x80\xe9\n", "latin1"),
    "",
    "`encoding: windows-1252`",
  ],
  [
    "UTF-16 without the option",
    encoded("id\n1\n", "utf-16"),
    "",
    "s.csv, line 1: The text is in UTF-16. Say so: `encoding: utf-16`.",
  ],
  [
    "UTF-16 without a mark and the option",
    encoded("id\n1\n", "utf-16", "le"),
    "",
    "`encoding: utf-16`",
  ],
  ["UTF-8 as UTF-16", Buffer.from("id\n1\n"), "utf-16", "The text is not in UTF-16"],
  [
    "UTF-8 as Latin-1",
    Buffer.from("id\nx\ncafé\n"),
    "latin-1",
    "s.csv, line 3: The text is in UTF-8",
  ],
  ["UTF-16 as Latin-1", encoded("id\n1\n", "utf-16"), "latin-1", "`encoding: utf-16`"],
  [
    "Windows-1252 as Latin-1",
    Buffer.from("id\n\x80\xe9\n", "latin1"),
    "latin-1",
    "s.csv, line 2: The byte 0x80 is no character in latin-1. In Windows-1252 it is `€`",
  ],
  [
    "a byte without a character",
    Buffer.from("id\n\x81\xe9\n", "latin1"),
    "windows-1252",
    "The byte 0x81 is no character in windows-1252",
  ],
  ["half a character", encoded("id\n1\n", "utf-16").subarray(0, -1), "utf-16", "is cut off"],
  [
    "a lone surrogate",
    encoded("id\n\uD83D1\n", "utf-16"),
    "utf-16",
    "s.csv, line 2: Half a character",
  ],
];

it.each(refusals)("%s is refused with what to write", async (_, bytes, encoding, says) => {
  const option = encoding === "" ? "" : `encoding: ${encoding}\n`;
  for (const kind of ["seed", "source"]) {
    const project = testProject({
      [`models/raw/s.${kind}.yaml`]: `file: s.csv\n${option}`,
      "models/a/m.sql": "/* model\nkind: table\n*/\nselect * from raw.s",
    });
    project.write({ "s.csv": bytes });
    const all = await findings(project);
    expect(all.map(({ code, where }) => [code, where?.file])).toEqual([
      ["SOURCE.UNREADABLE", `models/raw/s.${kind}.yaml`],
    ]);
    expect([all[0]?.message, ...(all[0]?.hints ?? [])].join(" ")).toContain(says);
  }
});

it("a view over files in another encoding is refused, through an ephemeral model too", async () => {
  const project = testProject({
    "models/raw/s.source.yaml": "file: s.csv\nencoding: latin-1\n",
    "models/a/e.sql": "/* model\nkind: ephemeral\n*/\nselect * from raw.s",
    "models/a/v.sql": "select * from a.e",
    "models/a/t.sql": "/* model\nkind: table\n*/\nselect * from a.e",
  });
  project.write({ "s.csv": latin });
  const all = await findings(project);
  expect(all.map(({ code, where }) => [code, where?.file])).toEqual([
    ["MODEL.INVALID", "models/a/v.sql"],
  ]);
  expect(all[0]?.message).toContain("a.v is a view over raw.s, whose files are in latin-1");
  expect(all[0]?.hints.join(" ")).toContain("`kind: table`");
});

it("the text of an encoding holds all of its characters", () => {
  expect(windows).toHaveLength(bytes1252.length);
});
