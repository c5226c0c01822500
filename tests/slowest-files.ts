import { relative } from "node:path";
import type { Reporter, TestModule } from "vitest/node";
import { repositoryRoot } from "../loaders/store/paths.js";

const most = 10;

/** Tells, after the tests, which files took longest: their imports, hooks and tests. */
export default class SlowestFiles implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    if (modules.length < 2) return;
    const slowest = modules
      .map((module) => ({ file: relative(repositoryRoot, module.moduleId), seconds: secondsOf(module) }))
      .sort((a, b) => b.seconds - a.seconds)
      .slice(0, most);
    console.log("\nThe slowest files");
    for (const { file, seconds } of slowest)
      console.log(`  ${seconds.toFixed(1).padStart(6)} s  ${file.replaceAll("\\", "/")}`);
  }
}

function secondsOf(module: TestModule): number {
  const { collectDuration, setupDuration, duration } = module.diagnostic();
  return (collectDuration + setupDuration + duration) / 1000;
}
