// The process that the watch keeps for its refreshes: it waits for an order, runs the refresh command and says that it has. Orders
// never overlap.
import { register } from "tsx/esm/api";
import { tellLastOutcome } from "./last-outcome.js";

let isAtWork = true;
const waiting = [];

process.on("message", (order) => {
  waiting.push(order);
  if (!isAtWork) work();
});
// Whoever started it is gone: what is under way is brought to its end.
process.on("disconnect", () => {
  if (!isAtWork) process.exit();
});

register();
const { runCommandLine } = await import("./cli.ts");
// What the command loads when it is first run.
await import("./bring-up-to-date.ts");
await work();

async function work() {
  isAtWork = true;
  for (let order = waiting.shift(); order; order = waiting.shift()) {
    process.env.REFRESH_CAUSE = order.cause;
    process.env.REFRESH_SOURCES = order.scheduled.join(" ");
    if (order.scheduled.length || !tellLastOutcome(order.options))
      await runCommandLine(["refresh", ...order.options]);
    if (process.connected) process.send({ ended: true, memory: process.memoryUsage().rss });
  }
  isAtWork = false;
  if (!process.connected) process.exit();
}
