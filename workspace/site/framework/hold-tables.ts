type Rule = (
  tokens: Token[],
  index: number,
  options: unknown,
  context: unknown,
  renderer: Renderer,
) => string;
interface Token {
  type: string;
}
interface Renderer {
  rules: Record<string, Rule | undefined>;
  renderToken(tokens: Token[], index: number, options: unknown): string;
}

/**
 * Puts each table that is written in Markdown into an element of its own, class `ey-held`, which scrolls where the table is
 * wider than the page: the page itself must not. Gives back the parser.
 */
export function holdTables<Markdown extends { renderer: Renderer }>(md: Markdown): Markdown {
  const { rules } = md.renderer;
  const asIs: Rule = (tokens, index, options, _context, renderer) =>
    renderer.renderToken(tokens, index, options);
  const { table_open: open = asIs, table_close: close = asIs } = rules;
  rules.table_open = (...given) => `<div class="ey-held">\n${open(...given)}`;
  rules.table_close = (...given) => `${close(...given)}</div>\n`;
  return md;
}
