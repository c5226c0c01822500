/** What a source holds. */
export type Kind = "records" | "table" | "directory" | "geography";

/** In the order of pages. */
export const kindWords: Record<Kind, string> = {
  records: "Records of children",
  table: "Published and reference figures",
  directory: "Services for families",
  geography: "Geography",
};
