import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Runs the tests of a project one after another, as they share processes, and a process that begins with another project loads
 * all anew; in each, those that use the ready city or its sites, which are made meanwhile, after all others. The browser's come
 * last.
 */
export class WaitingLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return [0, 1, 2, 3, 4].flatMap((turn) => sorted.filter((file) => turnOf(file) === turn));
  }
}

const waiting = /\/(?:sentences\/(?:made|pages)|site\/briefings)\.test\.ts$/;

function turnOf({ project, moduleId }: TestSpecification): number {
  if (project.name.endsWith("browser")) return 4;
  return (project.name === "unit-drawn" ? 2 : 0) + Number(waiting.test(moduleId));
}
