/** The messages of a page in one language, as a page attaches them. */
export interface Catalogue {
  /** Code of the language. */
  language: string;
  /** By key the message, in MessageFormat 2. */
  messages: Record<string, string>;
  /** Keys of messages that no speaker of the language has looked at yet. */
  awaiting: readonly string[];
}
