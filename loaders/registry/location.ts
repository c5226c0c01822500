import { z } from "zod";
import { isRegExpWithGroup, text } from "./column.js";

const pattern = text
  .regex(/^[^“”‘’]*$/, 'has typographic quotation marks in it. Write plain ones around it, as in "*.csv".')
  .regex(
    /^(?!.*(^|[\\/])\.\.([\\/]|$))/,
    "leads out of the inbox, where nothing is looked for. Leave .. out.",
  );
const files = z.array(pattern).min(1, "must name at least one file pattern.");
const period = text
  .refine(isRegExpWithGroup, "must be a regular expression with one group, as in (\\d{4}-\\d{2}).")
  .optional();
const host = text.regex(/^[a-z0-9.:-]+$/i, "must be the name of a host, as in files.example.org.");
const address = z.url({
  protocol: /^https?$/,
  error: "must be a web address, as in https://example.org/file.csv.",
});
const port = z.int().min(1).max(65_535);
const words = text.regex(/^[\w.-]+$/, "must be an id: letters, digits, and - or _.");

/** A password or key: it stands in neither this file nor anything that the workspace writes. */
const secret = z
  .strictObject({
    /** The variable of the environment that holds it. */
    environment: text
      .regex(
        /^[A-Z][A-Z0-9_]*$/,
        "must be the name of a variable of the environment, as in REGISTER_PASSWORD.",
      )
      .optional(),
    /** A file that holds it, which only the user of the workspace may read. */
    file: text.optional(),
  })
  .refine(
    (given) => (given.environment === undefined) !== (given.file === undefined),
    "must have one of environment and file.",
  );

export type Secret = z.infer<typeof secret>;

/** How long the other side is waited for, and how much is taken from it. */
const patience = z.strictObject({
  /** Of one fetch, all attempts and pauses among it. */
  seconds: z.number().positive().default(600),
  /** Without a byte from the other side. */
  stallSeconds: z.number().positive().default(30),
  /** Attempts after the first, where another may do better. */
  retries: z.int().min(0).max(10).default(3),
  /** Before the second attempt; each pause after it is twice as long. */
  pauseSeconds: z.number().min(0).default(2),
  /** Of what is fetched, as it comes. */
  megabytes: z.number().positive().default(500),
});

export type Patience = z.infer<typeof patience>;

const fetched = {
  period,
  /** How long a source that was looked at is left alone by refreshes that nobody asked to look. */
  lookEveryMinutes: z.number().min(0).default(60),
  /** How long the other side is waited for, and how much is taken from it. */
  patience: patience.prefault({}),
};
const packed = {
  /** Which file of a ZIP archive is meant, as a pattern; needed where it holds several. */
  inside: pattern.optional(),
};
const web = {
  /** Whether its hosts may have addresses inside the network, and be spoken to there without encryption. */
  allowPrivateAddresses: z.boolean().default(false),
  /** A file with the certificates of the authority that vouches for the server, where that is the council’s own. */
  certificateAuthority: text.optional(),
};

const inbox = z.strictObject({
  /**
   * Where extracts come from. Those of an `inbox` are put there by hand; all others are fetched: [Connect a source](./connect-a-source)
   * has an example of each.
   */
  type: z.literal("inbox"),
  /**
   * Glob patterns of file names, matched without regard to case wherever the file lies in the
   * inbox, folder or server; a pattern with a slash is matched against the end of the path.
   */
  files,
  /**
   * A regular expression over the file name whose first group is the extract's period, for
   * sources that deliver a file a period. The newest extract of each period is used.
   * Without it the newest extract supersedes all earlier ones.
   */
  period,
});

const folder = z.strictObject({
  type: z.literal("folder"),
  /** The folder that is looked into: of this machine, a network share, or of a server. */
  path: text,
  files,
  /** How long a file must have stayed as it is, to be taken as whole. */
  settleSeconds: z.number().min(0).default(2),
  ...packed,
  ...fetched,
});

const https = z.strictObject({
  type: z.literal("https"),
  /** The address of the file, of the layer, or of the service without what it is asked. */
  url: address,
  /** Hosts that the address may lead on to; its own is one of them. */
  hosts: z.array(host).default([]),
  /** A header that lets the workspace in, as Authorization. It is sent to the address’s own host alone. */
  header: z
    .strictObject({
      /** What it is called. */
      name: text.regex(/^[\w-]+$/, "must be the name of a header, as in Authorization."),
      /** What stands before the secret, as Bearer. */
      before: text.optional(),
      /** The rest of it. */
      secret,
    })
    .optional(),
  ...web,
  ...packed,
  ...fetched,
});

const sftp = z.strictObject({
  type: z.literal("sftp"),
  /** The server’s name. */
  host,
  /** The server’s port; of a database 5432 where left out. */
  port: port.default(22),
  /** As whom the workspace signs in. */
  user: text,
  /** What it signs in with. */
  password: secret.optional(),
  /** A private key that it signs in with. */
  key: secret.optional(),
  /** What opens the private key, where that is locked. */
  passphrase: secret.optional(),
  /** The fingerprint of the server’s own key, as `ssh-keygen -lf` gives it. A server with another one is not spoken to. */
  hostKey: text.regex(
    /^SHA256:[A-Za-z0-9+/]{43}=?$/,
    "must be the fingerprint of the server’s key, as in SHA256: and 43 letters.",
  ),
  path: text,
  files,
  settleSeconds: z.number().min(0).default(2),
  ...packed,
  ...fetched,
});

