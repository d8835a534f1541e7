import { parseCsv } from "@sluice/app-testkit";

/** A change of a subscription; `to` is empty for a cancellation. */
export interface Change {
  readonly customer: string;
  readonly subscription: string;
  readonly type: "PLAN_CHANGE" | "CANCELLATION";
  readonly day: string;
  readonly from: string;
  readonly to: string;
}

const upper = (value: string | undefined) => {
  const read = (value ?? "").trim().toUpperCase();
  return read === "NULL" ? "" : read;
};

/** The changes of a raw subscriptions file: a walk along each timeline, without any SQL. */
export function changesOf(subscriptionsCsv: string): readonly Change[] {
  const timelines = new Map<
    string,
    { plan: string; start: string; end: string; status: string }[]
  >();
  for (const row of parseCsv(subscriptionsCsv)) {
    const start = upper(row["subscription_start_date"]);
    const key = `${upper(row["customer_id"])} ${upper(row["subscription_id"])}`;
    if (start === "") continue;
    const segment = {
      plan: upper(row["plan_id"]),
      start,
      end: upper(row["subscription_end_date"]),
      status: upper(row["status"]).replace("CANCELED", "CANCELLED"),
    };
    timelines.set(key, [...(timelines.get(key) ?? []), segment]);
  }
  const changes: Change[] = [];
  for (const [key, segments] of timelines) {
    const [customer = "", subscription = ""] = key.split(" ");
    segments.sort((a, b) => (a.start < b.start ? -1 : 1));
    for (const [index, { plan, start }] of segments.entries()) {
      const before = segments[index - 1];
      if (!before || before.plan === plan) continue;
      const from = before.plan;
      changes.push({ customer, subscription, type: "PLAN_CHANGE", day: start, from, to: plan });
    }
    const last = segments.at(-1);
    if (last?.status !== "CANCELLED" || last.end === "") continue;
    const { end: day, plan: from } = last;
    changes.push({ customer, subscription, type: "CANCELLATION", day, from, to: "" });
  }
  return changes;
}

/** Direction of a change by the digits (level) and the last letter (billing period) of the plans. */
export function directionOf({ type, from, to }: Change): string {
  if (type === "CANCELLATION") return "cancellation";
  const level = (plan: string) => Number(plan.replaceAll(/\D/g, ""));
  if (level(to) > level(from)) return "upgrade";
  return level(to) < level(from) ? "downgrade" : "billing_switch";
}
