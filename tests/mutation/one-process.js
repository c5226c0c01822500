import { readFileSync } from "node:fs";
import { register as registerHooks } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { register as registerTypeScript } from "tsx/esm/api";

// What Vitest's functions look for in the process that runs tests.
const config = {
  root: process.cwd(),
  name: "mutation",
  setupFiles: ["tests/leave-nothing.ts", "tests/one-thread.ts"].map((file) => resolve(file)),
  testTimeout: 240_000,
  hookTimeout: 240_000,
  maxConcurrency: 1,
  retry: 0,
  sequence: { shuffle: {}, hooks: "stack", setupFiles: "list" },
  tags: [],
  expect: {},
  snapshotOptions: {},
  experimental: { importDurations: { limit: 0 } },
};
globalThis.__vitest_worker__ = {
  config,
  ctx: { pool: "mutation" },
  environment: { name: "node" },
  metaEnv: process.env,
};
// The switch that Stryker's instrumenter puts into the code that it breaks.
globalThis.__stryker__ ??= {};
const stryker = globalThis.__stryker__;

/**
 * Runs Vitest's tests in one process, breaking one line after the other by Stryker's own switch: to load everything anew for
 * each takes ten times as long as most tests. A file of tests is read anew each time, what it imports is not. So what a
 * process that has run tests says is believed only where nothing that it kept can have said it: a line that no test noticed
 * and that was come by less often than when it was whole, or whose test fails with the line whole too, is tried again in a
 * new process, which Stryker starts when this one refuses.
 */
class OneProcess {
  #isNew = true;
  #isSpoilt = false;
  #turn = 0;
  #thrown = [];

  capabilities() {
    return { reloadEnvironment: false };
  }

  async init() {
    process.env.NODE_ENV = "test";
    registerTypeScript();
    registerHooks(`data:text/javascript,${encodeURIComponent(withoutNpm)}`);
    for (const event of ["uncaughtException", "unhandledRejection"])
      process.on(event, (error) => this.#thrown.push(error));
    const { TestRunner } = await import("vitest");
    const { startTests } = await import("vitest/internal/browser");
    this.startTests = startTests;
    this.VitestRunner = TestRunner;
  }

  async dryRun() {
    this.#isNew = false;
    const { tests } = JSON.parse(readFileSync(process.env.MUTATION, "utf8"));
    const results = await this.#run(tests, { noteCoverage: true });
    return { status: "complete", tests: results, mutantCoverage: stryker.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit }) {
    if (this.#isSpoilt) throw new Error("What an earlier line did is kept in this process.");
    const isNew = this.#isNew;
    this.#isNew = false;
    const chosen = testFilter ?? JSON.parse(readFileSync(process.env.MUTATION, "utf8")).tests;
    Object.assign(stryker, { activeMutant: activeMutant.id, hitCount: 0, hitLimit });
    const results = await this.#run(chosen, { untilOneFails: true });
    const { hitCount } = stryker;
    Object.assign(stryker, { activeMutant: undefined, hitCount: undefined, hitLimit: undefined });

    if (hitCount > hitLimit) return { status: "timeout", reason: "It was come by too often." };
    const failed = results.find(({ status }) => status === failedStatus);
    const nrOfTests = results.length;
    if (failed === undefined) {
      if (isNew || hitCount >= hitLimit / hitLimitFactor) return { status: "survived", nrOfTests };
      throw new Error("Whether no test notices is tried in a new process.");
    }
    // A line that is broken while files load stays broken in this process, which Stryker ends.
    if (testFilter !== undefined) {
      const again = await this.#run([failed.id], {});
      this.#isSpoilt = again.some(({ status }) => status === failedStatus);
      if (this.#isSpoilt && !isNew) throw new Error("Whether a test notices is tried in a new process.");
    }
    return { status: "killed", killedBy: [failed.id], failureMessage: failed.failureMessage, nrOfTests };
  }

  /** Runs files of tests, or single tests by their ids, in Stryker's terms. */
  async #run(chosen, { noteCoverage = false, untilOneFails = false }) {
    const idsByFile = new Map();
    for (const id of chosen) {
      const [file, test] = id.split("#");
      idsByFile.set(file, [...(idsByFile.get(file) ?? []), ...(test === undefined ? [] : [test])]);
    }
    const results = [];
    for (const [file, ids] of idsByFile) {
      this.#thrown.length = 0;
      this.#turn++;
      const spec = { filepath: resolve(file), ...(ids.length > 0 ? { testIds: ids } : {}) };
      const [task] = await this.startTests([spec], this.#runnerOf(file, { noteCoverage, untilOneFails }));
      const ofFile = resultsOf(task, file);
      const outside = [...(task.result?.errors ?? []), ...this.#thrown];
      if (outside.length > 0)
        ofFile.push(failure(file, "outside of the tests", outside[0]?.message ?? String(outside[0])));
      results.push(...ofFile);
      if (untilOneFails && ofFile.some(({ status }) => status === failedStatus)) break;
    }
    return results;
  }

  #runnerOf(file, { noteCoverage, untilOneFails }) {
    const turn = this.#turn;
    let hasFailed = false;
    return new (class extends this.VitestRunner {
      trace = undefined;
      // No test that guards children holds what it finds against a file.
      snapshotClient = { setup() {}, clearTest() {}, getSnapshotState() {}, clear() {} };
      onCleanupWorkerContext() {}
      importFile(path) {
        return import(`${pathToFileURL(path).href}?turn=${turn}`);
      }
      async onAfterRunSuite() {}
      async onBeforeRunTask(test) {
        if (hasFailed && untilOneFails) test.mode = "skip";
        if (noteCoverage) stryker.currentTestId = `${file}#${test.id}`;
      }
      onAfterRunTask(test) {
        hasFailed ||= test.result?.state === "fail";
        stryker.currentTestId = undefined;
      }
    })(config);
  }
}

const failedStatus = 1;
// Stryker's limit is so many times as often as the tests came by the line when it was whole.
const hitLimitFactor = 100;

/** The tests of a suite in Stryker's terms, and a failure for a suite's own, as of what is done before all of its tests. */
function resultsOf(suite, file) {
  return suite.tasks.flatMap((task) => {
    if (task.type === "suite")
      return [
        ...resultsOf(task, file),
        ...(task.result?.errors ?? []).map(({ message }) => failure(file, task.name, message)),
      ];
    const { state, duration, errors } = task.result ?? {};
    if (state === "fail")
      return [{ ...failure(file, task.name, errors?.[0]?.message), id: `${file}#${task.id}` }];
    return [
      {
        id: `${file}#${task.id}`,
        name: task.name,
        timeSpentMs: duration ?? 0,
        status: state === "pass" ? 0 : 2,
      },
    ];
  });
}

function failure(file, name, failureMessage = "without a message") {
  return { id: file, name, timeSpentMs: 0, status: failedStatus, failureMessage };
}

const withoutNpm = `export const resolve = (specifier, context, next) => next(specifier.replace(/^npm:/, ""), context);`;

export const strykerPlugins = [{ kind: "TestRunner", name: "one-process", injectableClass: OneProcess }];
