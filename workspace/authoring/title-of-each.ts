/** The title of a page for each of a list, where it stands for all of them: “(the name of each): childcare”. */
export function titleOfEach(title: string): string {
  return title.replace(/(?<![$\\])\{\{\s*(\w+)\s*\}\}/g, (_, name: string) => `(the ${name} of each)`);
}
