import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Runs the tests that use the ready city and its sites after all others, during which these are made. Light tests are
 * neighbours, so that they share processes.
 */
export class WaitingLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return [0, 1, 2, 3].flatMap((turn) => sorted.filter((file) => turnOf(file) === turn));
  }
}

function turnOf({ project, moduleId }: TestSpecification): number {
  if (project.name.endsWith("browser") || moduleId.endsWith("/site/briefings.test.ts")) return 3;
  if (/\/(?:sentences\/(?:made|pages)|refresh\/run-loader)\.test\.ts$/.test(moduleId)) return 2;
  return project.name === "unit-light" ? 1 : 0;
}
