import { diagnostic, type Diagnostic } from "../../base/errors/sluice-error.js";
import type { RunEvent } from "../../state/events/event.js";
import { environmentCommand } from "../../model/project/command-line.js";
import type { Session } from "../../session/session.js";
import { lateModels, type LateModel } from "./due-models.js";

/** The events of a run, with a warning before its end for each model that is late even after it. */
export async function* warningOfLate(
  session: Session,
  events: AsyncIterable<RunEvent>,
): AsyncGenerator<RunEvent> {
  for await (const event of events) {
    if (event.type === "run_finished")
      for (const late of await lateModels(session))
        yield { type: "warning", at: new Date().toISOString(), diagnostic: warning(late, session) };
    yield event;
  }
}

function warning({ model, tick, deadline }: LateModel, { project }: Session): Diagnostic {
  return diagnostic({
    code: "RUN.LATE",
    severity: "warning",
    message: `${model} is late: its tick of ${minute(tick)} had to be met by ${minute(deadline)}.`,
    where: { file: project.models.get(model)?.path, model },
    hints: [`Run \`${environmentCommand(["run"], project)}\`, or see why it failed.`],
  });
}

/** `2024-01-31 02:00 UTC` of an ISO timestamp. */
function minute(timestamp: string): string {
  return `${timestamp.slice(0, 16).replace("T", " ")} UTC`;
}
