import { expect, it } from "vitest";
import { withFirstLines, withRows } from "./defect.js";

it("rows are added at the end of a file", () => {
  expect(withRows("3", "4")("id\n1\n")).toBe("id\n1\n3\n4\n");
});

it("only the first lines are left of a file, with their line ends", () => {
  expect(withFirstLines(1)("id\r\n1\r\n2\r\n")).toBe("id\r\n");
  expect(withFirstLines(2)("id\n1\n2\n")).toBe("id\n1\n");
});
