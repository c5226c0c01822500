import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { alertsSchema } from "../../loaders/registry/alerts.js";
import type { Source } from "../../loaders/registry/source.js";
import { type Manifest, writeManifest } from "../../loaders/store/manifest.js";
import { type Store, storeOf } from "../../loaders/store/paths.js";
import { endRun } from "../../loaders/store/runs.js";
import { type Alert, alertOf } from "../../workspace/alerts.js";
import { keepStatus, type Status, statusOf, statusSchema } from "../../workspace/status.js";
import { runLines } from "../../workspace/status-lines.js";
import { sourceFrom } from "../check/desk.js";

let folder: string;
let store: Store;
let log: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "alerts-"));
  vi.stubEnv("EARLY_YEARS_STORE", join(folder, "store"));
  store = storeOf(join(folder, "inbox"));
  log = [];
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const since = "2026-11-30T06:00:00.000Z";
const begun = { startedAt: since, cause: "schedule" as const, host: "office", inbox: "/srv/inbox" };
const visits: Source = sourceFrom(
  'location: { type: inbox, files: ["visits_*.csv"] }\ncadence: { every: monthly }\ncolumns: [{ name: a, headers: { any: A }, type: integer }]',
);
const extract = {
  ...{ name: "visits_2026-09.csv", sha256: "a", period: null, bytes: 9, rows: 4, rejected: 1 },
  ...{ covers: { from: "2026-09-01", to: "2026-09-30" }, published: null, received: "2026-10-02" },
};
const refusal = { name: "visits_2026-10.csv", sha256: "b", reason: "It has no column for a.", since };

function manifest(given: Partial<Manifest> = {}, refused = [] as (typeof refusal)[]): void {
  writeManifest(store, {
    ...{ version: 1, state: "s", inbox: store.inbox, sample: false, refreshedAt: since, asOf: null },
    sources: { visits: { title: "Visits", extracts: [extract], refused, asOf: "2026-09-30" } },
    ...{ lastChange: null, steps: {}, pages: {}, failures: [], unrecognised: [] },
    ...given,
  } as Manifest);
}
const now = (day = "2026-10-31"): Status => statusOf(store, [visits], day);

test("a status says how it stands, and is of the form that is documented", () => {
  expect(now().state).toBe("never");
  manifest();
  expect(now()).toMatchObject({ state: "well", refreshedAt: since, failures: [], outOfDate: [] });
  manifest({}, [refusal]);
  expect(now()).toMatchObject({
    state: "attention",
    refused: [{ source: "visits", name: refusal.name, steward: visits.steward.email }],
  });
  manifest();
  expect(now("2027-06-01")).toMatchObject({ state: "attention", outOfDate: [{ source: "visits" }] });
  endRun(store, begun, { outcome: "failed", why: "The share is gone." });
  const failing = now();
  expect(failing).toMatchObject({ state: "failing", failures: [{ step: "refresh" }] });
  expect(statusSchema.parse(failing)).toEqual(failing);
  keepStatus(store, failing);
  expect(JSON.parse(readFileSync(join(store.folder, "runs", "status.json"), "utf8"))).toEqual(failing);
});

test("the last runs are told in a line each", () => {
  manifest();
  const run = endRun(store, begun, {
    ...{ outcome: "done", why: null, children: 1200, pages: ["a", "b"] },
    sources: [{ source: "visits", added: 1, dropped: 0, refused: 0, rows: 1200, rejected: 3 }],
    seconds: { link: 4, measure: 2 },
  });
  const lines = runLines([run, { ...run, outcome: "interrupted" }], now()).join("\n");
  expect(lines).toContain("All is well.");
  expect(lines).toMatch(/by schedule: did not end\n/);
  expect(lines).toMatch(
    /most of it link; visits 1,200 rows, 3 in quarantine; 1,200 children linked; 2 page data sets new/,
  );
});

/** A listener on this machine that keeps what it is posted. */
async function listener(answer: { status: number }) {
  const got: Alert[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += chunk));
    request.on("end", () => {
      got.push(JSON.parse(body));
      response.writeHead(answer.status).end();
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    got,
    environment: { HOOK: `http://127.0.0.1:${port}/secret` },
    close: () => new Promise((done) => server.close(done)),
  };
}

test("a webhook hears once that something is wrong, and once that it is over", async () => {
  const answer = { status: 200 };
  const { got, environment, close } = await listener(answer);
  const alerts = alertsSchema.parse({
    ...{ webhookFrom: "HOOK", webhookHosts: ["127.0.0.1"], allowPrivateAddresses: true },
  });
  const tell = () => alertOf(store, now(), { alerts, environment, log: (line) => log.push(line) });
  manifest();
  await tell();
  expect(got).toEqual([]);
  manifest({}, [refusal]);
  answer.status = 500;
  await tell();
  expect(log.join()).toMatch(/not told: the host answered with 500\. It is tried again/);
  expect(log.join()).not.toContain("secret");
  answer.status = 200;
  await tell();
  await tell();
  manifest();
  await tell();
  expect(got.slice(1).map(({ state, text }) => [state, text.split("\n")[0]])).toEqual([
    ["attention", "1 extract refused:"],
    ["well", "All is well again."],
  ]);
  await close();
});

test.skipIf(process.platform === "win32")(
  "a command is given the alert on its input, without a shell",
  async () => {
    const script = join(folder, "tell.sh");
    writeFileSync(script, '#!/bin/sh\ncat > "$1"\n');
    chmodSync(script, 0o700);
    const out = join(folder, "out; touch x.json");
    manifest({ failures: [{ step: "link", reason: "It failed.", since }] });
    await alertOf(store, now(), { alerts: alertsSchema.parse({ command: [script, out] }) });
    expect(JSON.parse(readFileSync(out, "utf8"))).toMatchObject({
      state: "failing",
      failures: [{ step: "link", reason: "It failed." }],
    });
    rmSync(script);
    manifest();
    await alertOf(store, now(), {
      alerts: alertsSchema.parse({ command: [script, out] }),
      log: (line) => log.push(line),
    });
    expect(log.join()).toMatch(/not told: the command could not be started\./);
    expect(existsSync(join(folder, "x.json"))).toBe(false);
  },
);
