import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, Page } from "playwright-core";
import { repositoryRoot } from "../../../loaders/store/paths.js";
import { quantile } from "./controls.js";

/** A page of another tool over the same figures of small areas, and how long it takes to follow its controls. */
export interface PeerTimes {
  peer: string;
  control: string;
  /** Milliseconds. */
  p50: number;
  p95: number;
}

const folder = join(repositoryRoot, "tests", "bench", "pages", "peers");
const peers = {
  streamlit: (port: number) => [
    ...["-m", "streamlit", "run", join(folder, "streamlit_page.py"), "--server.headless", "true"],
    ...[
      "--server.port",
      String(port),
      "--server.address",
      "127.0.0.1",
      "--browser.gatherUsageStats",
      "false",
    ],
  ],
  marimo: (port: number) => [
    ...["-m", "marimo", "run", join(folder, "marimo_page.py"), "--headless", "--no-token"],
    ...["--host", "127.0.0.1", "--port", String(port)],
  ],
};

/**
 * Drives the peers' pages as our own are driven. A move ends with the frame in which the last line of their page tells of it:
 * what they draw after that is not counted, which is in their favour. `python` is a Python that has them.
 */
export async function movePeers(
  browser: Browser,
  { python, data, moves }: { python: string; data: string; moves: number },
): Promise<PeerTimes[]> {
  const found: PeerTimes[] = [];
  for (const [peer, words] of Object.entries(peers)) {
    const port = await freePort();
    const server = spawn(python, words(port), {
      env: { ...process.env, EARLY_YEARS_PEER_DATA: data, PYTHONPATH: folder, PYTHONDONTWRITEBYTECODE: "1" },
      stdio: "ignore",
    });
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    try {
      await opened(page, `http://127.0.0.1:${port}/`, server);
      for (const control of ["Period", "Indicator"]) {
        const times: number[] = [];
        for (let turn = 0; turn < moves; turn++) times.push(await moved(page, control, turn));
        found.push({ peer, control, p50: quantile(times, 0.5), p95: quantile(times, 0.95) });
      }
    } finally {
      await page.close();
      server.kill();
    }
  }
  return found;
}

async function opened(page: Page, address: string, server: ChildProcess): Promise<void> {
  for (;;) {
    if (server.exitCode !== null)
      throw new Error("It did not start: install streamlit, marimo, altair, pandas and pyarrow beside it.");
    if (
      await page.goto(address).then(
        () => true,
        () => false,
      )
    )
      break;
    await sleep(500);
  }
  await page.addScriptTag({ content: `window.peerMove = ${moveControl}` });
  await page.waitForFunction(() => window.peerMove("", 0).then((time) => time === 0), undefined, {
    timeout: 60_000,
    polling: 500,
  });
  await sleep(3000);
}

function moved(page: Page, control: string, turn: number): Promise<number> {
  return page.evaluate(([control, turn]) => window.peerMove(control, turn), [control, turn] as const);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

declare global {
  interface Window {
    /** Chooses another value, and gives the milliseconds to the frame that tells of it; 0 without a control, once there is one. */
    peerMove(control: string, turn: number): Promise<number>;
  }
}

// Runs in the page, as text: their controls lie in shadow roots, or are drawn by their own scripts.
const moveControl = `async (control, turn) => {
  const all = (root, found = []) => {
    for (const node of root.querySelectorAll("*")) {
      found.push(node);
      if (node.shadowRoot) all(node.shadowRoot, found);
    }
    return found;
  };
  const told = () =>
    all(document).filter((node) => node.children.length === 0 && /^Shown: /.test(node.textContent)).map((node) => node.textContent).join();
  if (!control) return told() ? 0 : 1;
  const nameOf = (node) => {
    const root = node.getRootNode();
    return (node.closest("[data-testid=stRadio]") ?? root.host ?? node.parentElement).textContent + (root.textContent ?? "");
  };
  const find = () =>
    all(document).find((node) => node.matches("select, [role=radiogroup]") && nameOf(node).includes(control));
  // It may be drawn anew, as what it offers depends on another.
  for (const since = performance.now(); !find(); ) {
    if (performance.now() - since > 30000) throw new Error("The page has no control for " + control + ".");
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  const group = find();
  const before = told();
  const begun = performance.now();
  if (group.matches("select")) {
    const options = [...group.options].filter(({ value }) => value !== group.value && value && !/^--/.test(value));
    group.value = options[turn % options.length].value;
    group.dispatchEvent(new Event("change", { bubbles: true, composed: true }));
  } else {
    const inputs = [...group.querySelectorAll("input")];
    const others = inputs.filter(({ checked }) => !checked);
    others[turn % others.length].click();
  }
  while (told() === before) {
    if (performance.now() - begun > 30000) throw new Error("The page did not follow its control.");
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  return performance.now() - begun;
}`;
