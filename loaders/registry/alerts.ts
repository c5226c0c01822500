import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { repositoryRoot } from "../store/paths.js";
import { readYaml } from "./read-yaml.js";

const text = z.string().trim().min(1, "must not be empty.");

export const alertsSchema = z
  .strictObject({
    /** What is told: `failed` when a refresh or a step of it failed; `refused` also when an extract was refused. */
    tell: z.enum(["failed", "refused"]).default("refused"),
    /** A program and its arguments, no shell between. It is given the alert as JSON on its standard input. */
    command: z.array(text).min(1, "must name a program.").optional(),
    /** Where it is posted to, by https. An address that is a secret comes from `webhookFrom`. */
    webhook: z.url("must be a web address, as in https://example.org/hook.").optional(),
    /** The variable of the environment that holds the address to post to. */
    webhookFrom: text
      .regex(
        /^[A-Z][A-Z0-9_]*$/,
        "must be the name of a variable of the environment, as in EARLY_YEARS_HOOK.",
      )
      .optional(),
    /** Hosts that may be posted to; no other is. */
    webhookHosts: z.array(text).default([]),
    /** Whether they may have addresses inside the council's network. */
    allowPrivateAddresses: z.boolean().default(false),
  })
  .refine(({ webhook, webhookFrom }) => !(webhook && webhookFrom), {
    path: ["webhook"],
    error: "stands beside webhookFrom. Write one of the two.",
  });

/** Who hears of it when a refresh fails. */
export type Alerts = z.infer<typeof alertsSchema>;

export const alertsFile = join(repositoryRoot, "data", "alerts.yaml");

/** Who hears of it when a refresh fails; nobody where there is no file. Throws a RegistryError where the file is wrong. */
export function readAlerts(file = alertsFile): Alerts {
  return existsSync(file) ? readYaml(file, alertsSchema) : alertsSchema.parse({});
}
