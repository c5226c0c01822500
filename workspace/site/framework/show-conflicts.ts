import { hasConflictMarks } from "../../authoring/conflict-marks.js";

interface Parser {
  core: { ruler: { before(rule: string, name: string, own: (state: { src: string }) => void): void } };
}

/**
 * Shows a page that holds the marks which git leaves where two changes met as text, with what to do: drawn, both changes would
 * stand there as if somebody had meant them, and cells would run twice. Gives back the parser.
 */
export function showConflicts<Markdown extends Parser>(md: Markdown): Markdown {
  md.core.ruler.before("normalize", "conflict-marks", (state) => {
    if (hasConflictMarks(state.src)) state.src = asText(state.src);
  });
  return md;
}

function asText(text: string): string {
  const ticks = [...text.matchAll(/`+|~+/g)].map(([run]) => run.length);
  const fence = "`".repeat(Math.max(2, ...ticks) + 1);
  return `# Two changes meet on this page

Two people changed the same lines, and nobody has chosen yet what the page should say. Until then its text is shown and not drawn. Choose **Edit**, or open its file, and take out the marks that git left (\`<<<<<<<\`, \`=======\`, \`>>>>>>>\`) with what is not wanted between them.

${fence}text
${text.trim()}
${fence}
`;
}
