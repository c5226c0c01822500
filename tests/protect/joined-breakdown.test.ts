import { expect, it } from "vitest";
import { readIndicators } from "../../loaders/registry/indicator.js";
import { policySchema, readPolicies } from "../../loaders/registry/policy.js";

const joined = readIndicators()
  .flatMap((indicator) => indicator.joined)
  .map((one) => one.breakdown);

it("no policy can let out a breakdown by what another source tells of the same child", () => {
  expect(joined).toContain("funded_childcare");
  for (const policy of readPolicies())
    for (const level of ["city", "locality", "ward"] as const) {
      const levels = { ...policy.publish.levels, [level]: ["funded_childcare"] };
      const result = policySchema.safeParse({ ...policy, publish: { ...policy.publish, levels } });
      expect(result.error?.issues.map((issue) => issue.path.join("."))).toEqual([
        `publish.levels.${level}.0`,
      ]);
    }
});
