import { Agent, get } from "node:http";
import { formatCount, formatDecimal } from "../../../components/words/numbers.js";
import { quantile } from "../pages/controls.js";

/** The load is bounded: so many readers at once, each with the next page as soon as the last has come, for so long. */
const readers = 50;
const seconds = 15;
const paths = ["/", "/find", "/help", "/areas/alum-rock", "/open-data/areas.csv"];

/** How a server on this machine answers many readers of the public site at once: its address on loopback is given. */
export async function loadServer(origin: string, print: (line: string) => void): Promise<void> {
  const { times, errors } = await load(origin);
  print(
    `nginx, ${readers} readers at once for ${seconds} s: ${formatCount(times.length / seconds)} answers a second, ` +
      `median ${formatDecimal(quantile(times, 0.5), 1)} ms, p95 ${formatDecimal(quantile(times, 0.95), 1)} ms (promised 200), ` +
      `${formatCount(errors)} errors of ${formatCount(times.length + errors)} (promised fewer than 1 in 1,000)`,
  );
}

async function load(origin: string): Promise<{ times: number[]; errors: number }> {
  const times: number[] = [];
  let errors = 0;
  const until = performance.now() + seconds * 1000;
  const read = async (reader: number): Promise<void> => {
    for (let turn = reader; performance.now() < until; turn += 1) {
      const from = performance.now();
      const { status } = await ask(origin + paths[turn % paths.length]!);
      if (status === 200) times.push(performance.now() - from);
      else errors += 1;
    }
  };
  await Promise.all(Array.from({ length: readers }, (_, reader) => read(reader)));
  agent.destroy();
  return { times, errors };
}

const agent = new Agent({ keepAlive: true, maxSockets: readers });

function ask(address: string): Promise<{ status: number }> {
  return new Promise((resolve) => {
    const request = get(address, { headers: { "accept-encoding": "gzip" }, agent }, (answer) => {
      answer.resume();
      answer.once("end", () => resolve({ status: answer.statusCode ?? 0 }));
      answer.once("error", () => resolve({ status: 0 }));
    });
    request.once("error", () => resolve({ status: 0 }));
  });
}
