/** The column, or key, that marks an extract as invented, in whatever source. Declared by none, and never drift. */
export const sampleColumn = "Sample data";

/** What stands in each row of it. */
export const sampleValue = "invented";
