import { posix } from "node:path";

const shown = /(!\[[^\]]*\]\(|\bsrc=")(\.{1,2}\/[^)"\s]+\.(?:png|jpe?g|gif|webp|svg))(?=[)"])/gi;

/** A picture that a page shows from beside it. */
export interface ShownPicture {
  /** From the folder of the pages on. */
  file: string;
  /** Its name in the page's own folder. */
  name: string;
}

/** A page's text with its pictures beside it wherever it lies, and which these are. Pictures elsewhere stay where they are. */
export function withPicturesBeside(
  text: string,
  address: string,
): { text: string; pictures: ShownPicture[] } {
  const pictures: ShownPicture[] = [];
  const put = text.replace(shown, (whole, before: string, path: string) => {
    const file = posix.join(posix.dirname(address), path);
    if (file.startsWith("..")) return whole;
    const name = posix.basename(file);
    pictures.push({ file, name });
    return `${before}./${name}`;
  });
  return { text: put, pictures };
}
