import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Runs the tests that use the ready city and its sites after all others, during which these are made. */
export class WaitingLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return [0, 1, 2].flatMap((turn) => sorted.filter((file) => turnOf(file) === turn));
  }
}

function turnOf({ project, moduleId }: TestSpecification): number {
  if (project.name.endsWith("browser")) return 2;
  return /\/(?:sentences\/pages|site\/briefings)\.test\.ts$/.test(moduleId) ? 1 : 0;
}
