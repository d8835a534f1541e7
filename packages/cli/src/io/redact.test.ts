import { expect, test } from "vitest";
import { fakeIo } from "../../test/support/fake-io.js";
import { createRedactor, looksSecret } from "./redact.js";

test("which names hold secrets", () => {
  for (const name of [
    "PGPASSWORD",
    "GITHUB_TOKEN",
    "API_KEY",
    "aws_secret_access_key",
    "DB_PASS",
    "SENTRY_DSN",
    "APIKEY",
    "KEY",
  ]) {
    expect(looksSecret(name), name).toBe(true);
  }
  for (const name of ["PWD", "HOME", "KEYBOARD", "MONKEY", "PATH", "SSH_AUTH_SOCK", "COMPASS"]) {
    expect(looksSecret(name), name).toBe(false);
  }
});

test("values go, wherever and however they are written; short ones stay", () => {
  const redact = createRedactor(
    { DB_PASSWORD: 'p@ss "word"', SHORT_TOKEN: "abc", HOME: "/home/ada" },
    ["given-on-the-line"],
  );
  expect(redact.text('connect p@ss "word" as abc at /home/ada')).toBe(
    "connect *** as abc at /home/ada",
  );
  expect(redact.text(`url?p=${encodeURIComponent('p@ss "word"')}`)).toBe("url?p=***");
  expect(redact.text(JSON.stringify('p@ss "word"'))).toBe('"***"');
  expect(redact.data({ a: ["x given-on-the-line"], "given-on-the-line": 1 })).toEqual({
    a: ["x ***"],
    "***": 1,
  });
});

test("each line of a key is a secret", () => {
  const key = "-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG\n-----END KEY-----";
  expect(createRedactor({ TLS_KEY: key }).text("saw MIIEvQIBADANBgkqhkiG")).toBe("saw ***");
});

test("nothing secret reaches stderr, whoever writes it", () => {
  const { io, written } = fakeIo({ env: { MY_TOKEN: "hunter2hunter2" } });
  io.stderr.write("token hunter2hunter2\n");
  expect(written.stderr).toBe("token ***\n");
});
