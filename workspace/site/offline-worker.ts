// The service worker of the public site (W3C Service Workers). Built into sw.js with the version of what is published.
// Whoever is online reads what the server has now, always. Copies are for those who are not: of pages that were read in
// the last days, of this publication alone. When another is served, be it an older one, its worker differs, and the copies
// of all others are deleted. Once a server says that a page is gone, so is its copy.

declare const VERSION: string;

interface Worker {
  readonly clients: { claim(): Promise<void> };
  readonly location: Location;
  skipWaiting(): Promise<void>;
  addEventListener(kind: "install" | "activate", listen: (event: Lasting) => void): void;
  addEventListener(kind: "message", listen: (event: Lasting & { data: unknown }) => void): void;
  addEventListener(
    kind: "fetch",
    listen: (event: { request: Request; respondWith(answer: Promise<Response>): void }) => void,
  ): void;
}
interface Lasting {
  waitUntil(work: Promise<unknown>): void;
}

const worker = self as unknown as Worker;
const kept = `early-years-${VERSION}`;
/** Milliseconds for which a copy may be read: seven days. */
const longest = 7 * 24 * 3_600_000;
const keptAt = "x-kept-at";

worker.addEventListener("install", (event) => event.waitUntil(worker.skipWaiting()));

worker.addEventListener("activate", (event) =>
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys())
        if (name.startsWith("early-years-") && name !== kept) await caches.delete(name);
      await worker.clients.claim();
    })(),
  ),
);

worker.addEventListener("message", (event) => {
  const { read } = event.data as { read?: unknown };
  if (!Array.isArray(read)) return;
  const addresses = read.filter((one): one is string => typeof one === "string" && isKept(new URL(one)));
  event.waitUntil(Promise.all(addresses.map((one) => fromServer(new Request(one)).catch(() => undefined))));
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && isKept(new URL(request.url))) event.respondWith(answer(request));
});

// Where somebody lives is not left on a device: the lists of postcodes are not kept.
function isKept({ origin, pathname }: URL): boolean {
  return origin === worker.location.origin && !/\/(?:postcodes\/|sw\.js$)/.test(pathname);
}

async function answer(request: Request): Promise<Response> {
  try {
    return await fromServer(request);
  } catch (error) {
    const copy = await (await caches.open(kept)).match(request.url);
    const age = Date.now() - Number(copy?.headers.get(keptAt) ?? 0);
    if (copy && age < longest) return copy;
    throw error;
  }
}

async function fromServer(request: Request): Promise<Response> {
  const answer = await fetch(request);
  const copies = await caches.open(kept);
  if (answer.status === 404 || answer.status === 410) await copies.delete(request.url);
  if (answer.status !== 200 || answer.type !== "basic") return answer;
  const headers = new Headers(answer.headers);
  headers.set(keptAt, String(Date.now()));
  const copy = answer.clone();
  await copies.put(request.url, new Response(await copy.blob(), { status: 200, headers }));
  return answer;
}
