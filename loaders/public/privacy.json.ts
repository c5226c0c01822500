import { z } from "zod";
import { publicPageDataset } from "../page-dataset.js";
import { lostFigures } from "./lost-figures.js";

const lost = z.object({ figures: z.int(), suppressed: z.int() });

const schema = z.object({
  /** How figures were made safe, in plain words, each with the setting that it is about. */
  policy: z.array(z.object({ key: z.string(), value: z.string(), text: z.string() })),
  /** Of the figures that the policy lets out, how many there are and how many are suppressed. */
  lost: z.object({ all: lost, wards: lost }),
});

export type Privacy = z.infer<typeof schema>;

export default publicPageDataset(import.meta.url, {
  title: "How children’s privacy is kept",
  schema,
  make: async ({ db }): Promise<Privacy> => {
    const { all, wards } = await lostFigures(db);
    return {
      policy: await db.rows("SELECT key, value, text FROM policy WHERE text IS NOT NULL"),
      lost: { all, wards },
    };
  },
});
