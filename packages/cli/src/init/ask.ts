import { templateSummaries } from "./templates.js";
import { templateNames, type TemplateName } from "./template-names.js";

/** What `init` needs to know. */
export interface InitAnswers {
  readonly dir: string;
  readonly template: TemplateName;
}

const declined = "Nothing was made.";

/** Asks for folder and template; undefined when the user declines. */
export async function askInit(): Promise<InitAnswers | undefined> {
  const { cancel, isCancel, select, text } = await import("@clack/prompts");
  const dir = await text({
    message: "Folder of the new project",
    initialValue: "analytics",
    validate: notEmpty,
  });
  if (isCancel(dir)) {
    cancel(declined);
    return undefined;
  }
  const template = await select({
    message: "Start from",
    options: templateNames.map((value) => ({
      value,
      label: value,
      hint: templateSummaries[value],
    })),
  });
  if (isCancel(template)) {
    cancel(declined);
    return undefined;
  }
  return { dir, template };
}

function notEmpty(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === ""
    ? "Give a folder, or . for this one."
    : undefined;
}
