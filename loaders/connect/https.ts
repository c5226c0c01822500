import { extname } from "node:path";
import type { Connected } from "../registry/location.js";
import type { Look, Surroundings } from "./adapter.js";
import { download, type HttpTerms } from "./http.js";
import { readSecret } from "./secrets.js";

type Https = Extract<Connected, { type: "https" }>;

/** One file at a web address. Only the server's answer tells whether it is a new one. */
export const https: Look<Https> = async (source, surroundings) => {
  const { location } = source;
  const url = new URL(location.url);
  return [
    {
      key: location.url,
      name: `${source.id}-${surroundings.day}${extname(url.pathname).toLowerCase() || `.${source.format.type}`}`,
      version: null,
      fetch: (to, known) => {
        const { header } = location;
        const value = header && [header.before, readSecret(header.secret)].filter(Boolean).join(" ");
        const terms = {
          ...termsOf(location, surroundings),
          hosts: location.hosts,
          header: header && { name: header.name, value: value! },
        };
        return download(url, to, terms, known?.version ?? null);
      },
    },
  ];
};

/** On what terms a service may be spoken to whose location says nothing but the common. */
export function termsOf(
  {
    allowPrivateAddresses,
    certificateAuthority,
  }: Pick<Https, "allowPrivateAddresses" | "certificateAuthority">,
  { patience, signal }: Surroundings,
): HttpTerms {
  return { hosts: [], allowPrivateAddresses, certificateAuthority, patience, signal };
}
