import type { DeliveredSource } from "../../loaders/explore/deliveries.json.js";
import { formatList, plural } from "../words/format.js";
import { mailtoLink } from "../words/mailto.js";
import { formatCount } from "../words/numbers.js";

/** A message to who supplies a source, ready to send. */
export interface DeliveryMessage {
  to: string;
  subject: string;
  body: string;
  /** Opens a mail program with it; a long text is cut there. */
  mailto: string;
}

/** Letters of a message that mail programs take from a link for sure. */
const most = 1400;

/** What to write to the supplier of a source about its newest delivery. It holds no cell but categories that the registry lists. */
export function deliveryMessage(source: DeliveredSource): DeliveryMessage {
  const { title, owner, refused } = source;
  const subject = `${title}: ${refused.length ? "a delivery that was not taken" : "what came, and what we found"}`;
  const body = [
    `To the ${owner.role}, ${owner.organisation}`,
    ...refused.map(({ name, reason }) => `${name} was not taken. ${reason}`),
    ...reportLines(source),
    ...(source.report?.faults.length
      ? [
          "A list of the rows that were set aside is attached, by their numbers and without what stood in them.",
        ]
      : []),
  ].join("\n\n");
  const cut = body.length <= most ? body : `${body.slice(0, body.lastIndexOf("\n", most))}\n…`;
  return { to: owner.email, subject, body, mailto: mailtoLink(owner.email, subject, cut) };
}

function reportLines({ report }: DeliveredSource): string[] {
  if (!report) return [];
  const { deliveries, faults, remarks } = report;
  const { name, rows, rejected } = deliveries.at(-1)!;
  const before = deliveries.slice(0, -1).map((one) => formatCount(one.rows + one.rejected));
  return [
    `${name} was taken: ${plural(rows, "row")} in use, ${formatCount(rejected)} set aside.${before.length ? ` Deliveries before it had ${formatList(before)} rows.` : ""}`,
    ...listed(
      "Set aside",
      faults.map(
        (fault) =>
          `${fault.column ? `“${fault.column}” ` : "The row "}${fault.reason}: ${formatCount(fault.rows)}`,
      ),
    ),
    ...listed("Please look whether it is right", remarks),
  ];
}

function listed(heading: string, items: readonly string[]): string[] {
  return items.length ? [`${heading}:\n${items.map((item) => `- ${item}`).join("\n")}`] : [];
}
