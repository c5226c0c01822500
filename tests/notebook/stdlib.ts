// In place of Framework's module, outside a browser: tests give components their data sets.
export function FileAttachment(name: string): never {
  throw new Error(`A test asked for ${name}: give ask(…) or answer(…) its data sets.`);
}
