// Lets pages of the public site that were read open again without the internet: see workspace/site/offline-worker.ts.

const root = document.querySelector<HTMLMetaElement>('meta[name="early-years-root"]')?.content;

if (root !== undefined && "serviceWorker" in navigator)
  addEventListener("load", () => {
    void keepForOffline(new URL(`${root}sw.js`, location.href));
  });

async function keepForOffline(worker: URL): Promise<void> {
  try {
    await navigator.serviceWorker.register(worker);
    const { active } = await navigator.serviceWorker.ready;
    // The first page of a visit was fetched before there was anybody to keep it.
    const read = performance.getEntriesByType("resource").map(({ name }) => name);
    active?.postMessage({ read: [location.href.replace(/#.*$/, ""), ...read] });
  } catch {
    // Private windows and old browsers keep nothing, and need not.
  }
}
