import type { Edition } from "./editions.js";
import type { Page } from "./pages.js";
export function checkBuilt(_e: Edition, _f: string, _p: Page[], _m: unknown): void {}
