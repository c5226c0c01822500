import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { alertsSchema, readAlerts } from "../../loaders/registry/alerts.js";
import { readSources, sourceSchema } from "../../loaders/registry/source.js";
import { repositoryRoot } from "../../loaders/store/paths.js";
import { readArguments } from "../../workspace/commands/command.js";
import { commandNamed } from "../../workspace/commands/help.js";
import { statusSchema } from "../../workspace/status.js";
import { fences } from "./guide.js";

const guide = "run-as-a-service.md";

test("what the service and the container start is a command, with its options", async () => {
  const [unit] = fences(guide, "ini file=early-years.service");
  const [file] = fences(guide, "dockerfile file=Containerfile");
  const started = [
    /^ExecStart=\S+ (.*)$/m.exec(unit!)![1]!.split(" "),
    (JSON.parse(/^CMD (.*)$/m.exec(file!)![1]!) as string[]).slice(1),
  ];
  for (const [script, name, ...given] of started) {
    expect(existsSync(join(repositoryRoot, script!))).toBe(true);
    readArguments(await commandNamed(name!), given);
  }
});

const verifier = "/usr/bin/systemd-analyze";
test.skipIf(!existsSync(verifier))("systemd finds nothing wrong with the service", () => {
  const folder = mkdtempSync(join(tmpdir(), "unit-"));
  const unit = join(folder, "early-years.service");
  writeFileSync(
    unit,
    fences(guide, "ini file=early-years.service")[0]!.replace("/usr/bin/node", process.execPath),
  );
  const said = execFileSync(verifier, ["verify", "--man=no", unit], { encoding: "utf8", stdio: "pipe" });
  rmSync(folder, { recursive: true });
  expect(said).not.toContain("early-years.service");
});

test("every key of the status is told", () => {
  const text = readFileSync(join(repositoryRoot, "docs", "guides", guide), "utf8");
  const told = [...text.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, keys]) => keys!.match(/\w+/g)!);
  expect(told.sort()).toEqual(Object.keys(statusSchema.shape).sort());
});

test("the guide's schedule and alerts are what their files take, and nobody is alerted as it comes", () => {
  const source = readSources()[0]!;
  const [schedule] = fences(guide, "yaml");
  expect(sourceSchema.parse({ ...source, ...(parse(schedule!) as object) }).schedule).toBe("0 6 * * 1-5");
  const [alerts] = fences(guide, "yaml file=data/alerts.yaml");
  expect(alertsSchema.parse(parse(alerts!)).command).toHaveLength(3);
  expect(readAlerts()).toEqual(alertsSchema.parse({}));
});
