import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { formatTime, plural } from "../components/words/format.js";
import { type Alerts, readAlerts } from "../loaders/registry/alerts.js";
import { fingerprint } from "../loaders/store/fingerprint.js";
import type { Store } from "../loaders/store/paths.js";
import { statusFile } from "../loaders/store/runs.js";
import { safeMessage, TellableError } from "../loaders/store/safe-message.js";
import { writeFileAtomic } from "../loaders/store/write-file.js";
import { type Environment, postTo } from "./digests/deliver.js";
import type { Status } from "./status.js";

/** Longest that a command may take, in milliseconds. */
const patience = 20_000;

/** What a command or a webhook is given. */
export interface Alert extends Pick<Status, "state" | "failures" | "refused"> {
  /** The same for one alert however often it is sent. */
  id: string;
  /** The same as sentences. */
  text: string;
}

export interface AlertOptions {
  alerts?: Alerts;
  environment?: Environment;
  log?: (line: string) => void;
}

/**
 * Tells those who asked that something is wrong, once, when it begins, when it becomes something else and when it is over. What
 * could not be told is told after the next refresh.
 */
export async function alertOf(
  store: Store,
  status: Status,
  { alerts = readAlerts(), environment = process.env, log = () => {} }: AlertOptions = {},
): Promise<void> {
  const address = alerts.webhook ?? (alerts.webhookFrom && environment[alerts.webhookFrom]);
  if (!alerts.command && !alerts.webhook && !alerts.webhookFrom) return;
  const file = join(dirname(statusFile(store)), "told.json");
  const wrong = wrongIn(status, alerts);
  const before = readAlertsSent(file);
  if (wrong === before) return;
  const alert: Alert = {
    id: randomUUID(),
    state: wrong === "" ? "well" : status.state,
    failures: status.failures,
    refused: alerts.tell === "refused" ? status.refused : [],
    text: wrong === "" ? "All is well again." : textOf(status, alerts),
  };
  try {
    if (alerts.command) await giveTo(alerts.command, alert);
    if (alerts.webhookFrom && !address)
      throw new TellableError(`${alerts.webhookFrom} is not set: it must hold the address to post to.`);
    if (address) await postTo(address, alert, { ...alerts, file: "data/alerts.yaml" });
    writeFileAtomic(file, JSON.stringify({ wrong }));
    log("alert     told");
  } catch (error) {
    log(`ALERT     not told: ${safeMessage(error)} It is tried again after the next refresh.`);
  }
}

/** What is wrong, as a short text to compare with; empty if nothing is. */
function wrongIn({ failures, refused }: Status, { tell }: Alerts): string {
  const all = [
    ...failures.map(({ step, reason }) => [step, reason]),
    ...(tell === "refused" ? refused.map(({ source, name, since }) => [source, name, since]) : []),
  ];
  return all.length ? fingerprint(all) : "";
}

function readAlertsSent(file: string): string {
  try {
    return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as { wrong: string }).wrong : "";
  } catch {
    return "";
  }
}

function textOf({ failures, refused, refreshedAt }: Status, { tell }: Alerts): string {
  const lines = failures.map(
    ({ step, reason, since }) => `${step} fails since ${formatTime(since)}: ${reason}`,
  );
  if (tell === "refused" && refused.length)
    lines.push(
      `${plural(refused.length, "extract")} refused:`,
      ...refused.map(({ source, name, reason }) => `${source}: ${name}: ${reason}`),
    );
  const good = refreshedAt ? `What is shown is the last good state, of ${formatTime(refreshedAt)}.` : "";
  return [...lines, good].filter(Boolean).join("\n");
}

async function giveTo([program, ...args]: string[], alert: Alert): Promise<void> {
  const child = spawn(program!, args, { stdio: ["pipe", "ignore", "ignore"], timeout: patience });
  // A program that reads nothing closes its input.
  child.stdin.on("error", () => {});
  child.stdin.end(JSON.stringify(alert));
  const code = await new Promise<number | null>((done, fail) => {
    child.once("error", () => fail(new TellableError("the command could not be started.")));
    child.once("close", done);
  });
  if (code !== 0)
    throw new TellableError(
      code === null ? "the command took too long and was ended." : `the command ended with ${code}.`,
    );
}
