// In place of Framework's module, outside a browser: tests give components their data sets.

/** What an attachment gives, as far as components read it. */
interface Attachment {
  json(): Promise<unknown>;
  arrayBuffer(): Promise<ArrayBuffer>;
}

let attached: ((name: string) => Attachment) | undefined;

/** Says what a module's attachments hold from now on, by the name of the data set: "briefing.json". */
export function attach(by: ((name: string) => Attachment) | undefined): void {
  attached = by;
}

export function FileAttachment(name: string): Attachment {
  if (!attached)
    throw new Error(`A test asked for ${name}: give ask(…) or answer(…) its data sets, or attach them.`);
  return attached(name.replace(/^(\.\.\/)+data\//, ""));
}
