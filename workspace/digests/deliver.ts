import { mkdirSync } from "node:fs";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP } from "node:net";
import { join, resolve } from "node:path";
import { createTransport } from "nodemailer";
import { isPrivate, lookupWithin } from "../../loaders/connect/addresses.js";
import type { Digests, Recipient } from "../../loaders/registry/digests.js";
import { TellableError } from "../../loaders/store/safe-message.js";
import { writeFileAtomic } from "../../loaders/store/write-file.js";
import type { Composed } from "./compose.js";

/** Longest that another host may take, in milliseconds. */
const patience = 20_000;

/** Where names, passwords and secret addresses come from. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Takes a composed digest to its recipient by the way that they asked for. `id` goes with it, so that what keeps several of one
 * id apart keeps one. Throws a TellableError that tells no address, no name and no password.
 */
export async function deliver(
  recipient: Recipient,
  { id, composed, day }: { id: string; composed: Composed; day: string },
  digests: Digests,
  environment: Environment = process.env,
): Promise<void> {
  if (recipient.mail) return byMail(recipient.mail, { id, composed }, digests, environment);
  if (recipient.folder)
    return toFolder(recipient.folder, `${day}-${recipient.id}-${id.slice(0, 8)}`, composed);
  const address = recipient.webhook ?? environment[recipient.webhookFrom ?? ""];
  if (!address)
    throw new TellableError(`${recipient.webhookFrom} is not set: it must hold the address to post to.`);
  return postTo(address, { id, ...composed }, { ...digests, file: "data/digests.yaml" });
}

async function byMail(
  to: string,
  { id, composed }: { id: string; composed: Composed },
  { smtp, steward }: Digests,
  environment: Environment,
): Promise<void> {
  const { host, port, security, from } = smtp!;
  const user = environment.EARLY_YEARS_SMTP_USER;
  const pass = environment.EARLY_YEARS_SMTP_PASSWORD;
  const transport = createTransport({
    ...{ host, port, secure: security === "tls", requireTLS: security === "starttls" },
    ignoreTLS: security === "none",
    ...(user && pass ? { auth: { user, pass } } : {}),
    ...{ connectionTimeout: patience, greetingTimeout: patience, socketTimeout: patience },
    ...{ disableFileAccess: true, disableUrlAccess: true },
  });
  try {
    await transport.sendMail({
      ...{ from, to, ...composed },
      messageId: `<${id}@${from.split("@")[1]}>`,
      headers: { "Auto-Submitted": "auto-generated" },
      list: {
        unsubscribe: { url: `mailto:${steward}?subject=No%20more%20digests`, comment: "No more digests" },
      },
    });
  } catch (error) {
    const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
    const why = [code, responseCode].filter((one) => typeof one === "number" || /^[A-Z]+$/.test(String(one)));
    throw new TellableError(`the mail server did not take it (${why.join(" ") || "no reason given"})`);
  } finally {
    transport.close();
  }
}

function toFolder(folder: string, name: string, { text, html }: Composed): void {
  const path = resolve(folder);
  mkdirSync(path, { recursive: true });
  writeFileAtomic(join(path, `${name}.txt`), text);
  writeFileAtomic(join(path, `${name}.html`), html);
}

/**
 * Posts a message as JSON to an address whose host is among those that `file` of the registry lets this machine post to. Throws
 * a TellableError that does not tell the address.
 */
export async function postTo(
  address: string,
  message: { id: string },
  {
    webhookHosts,
    allowPrivateAddresses,
    file,
  }: Pick<Digests, "webhookHosts" | "allowPrivateAddresses"> & { file: string },
): Promise<void> {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !["https:", "http:"].includes(url.protocol))
    throw new TellableError("the address is no web address.");
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (!webhookHosts.includes(host)) throw new TellableError(`the host is not among webhookHosts in ${file}.`);
  // Inside the network a certificate may be none; beyond it nothing goes in the clear.
  if (url.protocol === "http:" && !allowPrivateAddresses)
    throw new TellableError("the address is not https. Only with allowPrivateAddresses may it be http.");
  if (isIP(host) && isPrivate(host) && !allowPrivateAddresses) throw inside(file);
  const body = JSON.stringify(message);
  const status = await new Promise<number>((done, fail) => {
    const request = (url.protocol === "https:" ? requestHttps : requestHttp)(
      url,
      {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "content-length": Buffer.byteLength(body),
          "idempotency-key": message.id,
        },
        lookup: lookupWithin(allowPrivateAddresses ? "anywhere" : "outside", () => inside(file)),
        timeout: patience,
      },
      (response) => {
        response.resume();
        done(response.statusCode ?? 0);
      },
    );
    request.on("timeout", () => request.destroy(new TellableError("the host did not answer in time.")));
    request.on("error", (error) =>
      fail(error instanceof TellableError ? error : new TellableError("the host could not be reached.")),
    );
    request.end(body);
  });
  // What leads elsewhere is not followed: elsewhere may be inside.
  if (status < 200 || status > 299) throw new TellableError(`the host answered with ${status}.`);
}

function inside(file: string): TellableError {
  return new TellableError(
    `the host has an address inside a network. Set allowPrivateAddresses in ${file} if it should.`,
  );
}
