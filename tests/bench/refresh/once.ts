import { refresh } from "../../../loaders/refresh/refresh.js";

/** What one refresh in a process of its own took, as it tells its parent. */
export interface Once {
  /** Seconds from the start of the process. */
  wall: number;
  cpu: number;
  /** Megabytes that were in memory at most. */
  memory: number;
  /** Seconds by the word that each line of the log begins with; loading the code is “start”. */
  steps: Record<string, number>;
  /** What was refused or failed, in the log's words. */
  wrong: string[];
}

const steps: Record<string, number> = {};
const wrong: string[] = [];
let last = 0;

function until(step: string): void {
  const now = process.uptime();
  steps[step] = (steps[step] ?? 0) + now - last;
  last = now;
}

until("start");
await refresh({
  inbox: process.argv[2]!,
  log(line) {
    const [word] = /^\S+/.exec(line) ?? [];
    until(word!.toLowerCase());
    if (word === "REFUSED" || word === "FAILED") wrong.push(line);
  },
});
until("end");
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
const once: Once = {
  wall: process.uptime(),
  cpu: (userCPUTime + systemCPUTime) / 1e6,
  memory: maxRSS / 1024,
  steps,
  wrong,
};
process.send?.(once);
