import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { z } from "zod";
import { repositoryRoot } from "../store/paths.js";
import { RegistryError, readYamlFolder } from "./read-yaml.js";

const text = z.string().trim().min(1, "must not be empty.");
const day = z.iso.date("must be a date as year-month-day, as in 2026-12-01.");

export const noteSchema = z.strictObject({
  /** The day that it is about: where it is drawn. */
  date: day,
  /** Ids of the indicators whose series it is drawn with. */
  indicators: z.array(text).min(1, "must have an entry."),
  /** Code of the area that it is about; where left out, all areas. */
  area: text.optional(),
  /** Id of the source that it is about; where left out, figures of all sources. */
  source: text.optional(),
  /** Whether figures before that day do not compare with those after it. */
  break: z.boolean().default(false),
  /** Whether the public reads it too, where it reads the series. */
  public: z.boolean().default(false),
  /** What a reader should know, in a sentence or two. */
  text: text.max(400, "must be 400 letters or fewer: say more on a page, and name it here."),
  /** Who wrote it: shown with it. */
  writer: text,
  /** The day on which it was written. */
  writtenOn: day,
});

export type Note = z.infer<typeof noteSchema>;

export const notesFolder = join(repositoryRoot, "data", "notes");

/** Reads the notes on series, the earliest first. Throws a RegistryError that tells every mistake in every file. */
export function readNotes(folder = notesFolder): Note[] {
  return readNoteFiles(folder).map(({ note }) => note);
}

/** The same with the name of each one's file. */
export function readNoteFiles(folder = notesFolder): { file: string; note: Note }[] {
  if (!existsSync(folder)) return [];
  return readYamlFolder(folder, noteSchema)
    .map(({ file, value }) => ({ file: basename(file), note: value }))
    .sort((a, b) => a.note.date.localeCompare(b.note.date));
}

/** What there is for notes to be about. */
export interface KnownToNotes {
  indicators: readonly { id: string }[];
  sources: readonly { id: string }[];
}

/** Throws a RegistryError where a note names an indicator or a source that there is not. */
export function refuseNotesOnNothing(known: KnownToNotes, folder = notesFolder): void {
  const mistakes = readNoteFiles(folder).flatMap(({ file, note }) =>
    unknownTo(known, note).map((mistake) => `data/notes/${file}: ${mistake}`),
  );
  if (mistakes.length > 0) throw new RegistryError(mistakes.join("\n"));
}

/** What a note is about that there is not, with the remedy. */
export function unknownTo(
  { indicators, sources }: KnownToNotes,
  note: Pick<Note, "indicators" | "source">,
): string[] {
  const isThere = (list: readonly { id: string }[], id: string) => list.some((one) => one.id === id);
  const { source } = note;
  return [
    ...note.indicators
      .filter((id) => !isThere(indicators, id))
      .map(
        (id) =>
          `indicators: there is no indicator “${id}” in data/indicators. Correct it, or take it off the list.`,
      ),
    ...(source !== undefined && !isThere(sources, source)
      ? [`source: there is no source “${source}” in data/sources. Correct it, or take the line out.`]
      : []),
  ];
}
