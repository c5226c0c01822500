import type { ServerResponse } from "node:http";
import { readCity } from "../../loaders/registry/city.js";
import { dayIn } from "../../loaders/registry/rules.js";
import { readSources } from "../../loaders/registry/source.js";
import { currentStore } from "../../loaders/store/paths.js";
import { readRuns, runUnderWay } from "../../loaders/store/runs.js";
import { safeMessage } from "../../loaders/store/safe-message.js";
import { statusOf } from "../status.js";
import { messageLines, runLines } from "../status-lines.js";

/**
 * Answers for how the workspace stands: `/status` for people, as text, and `/status.json` for monitoring. False if the request is
 * for something else.
 */
export function answerStatus(response: ServerResponse, path: string): boolean {
  if (path !== "/status" && path !== "/status.json") return false;
  const isJson = path.endsWith(".json");
  try {
    const store = currentStore();
    const status = statusOf(store, readSources(), dayIn(readCity().timeZone));
    const lines = [
      ...runLines(readRuns(store), status, runUnderWay(store)),
      ...messageLines(status.messages),
    ];
    response.writeHead(200, {
      "content-type": `${isJson ? "application/json" : "text/plain"}; charset=utf-8`,
      "cache-control": "no-cache",
    });
    response.end(isJson ? JSON.stringify(status) : `${lines.join("\n").trim()}\n`);
  } catch (error) {
    // A slip in the registry is told by the refresh, and here.
    response.writeHead(500, { "content-type": "text/plain; charset=utf-8" }).end(safeMessage(error));
  }
  return true;
}
