import { randomUUID } from "node:crypto";
import fs from "node:fs";

/**
 * The file system as a repository is written through it: a file is there whole or not at all. The index and the objects of a
 * repository that was written to when the machine died would else be cut short, and no further version could be saved.
 */
export const wholeFiles = {
  promises: {
    ...fs.promises,
    async writeFile(path: string, ...content: [content: string | Uint8Array, options?: fs.WriteFileOptions]) {
      const next = `${path}.${randomUUID()}.tmp`;
      try {
        await fs.promises.writeFile(next, ...content);
        await fs.promises.rename(next, path);
      } catch (error) {
        await fs.promises.rm(next, { force: true });
        throw error;
      }
    },
  },
};
