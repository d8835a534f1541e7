import { spawnSync } from "node:child_process";
import { parseDocument } from "yaml";
import type { ScheduleExport } from "../../src/export/schedule-export.js";

/** A schedule as a project of two models gives it. */
export function scheduleExport(more: Partial<ScheduleExport> = {}): ScheduleExport {
  return {
    project: "shop",
    dir: "/srv/pipelines/shop",
    repositoryPath: "pipelines/shop",
    nodeDir: "/opt/node/bin",
    environment: "prod",
    vars: {},
    times: { hours: Array.from({ length: 24 }, (_, i) => i), minutes: [0] },
    paced: false,
    reasons: [
      "0 2 * * * Europe/Berlin: 1 model (marts.customers)",
      "0 * * * *: 2 models (marts.orders and marts.totals)",
    ],
    ...more,
  };
}

/** The command of a crontab, as the two ways of reading its escapes that are in use both give it. */
export function crontabCommand(text: string): string {
  const entries = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  const match = /^(?:[\d*,/-]+ ){5}(\S.*)$/s.exec(entries[0] ?? "");
  const command = match?.[1];
  if (command === undefined || entries.length !== 1) throw new Error(`no crontab: ${text}`);
  for (const unescapes of ["%", "%\\"]) {
    if (readPercents(command, unescapes) !== command)
      throw new Error(`cron reads it otherwise: ${command}`);
  }
  return command;
}

/** What cron hands to the shell: a bare % ends the command, a backslash before some characters is dropped. */
function readPercents(command: string, unescapes: string): string {
  let read = "";
  for (let i = 0; i < command.length; i += 1) {
    const [character, next] = [command.charAt(i), command.charAt(i + 1)];
    if (character === "%") return read;
    if (character === "\\" && next !== "") {
      read += unescapes.includes(next) ? next : character + next;
      i += 1;
    } else {
      read += character;
    }
  }
  return read;
}

/** The arguments of the one ExecStart, by systemd.service(5) and systemd.syntax(7): quotes, escapes, specifiers, variables. */
export function execStart(unit: string): string[] {
  const lines = unit.split("\n");
  const starts = lines.filter((line) => line.startsWith("ExecStart="));
  if (starts.length !== 1 || lines.some((line) => line.endsWith("\\")))
    throw new Error(`not one ExecStart: ${unit}`);
  const text = (starts[0] ?? "").slice("ExecStart=".length);
  const words = text.match(/"(?:[^"\\]|\\.)*"|\S+/g) ?? [];
  return words.map((word) => filledIn(word.startsWith('"') ? unescaped(word.slice(1, -1)) : word));
}

function unescaped(text: string): string {
  const pattern = /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|(.))/g;
  return text.replace(pattern, (whole, x?: string, u?: string, long?: string, one?: string) => {
    const code = x ?? u ?? long;
    if (code !== undefined) return String.fromCodePoint(parseInt(code, 16));
    if (one === "\\" || one === '"') return one;
    throw new Error(`an escape that is not used: ${whole}`);
  });
}

function filledIn(text: string): string {
  return text.replace(/%.?|\$.?/g, (found) => {
    if (found === "%%" || found === "$$") return found.charAt(0);
    throw new Error(`systemd fills in ${found}`);
  });
}

/** What of a workflow is run where; expressions are evaluated, and only those that stand for a text are known. */
export function workflow(text: string): { readonly dir: string; readonly run: string } {
  const document = parseDocument(text, { version: "1.2", strict: true });
  if (document.errors.length > 0) throw document.errors[0] ?? new Error("no YAML");
  const found = document.toJS() as {
    name: string;
    jobs: {
      run: {
        defaults: { run: { "working-directory": string } };
        steps: { run?: string }[];
      };
    };
  };
  const { defaults, steps } = found.jobs.run;
  if (found.name.includes("${{")) throw new Error(`an expression in a name: ${found.name}`);
  const run = steps.at(-1)?.run ?? "";
  return { dir: evaluated(defaults.run["working-directory"]), run: evaluated(run) };
}

function evaluated(text: string): string {
  return text.replace(/\$\{\{(.*?)\}\}/gs, (found, expression: string) => {
    const literal = /^ '((?:[^']|'')*)' $/.exec(expression)?.[1];
    if (literal === undefined) throw new Error(`GitHub evaluates ${found}`);
    return literal.replaceAll("''", "'");
  });
}

/** What a DAG file says, read by Python's own parser without running it. */
export interface DagFile {
  readonly dagId: string;
  readonly schedule: string;
  readonly commands: Readonly<Record<string, string>>;
  readonly upstream: Readonly<Record<string, readonly string[]>>;
}

const readDags = `
import ast, json, sys
def read(text):
    # As bytes, for Python to look for an encoding in them as in a file.
    tree = ast.parse(text.encode(), "dag.py")
    named = {n.targets[0].id: n.value for n in tree.body if isinstance(n, ast.Assign)}
    [block] = [n for n in tree.body if isinstance(n, ast.With)]
    arguments = {k.arg: k.value for k in block.items[0].context_expr.keywords}
    return {
        "dagId": ast.literal_eval(arguments["dag_id"]),
        "schedule": ast.literal_eval(arguments["schedule"]),
        "commands": ast.literal_eval(named["COMMANDS"]),
        "upstream": ast.literal_eval(named["UPSTREAM"]),
    }
print(json.dumps([read(text) for text in json.load(sys.stdin)]))
`;

export function dagFiles(texts: readonly string[]): DagFile[] {
  const input = JSON.stringify(texts);
  const ran = spawnSync("python3", ["-I", "-c", readDags], { input, encoding: "utf8" });
  if (ran.status !== 0) throw new Error(`Python does not parse it: ${ran.stderr}`);
  return JSON.parse(ran.stdout) as DagFile[];
}

export function dagFile(text: string): DagFile {
  const [dag] = dagFiles([text]);
  if (!dag) throw new Error("Python read nothing");
  return dag;
}

/** What Jinja makes of a command; only the expression that stands for a brace is known. */
export function renderedTemplate(command: string): string {
  const rendered = command.replaceAll("{{ '{' }}", "\0");
  if (rendered.includes("{")) throw new Error(`Jinja reads ${rendered}`);
  return rendered.replaceAll("\0", "{");
}
