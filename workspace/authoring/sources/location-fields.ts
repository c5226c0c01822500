import { z } from "zod";
import { location } from "../../../loaders/registry/location.js";

/** One field of a form: a key of a location, or a key in one of its keys, as `header.name`. */
export interface LocationField {
  key: string;
  kind: "text" | "long text" | "number" | "yes or no" | "lines" | "pairs" | "secret";
  /** What may be chosen, where only some may. */
  choices?: string[];
  isNeeded: boolean;
}

interface Form {
  type?: string;
  enum?: string[];
  const?: string;
  items?: { type?: string };
  properties?: Record<string, Form>;
  required?: string[];
  additionalProperties?: unknown;
}

// How patient to be is written in the file, by whoever has met a slow server.
const notAsked = new Set(["type", "patience"]);
const long = new Set(["query", "changed"]);

/** The fields of each kind of location, from its schema. */
export function locationFields(): Record<string, LocationField[]> {
  const { oneOf = [], anyOf = [] } = z.toJSONSchema(location, { io: "input", unrepresentable: "any" }) as {
    oneOf?: Form[];
    anyOf?: Form[];
  };
  return Object.fromEntries(
    [...oneOf, ...anyOf].map((form) => [form.properties!.type!.const!, fieldsIn(form)]),
  );
}

function fieldsIn({ properties = {}, required = [] }: Form, above = "", isNeeded = true): LocationField[] {
  return Object.entries(properties)
    .filter(([name]) => !notAsked.has(name))
    .flatMap(([name, form]) => {
      const key = `${above}${name}`;
      const needed = isNeeded && required.includes(name);
      if (form.properties?.environment) return [{ key, kind: "secret" as const, isNeeded: needed }];
      if (form.properties) return fieldsIn(form, `${key}.`, needed);
      return [
        {
          key,
          kind: kindOf(name, form),
          ...(form.enum && { choices: form.enum }),
          isNeeded: needed,
        },
      ];
    });
}

function kindOf(name: string, { type, additionalProperties }: Form): LocationField["kind"] {
  if (type === "object" || additionalProperties !== undefined) return "pairs";
  if (type === "array") return "lines";
  if (type === "boolean") return "yes or no";
  if (type === "integer" || type === "number") return "number";
  return long.has(name) ? "long text" : "text";
}
