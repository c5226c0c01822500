import { z } from "zod";
import { publicPageDataset } from "../page-dataset.js";
import { type Rule, readRules } from "../registry/rules.js";

const value = z.union([z.number(), z.string()]);

const schema = z.object({
  /** Every version that is known: which of them holds depends on the reader's day, so the page says it. */
  rules: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      versions: z.array(
        z.object({
          from: z.iso.date(),
          to: z.iso.date().nullable(),
          checkAgainBy: z.iso.date().nullable(),
          values: z.record(z.string(), z.union([value, z.array(value)])),
        }),
      ),
      source: z.object({ title: z.string(), page: z.string() }),
      /** Where a family asks for it. */
      apply: z.object({ page: z.string(), phone: z.string().optional() }).optional(),
      checkedOn: z.iso.date(),
      /** Where the government's programs disagree, what pages go by. */
      decisions: z.array(
        z.object({
          point: z.string(),
          calculator: z.string(),
          checker: z.string(),
          choice: z.string(),
          because: z.string(),
        }),
      ),
    }),
  ),
});

export type PublicRules = z.infer<typeof schema>;

export default publicPageDataset(import.meta.url, {
  title: "Rules of help with childcare",
  schema,
  make: (): PublicRules => ({ rules: readRules().map(publicRule) }),
});

/** What the public is told of a rule: not who in the council looks after it. */
function publicRule({
  id,
  title,
  versions,
  source,
  apply,
  checkedOn,
  decisions,
}: Rule): PublicRules["rules"][number] {
  return { id, title, versions, source, ...(apply && { apply }), checkedOn, decisions };
}
