import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { repositoryRoot } from "../store/paths.js";
import { RegistryError, readYaml } from "./read-yaml.js";

const text = z.string().trim().min(1, "must not be empty.");
const environment = text.regex(
  /^[A-Z][A-Z0-9_]*$/,
  "must be the name of a variable of the environment, as in EARLY_YEARS_HOOK.",
);
const host = text.regex(/^[a-z0-9.-]+$/i, "must be the name of a host, as in mail.example.org.");

const recipient = z
  .strictObject({
    /** A short name for the log and the ledger: an office, never a person. */
    id: text.regex(/^[a-z][a-z0-9-]*$/, "must be lower-case words joined by hyphens, as in north-team."),
    /** Codes of the areas that are asked for. Left out: the country, the city, its localities and its wards. */
    areas: z.array(text).min(1).optional(),
    /** Ids of the indicators that are asked for. Left out: all. */
    indicators: z.array(text).min(1).optional(),
    /** Ids of the sources that are asked for. Left out: all. */
    sources: z.array(text).min(1).optional(),
    /** What is told: `moved` what moved by more than chance or was corrected; `new` every newer figure, too. */
    tell: z.enum(["moved", "new"]).default("moved"),
    /** By how many percentage points a percentage of the same period must have changed to be told. */
    leastCorrection: z.number().min(0).default(1),
    /** Where it goes by mail. */
    mail: z.email("must be an e-mail address, as in early.years@example.org.").optional(),
    /** Where it goes as files: a folder. */
    folder: text.optional(),
    /** Where it is posted to, by https. An address that is a secret comes from `webhookFrom`. */
    webhook: z.url("must be a web address, as in https://example.org/hook.").optional(),
    /** The variable of the environment that holds the address to post to. */
    webhookFrom: environment.optional(),
  })
  .superRefine((given, context) => {
    const ways = [given.mail, given.folder, given.webhook, given.webhookFrom].filter(Boolean).length;
    if (ways !== 1)
      context.addIssue({
        code: "custom",
        message: `has ${ways === 0 ? "no way" : "several ways"} to reach it. Write one of mail, folder, webhook and webhookFrom.`,
      });
  });

export const digestsSchema = z
  .strictObject({
    /** Who is told after a refresh that moved figures. Whoever wants no more is taken off this list. */
    recipients: z.array(recipient).default([]),
    /** The office to write to about a digest, and to stop it. */
    steward: z.email("must be an e-mail address, as in early.years@example.org.").optional(),
    /** The address of the briefings, which a digest leads to. */
    site: z.url("must be a web address, as in https://early-years.example.org/.").optional(),
    /** The mail server that the council lets this machine use. Name and password come from the environment. */
    smtp: z
      .strictObject({
        /** Its name. */
        host,
        /** Its port. */
        port: z.int().min(1).max(65_535).default(587),
        /** `starttls` and `tls` send nothing in the clear; `none` is for a relay on the same machine. */
        security: z.enum(["starttls", "tls", "none"]).default("starttls"),
        /** The address that digests come from. */
        from: z.email("must be an e-mail address, as in early.years@example.org."),
      })
      .optional(),
    /** Hosts that may be posted to; no other is. */
    webhookHosts: z.array(host).default([]),
    /** Whether they may have addresses inside the council's network. */
    allowPrivateAddresses: z.boolean().default(false),
  })
  .superRefine(({ recipients, smtp, steward }, context) => {
    const wrong = (message: string) => context.addIssue({ code: "custom", path: ["recipients"], message });
    if (recipients.some(({ mail }) => mail) && !smtp)
      wrong("asks for mail, and there is no smtp. Write the mail server under smtp.");
    if (recipients.length > 0 && !steward)
      wrong("has somebody to tell, and there is no steward. Write whom they write to, to stop it.");
    const ids = recipients.map(({ id }) => id);
    if (new Set(ids).size < ids.length) wrong("has an id twice. Give each its own.");
  });

export type Digests = z.infer<typeof digestsSchema>;
export type Recipient = Digests["recipients"][number];

export const digestsFile = join(repositoryRoot, "data", "digests.yaml");

/** Who is told of what after a refresh; nobody where there is no file. Throws a RegistryError where the file is wrong. */
export function readDigests(file = digestsFile): Digests {
  return existsSync(file) ? readYaml(file, digestsSchema) : digestsSchema.parse({});
}

/** Throws a RegistryError where an indicator or a source is asked for that there is not. */
export function checkDigests(
  { recipients }: Digests,
  known: Readonly<Record<"indicators" | "sources", readonly { id: string }[]>>,
): void {
  const mistakes = recipients.flatMap((one) =>
    (["indicators", "sources"] as const).flatMap((kind) =>
      (one[kind] ?? [])
        .filter((id) => !known[kind].some((there) => there.id === id))
        .map(
          (id) =>
            `data/digests.yaml: ${one.id}: ${kind}: there is none called “${id}” in data/${kind}. Correct it.`,
        ),
    ),
  );
  if (mistakes.length > 0) throw new RegistryError(mistakes.join("\n"));
}
