import { transform } from "esbuild";

// Framework makes packages small, and leaves a site's own modules as they are written.
const ownModule = /(?:^|[\\/])_import[\\/].*\.js$/;

/** A file of a site as it is sent to readers: a module of our own in fewer letters, anything else as it is. */
export async function minified(path: string, contents: string | Uint8Array): Promise<string | Uint8Array> {
  if (!ownModule.test(path) || typeof contents !== "string") return contents;
  const { code } = await transform(contents, {
    format: "esm",
    target: "es2022",
    minify: true,
    legalComments: "none",
    logLevel: "silent",
  });
  return code;
}
