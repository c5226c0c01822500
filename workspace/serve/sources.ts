import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { stringify } from "yaml";
import { z } from "zod";
import { repositoryRoot } from "../../loaders/store/paths.js";
import { safeMessage, TellableError } from "../../loaders/store/safe-message.js";
import { answerJson, type Endpoints, endpoint } from "../authoring/json-api.js";
import { locationFields } from "../authoring/sources/location-fields.js";
import { type SourceDesk, sourceId, withLocation } from "../authoring/sources/source-desk.js";
import type { SourceTrial } from "../authoring/sources/source-trial.js";

const longest = 40_000;
const mostLines = 200;
const text = z.string().min(1, "There is no text of the source’s file yet. Try it first.").max(longest);
const place = z.record(z.string().max(40), z.unknown());
const formats = z.enum(["csv", "xlsx", "json", "parquet", "geojson"]);
const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
const environment = { ...process.env };

/**
 * Describes, tries and saves sources from the browser. What is tried runs in a process of its own, as the commands do it: readers
 * do not wait for it, and nothing that was fetched stays.
 */
export class Sources {
  private trial: (SourceTrial & { child: ChildProcess }) | undefined;
  private readonly endpoints: Endpoints;

  constructor(
    desk: SourceDesk,
    private readonly isOurs: (token: unknown) => boolean,
  ) {
    this.endpoints = {
      "sources/list": endpoint("read", z.strictObject({}), async () => ({
        sources: desk.list(),
        fields: locationFields(),
        formats: formats.options,
      })),
      "sources/open": endpoint("read", z.strictObject({ id: sourceId }), async ({ id }) => desk.open(id)),
      "sources/trial": endpoint("read", z.strictObject({}), async () => this.trialNow()),
      "sources/describe": endpoint(
        "write",
        z.strictObject({ id: sourceId, format: formats, location: place }),
        async ({ id, format, location }) => {
          desk.readLocation(id, location);
          this.run(id, stringify({ id, location, format: { type: format } }), (file) => [
            "describe",
            "--location",
            file,
          ]);
        },
      ),
      "sources/try": endpoint(
        "write",
        z.strictObject({ id: sourceId, text, location: place }),
        async ({ id, text, location }) => {
          const asked = withLocation(text, location);
          desk.read(id, asked);
          this.run(id, asked, (file) => ["try-source", id, "--file", file]);
        },
      ),
      "sources/save": endpoint(
        "write",
        z.strictObject({ id: sourceId, text, location: place, base: z.string().max(40).optional() }),
        async ({ id, text, location, base }, person) => {
          const kept = withLocation(text, location);
          return { text: kept, hash: await desk.save(id, { text: kept, base }, person) };
        },
      ),
    };
  }

  /** Answers a request for something under `/_write/sources/`. False if this is not what it asks for. */
  answer(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    person: Parameters<typeof answerJson>[1]["person"],
  ): Promise<boolean> {
    return answerJson(this.endpoints, { request, response, path, person, isOurs: this.isOurs });
  }

  /** Ends what is under way. */
  end(): void {
    this.trial?.child.kill();
  }

  private trialNow(): { trial?: SourceTrial } {
    if (!this.trial) return {};
    const { child, ...trial } = this.trial;
    return { trial };
  }

  private run(id: string, text: string, commandOn: (file: string) => string[]): void {
    if (this.trial?.isUnderWay)
      throw new TellableError(`The source ${this.trial.id} is tried already. Wait until that has ended.`);
    const folder = mkdtempSync(join(tmpdir(), "try-"));
    const file = join(folder, `${id}.yaml`);
    writeFileSync(file, text, { mode: 0o600 });
    const [command, ...given] = commandOn(file);
    const child = spawn(
      process.execPath,
      ["--import", tsx, join(repositoryRoot, "workspace", "cli.ts"), command!, ...given],
      { cwd: repositoryRoot, env: environment, stdio: ["ignore", "pipe", "pipe"] },
    );
    const trial = { id, isUnderWay: true, isGood: false, lines: [] as string[], text: "", child };
    this.trial = trial;
    const note = (lines: string): void => {
      trial.lines.push(...lines.replaceAll(file, "The source’s file").split("\n").filter(Boolean));
      trial.lines.splice(0, trial.lines.length - mostLines);
    };
    child.stderr.setEncoding("utf8").on("data", note);
    child.stdout.setEncoding("utf8").on("data", (part: string) => {
      if (command !== "describe") note(part);
      else if (trial.text.length < longest) trial.text += part;
    });
    child.on("error", (error) => note(safeMessage(error)));
    child.on("close", (code) => {
      rmSync(folder, { recursive: true, force: true });
      Object.assign(trial, { isUnderWay: false, isGood: code === 0 });
    });
  }
}
