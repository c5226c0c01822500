import type { IncomingMessage } from "node:http";
import { createServer, type Server } from "node:net";
import { TellableError } from "../../loaders/store/safe-message.js";

/** The workspace is for this machine only. */
export const host = "127.0.0.1";

/** The first of the ports that nobody uses. Throws, with the remedy for whoever typed `command`, if there is none. */
export async function freePort(ports: number[], command = "npm start"): Promise<number> {
  for (const port of ports) if (await isFree(port)) return port;
  const [first, last] = [ports[0]!, ports.at(-1)!];
  throw new TellableError(
    first === last
      ? `Port ${first} is in use by another program. Stop that, or choose another: ${command} -- --port ${first + 1}`
      : `Ports ${first} to ${last} are all in use. Choose another: ${command} -- --port ${last + 1}`,
  );
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    await listen(server, port);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") return false;
    throw error;
  }
  await new Promise((resolve) => server.close(resolve));
  return true;
}

/** Listens on a port of this machine, for this machine alone if no address is given; rejects if that cannot be had. */
export function listen(server: Server, port: number, at = host): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject).listen(port, at, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/**
 * False for a request that a page of another site made, or that came under a name which such a site has pointed here.
 * `address`: the only one that is ours, where a proxy stands in front.
 */
export function isFromHere({ headers }: IncomingMessage, port: number, address?: string): boolean {
  if (address !== undefined)
    return (
      headers.host === new URL(address).host && (headers.origin === undefined || headers.origin === address)
    );
  const names = [`${host}:${port}`, `localhost:${port}`, `[::1]:${port}`];
  const origin = headers.origin?.replace(/^http:\/\//, "");
  return names.includes(headers.host ?? "") && (origin === undefined || names.includes(origin));
}
