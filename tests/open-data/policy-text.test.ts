import { describe, expect, it } from "vitest";
import { policyText } from "../../loaders/protect/policy-text.js";
import { readIndicators } from "../../loaders/registry/indicator.js";
import { readPolicies } from "../../loaders/registry/policy.js";

describe.each(readPolicies().map((policy) => [policy.id, policy] as const))(
  "the policy %s in words",
  (_, policy) => {
    const lines = policyText(policy, readIndicators());
    const textOf = (key: string) => lines.find((line) => line.key === key)?.text;

    it("says from how many children a count is shown, and how far apart what it can be must lie", () => {
      expect(textOf("smallest-count")).toContain(`fewer than ${policy.smallestCount} children`);
      expect(textOf("protection-interval")).toContain(
        `must still lie ${policy.protectionInterval} or more apart`,
      );
    });

    it("says that further figures are left out, and beside what", () => {
      expect(textOf("secondary")).toMatch(/worked out from the others.*published earlier/);
    });

    it("names once each who publishes what readers know", () => {
      const given = [...policy.known, ...policy.known];
      const told = policyText(policy, readIndicators(), given).find(({ key }) => key === "known")!.text;
      for (const { by } of policy.known) expect(told.split(by)).toHaveLength(2);
      expect(told).toContain(`for ${given.length} of our figures`);
    });

    it("says that nothing is known where nobody publishes it", () => {
      expect(textOf("known")).toContain("none of ours counts as known");
      for (const { by } of policy.known) expect(textOf("known")).not.toContain(by);
    });

    it("says whose children of several years are added up", () => {
      expect(textOf("pooled")).toMatch(/in blocks that do not overlap: .*Two-year-old take-up/);
      expect(policyText(policy, []).find(({ key }) => key === "pooled")).toBeUndefined();
    });

    it("names the groups that are not shown by themselves, if there are any", () => {
      const groups = Object.values(policy.publish.withheld).flat();
      expect(Boolean(textOf("withheld"))).toBe(groups.length > 0);
      for (const group of groups) expect(textOf("withheld")).toContain(`“${group}”`);
    });
  },
);
