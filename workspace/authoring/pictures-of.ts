import { posix } from "node:path";

const shown = /(!\[[^\]]*\]\(|\bsrc=")(\.{1,2}\/[^)"\s]+\.(?:png|jpe?g|gif|webp|svg))(?=[)"])/gi;

/** A picture that a page shows from beside it. */
export interface ShownPicture {
  /** From the folder of the pages on. */
  file: string;
  /** Its name in the page's own folder. */
  name: string;
}

/** The files of the pictures that a page shows from beside it, from the folder of the pages on. */
export function picturesOf(text: string, address: string): string[] {
  return withPicturesBeside(text, address).pictures.map(({ file }) => file);
}

/**
 * A page's text with its pictures beside it wherever it lies, and which these are. Pictures elsewhere stay where they are.
 * `nameFor` names a picture where it goes; its own name where left out.
 */
export function withPicturesBeside(
  text: string,
  address: string,
  nameFor: (file: string) => string = posix.basename,
): { text: string; pictures: ShownPicture[] } {
  const pictures: ShownPicture[] = [];
  const put = text.replace(shown, (whole, before: string, path: string) => {
    const file = posix.join(posix.dirname(address), path);
    if (file.startsWith("..")) return whole;
    const name = nameFor(file);
    pictures.push({ file, name });
    return `${before}./${name}`;
  });
  return { text: put, pictures };
}
