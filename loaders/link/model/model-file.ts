import { existsSync, readFileSync } from "node:fs";
import { stringify } from "yaml";
import { parseYaml } from "../../registry/read-yaml.js";
import { TellableError } from "../../store/safe-message.js";
import { writeFileAtomic } from "../../store/write-file.js";
import { type Model, modelSchema } from "./schema.js";

/** Reads a model file (YAML or JSON). Throws an error that names the file, the line and what to write instead. */
export function readModel(file: string): Model {
  if (!existsSync(file))
    throw new TellableError(`${file}: there is no such model file. Check the path given to --model.`);
  return parseYaml(readFileSync(file, "utf8"), modelSchema, file);
}

/** Writes a model with its estimated parameters. */
export function saveModel(file: string, model: Model): void {
  writeFileAtomic(file, stringify(model, { lineWidth: 110, aliasDuplicateObjects: false }));
}
