import { z } from "npm:zod";

const title = z.string().min(1).optional().describe("The figure's title, where the usual one will not do");

/** What each word of a page about need can be told. */
export const needSchemas = {
  weigh: z.strictObject({
    indicators: z
      .array(z.string())
      .min(1)
      .optional()
      .describe("Ids of the indicators at first; else outcomes and take-up, as far as there are figures"),
  }),
  needMap: z.strictObject({ title }),
  needRanking: z.strictObject({
    title,
    most: z.int().min(1).optional().describe("How many areas, those of most need first; else all"),
  }),
  weightings: z.strictObject({ title }),
  carriers: z.strictObject({ title }),
  likeness: z.strictObject({
    title,
    indicators: z
      .array(z.string())
      .min(1)
      .optional()
      .describe("Ids of the characteristics; else those by which similar areas are found"),
  }),
};

export type NeedWord = keyof typeof needSchemas;
export type NeedOptions<W extends NeedWord> = z.input<(typeof needSchemas)[W]>;
