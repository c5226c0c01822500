/** A table with these headings; a cell may hold Markdown. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(headings), line(headings.map(() => "---")), ...rows.map(line)].join("\n");
}

/** As code. */
export function code(text: string): string {
  return text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``;
}

/** A path of keys as code that a narrow column breaks after a full stop. */
export function breakable(path: string): string {
  return path.includes(".") ? `<code>${path.replaceAll(".", ".<wbr>")}</code>` : code(path);
}

/** A comment as text of a page: what is not marked as code is neither HTML nor a value to be worked out. */
export function prose(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) =>
      part.startsWith("`")
        ? part
        : part.replaceAll("<", "&lt;").replaceAll("*", "\\*").replaceAll("${", "$&#123;"),
    )
    .join("");
}

/** A page of guides that is made from the code, and says so to whoever opens the file. */
export function page(title: string, parts: readonly string[]): string {
  return [
    `---\ntitle: ${title}\neditions: [workspace]\n---`,
    "<!-- Made from the code by npm run workspace -- reference. Change the comments there. -->",
    `# ${title}`,
    ...parts,
  ]
    .join("\n\n")
    .concat("\n");
}
