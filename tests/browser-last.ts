import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Runs the browser tests after all others, while which the sites that they visit are being built. */
export class BrowserLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isBrowser = ({ project }: TestSpecification) => project.name.endsWith("browser");
    return [...sorted.filter((file) => !isBrowser(file)), ...sorted.filter(isBrowser)];
  }
}
