/** How far a page has come: what its front matter says under `status`. */
export const statuses = ["draft", "in review", "curated", "published", "withdrawn"] as const;
export type Status = (typeof statuses)[number];

const block = /^(\uFEFF?---\r?\n)([\s\S]*?)(\r?\n---[^\S\n]*(?:\r?\n|$))/;
const statusLine = /^status[^\S\n]*:.*(?:\r?\n|$)/m;

/** A page's text without the line that says its status. */
export function withoutStatus(text: string): string {
  return text.replace(block, (_, open: string, yaml: string, close: string) => {
    const rest = `${yaml}\n`.replace(statusLine, "");
    return open + rest.slice(0, -1) + close;
  });
}

/** A page's text with a status. All else stays as it is, to the letter. */
export function withStatus(text: string, status: Status): string {
  const line = `status: ${status}`;
  if (!block.test(text)) return `---\n${line}\n---\n\n${text}`;
  return withoutStatus(text).replace(
    block,
    (_, open: string, yaml: string, close: string) => `${open}${yaml}${newLineIn(open)}${line}${close}`,
  );
}

function newLineIn(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}
