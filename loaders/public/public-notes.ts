import { z } from "zod";
import type { Note } from "../registry/notes.js";

/** A dated note on a series as the public reads it. */
export const publicNoteSchema = z.object({
  date: z.iso.date(),
  indicators: z.array(z.string()),
  break: z.boolean(),
  text: z.string(),
  writer: z.string(),
});
export type PublicNote = z.infer<typeof publicNoteSchema>;

/** What some figures of an indicator are about: codes of their areas, ids of their sources, and the first day of their period. */
export interface NotedFigures {
  indicator: string;
  areas: readonly string[];
  sources: readonly string[];
  since: string;
}

/** The notes that are meant for the public too and belong to figures of one period: those of its days, and of later ones. */
export function publicNotes(
  notes: readonly Note[],
  { indicator, areas, sources, since }: NotedFigures,
): PublicNote[] {
  return notes
    .filter(
      (note) =>
        note.public &&
        note.indicators.includes(indicator) &&
        note.date >= since &&
        (note.area === undefined || areas.includes(note.area)) &&
        (note.source === undefined || sources.includes(note.source)),
    )
    .map((note) => publicNoteSchema.parse({ ...note, indicators: [indicator] }));
}
