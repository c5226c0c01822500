import { type Command, fileFromUser, fromUser, UsageError } from "./command.js";

export const describe: Command = {
  summary: "Write a first file of the registry for a file that no source knows",
  usage: "<file> [--id <name>], or --location <file>",
  options: {
    location: {
      type: "string",
      about: "a file that says where extracts come from (id, location, format): one is fetched and described",
    },
    id: { type: "string", about: "writes data/sources/<name>.yaml; without it the text is printed" },
  },
  positionals: true,
  async run({ positionals, values }) {
    const [path, ...more] = positionals;
    if (typeof values.location === "string" && path === undefined) {
      const { describePlace } = await import("../describe-place.js");
      const { readCity } = await import("../../loaders/registry/city.js");
      const { dayIn } = await import("../../loaders/registry/rules.js");
      const day = dayIn(readCity().timeZone);
      console.log(await describePlace(fromUser(values.location), day, (line) => console.error(line)));
      return 0;
    }
    if (path === undefined || more.length) throw new UsageError("Name one file.");
    const { existsSync, writeFileSync } = await import("node:fs");
    const { join } = await import("node:path");
    const file = fileFromUser(path);
    const id = values.id === undefined ? undefined : String(values.id);
    if (id !== undefined && !/^[a-z][a-z0-9-]*$/.test(id))
      throw new UsageError("--id must be lower-case words joined by hyphens, as in toddler-groups.");
    const { describeFile } = await import("../../loaders/check/describe-file.js");
    const { Unusable } = await import("../../loaders/files/refused.js");
    const { sourcesFolder } = await import("../../loaders/registry/source.js");
    try {
      const text = await describeFile(file, id);
      if (id === undefined) {
        console.log(text);
        return 0;
      }
      const target = join(sourcesFolder, `${id}.yaml`);
      if (existsSync(target))
        throw new UsageError(`data/sources/${id}.yaml is there already. Choose another id.`);
      writeFileSync(target, text, { flag: "wx" });
      console.log(`Wrote data/sources/${id}.yaml. Answer its questions, then run: npm run try -- <file>`);
      return 0;
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      console.error(`${error.problem} ${error.remedy}`);
      return 1;
    }
  },
};
