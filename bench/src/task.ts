import { tasks } from "./tasks/tasks.js";

const [name, input = "null"] = process.argv.slice(2);
const task = (tasks as Readonly<Record<string, (input: never) => Promise<unknown>>>)[name ?? ""];
if (!task) throw new Error(`There is no task ${name ?? ""}.`);
process.stdout.write(`${JSON.stringify(await task(JSON.parse(input) as never))}\n`);
