import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { repositoryRoot } from "../store/paths.js";
import { readYaml } from "./read-yaml.js";

const header = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9-]*$/, "must be the name of a header, as in X-Remote-User.")
  .transform((name) => name.toLowerCase());
const names = z.array(z.string().trim().min(1)).default([]);

export const signOnSchema = z
  .strictObject({
    /** The address that people type, as in https://early-years.example.gov.uk: the workspace answers to no other. */
    address: z
      .url({ protocol: /^https?$/, error: "must be an address, as in https://early-years.example.gov.uk." })
      .refine((text) => /^https?:\/\/[^/]+\/?$/.test(text), "must be an address without a path.")
      .transform((text) => new URL(text).origin),
    /** The IP address that the proxy connects from. What any other says of who asks is not believed. */
    proxy: z.union([z.ipv4(), z.ipv6()], { error: "must be an IP address, as in 127.0.0.1." }),
    /** The IP address of this machine that the proxy connects to. */
    listen: z
      .union([z.ipv4(), z.ipv6()], { error: "must be an IP address of this machine." })
      .default("127.0.0.1"),
    /** The header by which the proxy says who asks, by name or email address. */
    person: header,
    /** The header by which it says in which groups they are, with commas between. */
    groups: header.optional(),
    /** Who may do what: groups, or people as the proxy names them. All who are named may read. */
    roles: z.strictObject({
      /** May read the workspace. */
      reader: names,
      /** May write pages, comment and ask for reviews. */
      analyst: names,
      /** May comment, settle and approve, but not what they wrote. */
      reviewer: names,
      /** May publish, withdraw and roll back. */
      publisher: names,
    }),
  })
  .refine(({ person, groups }) => person !== groups, {
    path: ["groups"],
    error: "must be another header than that of the person.",
  });

/** How a council's sign-on says who asks, and what they may do. */
export type SignOn = z.infer<typeof signOnSchema>;

/** Where it is set up. Without the file the workspace is for the one person at this machine. */
export const signOnFile = join(repositoryRoot, "data", "sign-on.yaml");

/** The sign-on; undefined where none is set up. Throws a RegistryError that names what is wrong in the file. */
export function readSignOn(file = signOnFile): SignOn | undefined {
  return existsSync(file) ? readYaml(file, signOnSchema) : undefined;
}