const postgresql = z.strictObject({
  type: z.literal("postgresql"),
  host,
  port: port.default(5432),
  /** The database. */
  database: text,
  user: text,
  password: secret.optional(),
  /**
   * Of a database one query, which can read and not write; it orders its rows, so that the same rows are the same extract. Of Nomis
   * what is asked for, by the names that an address for it has: geography, measures, date.
   */
  query: text,
  /** A quick query whose one row changes whenever the rows do, as their number and newest change. While it stays nothing is fetched. */
  changed: text.optional(),
  /**
   * For rows that are added and hardly ever corrected: those that are new are read alone, and put after those that are here. A row
   * that was corrected or removed, or that came to sight late, is so here once all rows are read again.
   */
  grows: z
    .strictObject({
      /** The column of the query that is higher in each new row, as a running number: filled, and different in every row. */
      by: text,
      /** Days after which all rows are read again. */
      wholeEveryDays: z.int().positive().default(7),
    })
    .optional(),
  /** `off` is for a server on the same machine: names and passwords then go in the clear. */
  encryption: z.enum(["on", "off"]).default("on"),
  certificateAuthority: text.optional(),
  ...fetched,
});

const ees = z.strictObject({
  type: z.literal("ees"),
  /** The data set’s id. */
  dataSet: z.guid("must be an id, as in 019efe35-3052-7638-9105-4edbf506eb54.").optional(),
  /** The version: `1.*` is the newest that leaves no column and no category out. */
  version: text.regex(/^\d+(\.(\d+|\*)){0,2}$/, "must be a version, as in 1.* or 1.2.").optional(),
  /** The id of a file of the data catalogue, for what the API does not have. */
  catalogueFile: z.guid("must be an id, as in 276bb264-5a2b-4b42-af54-fe8d81d693b7.").optional(),
  url: address.optional(),
  ...web,
  ...fetched,
});

const fingertips = z.strictObject({
  type: z.literal("fingertips"),
  /** Ids of indicators. */
  indicators: z.array(z.int().positive()).min(1, "must name at least one indicator."),
  /** The id of the kind of area that figures are asked for: 502 are counties and unitary authorities. */
  areaType: z.int().positive(),
  /** The id of the kind of area that those lie in: 15 is England. */
  parentAreaType: z.int().positive().default(15),
  /** The id of the profile whose definitions are meant, where an indicator stands in several. */
  profile: z.int().positive().optional(),
  url: address.default("https://fingertips.phe.org.uk/api/"),
  ...web,
  ...fetched,
});

const opendatasoft = z.strictObject({
  type: z.literal("opendatasoft"),
  url: address,
  dataSet: words,
  /** Which records or features: a condition in the service’s own language. */
  where: text.optional(),
  /** Which fields; all where left out. */
  select: text.optional(),
  ...web,
  ...fetched,
});

const arcgis = z.strictObject({
  type: z.literal("arcgis"),
  url: address.refine((url) => /\/(Feature|Map)Server\/\d+\/?$/.test(url), {
    error: "must be the address of a layer, which ends in /FeatureServer/ and a number.",
  }),
  where: text.default("1=1"),
  /** Names of fields; all where left out. */
  fields: z.array(text).default(["*"]),
  ...web,
  ...fetched,
});

const nomis = z.strictObject({
  type: z.literal("nomis"),
  dataSet: text.regex(/^NM_\d+_\d+$/, "must be the id of a data set, as in NM_2020_1."),
  query: z.record(words, z.union([text, z.number()])),
  url: address.default("https://www.nomisweb.co.uk/api/v01/"),
  ...web,
  ...fetched,
});

const openReferral = z.strictObject({
  type: z.literal("open-referral"),
  url: address,
  ...web,
  ...fetched,
});

/** Where extracts come from, and how they are recognised. */
export const location = z
  .discriminatedUnion("type", [
    inbox,
    folder,
    https,
    sftp,
    postgresql,
    ees,
    fingertips,
    opendatasoft,
    arcgis,
    nomis,
    openReferral,
  ])
  .superRefine((given, context) => {
    const wrong = (path: string[], message: string): void =>
      context.addIssue({ code: "custom", path, message });
    if (given.type === "sftp" && (given.password === undefined) === (given.key === undefined))
      wrong([], "must have one of password and key.");
    if (given.type === "sftp" && given.passphrase && !given.key)
      wrong(["passphrase"], "opens a key, and there is none.");
    if (given.type === "ees" && (given.dataSet === undefined) === (given.catalogueFile === undefined))
      wrong([], "must have one of dataSet and catalogueFile.");
    if (given.type === "ees" && (given.dataSet === undefined) !== (given.version === undefined))
      wrong(["version"], "belongs to a dataSet, and each dataSet has one, as in 1.*.");
    if (given.type === "postgresql" && given.encryption === "off" && !isThisMachine(given.host))
      wrong(["encryption"], "may be off on this machine alone: leave it out.");
    if (given.type === "https" && given.header && new URL(given.url).protocol !== "https:")
      wrong(["header"], "is a secret, and the address is not https.");
  });

const isThisMachine = (name: string): boolean => /^(?:localhost|127(?:\.\d+){3}|::1)$/i.test(name);

export type Location = z.infer<typeof location>;

/** A location that extracts are fetched from. */
export type Connected = Exclude<Location, { type: "inbox" }>;

/** True if the extracts of a source are fetched, and not put into the inbox by hand. */
export function isConnected<S extends { location: Location }>(
  source: S,
): source is S & { location: Connected } {
  return source.location.type !== "inbox";
}

/**
 * The patterns of the names of a source’s files. Those that are asked of a service have none of their own: they are called by the
 * source and the day, and one that is put into the inbox under such a name is taken, too.
 */
export function filePatterns({ id, location }: { id: string; location: Location }): string[] {
  return "files" in location ? location.files : [`${id}-20[0-9][0-9]-*`];
}
