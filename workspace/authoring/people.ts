import type { Writer } from "./repository.js";

/** What somebody may do. To read the workspace, each of them may. */
export const roles = ["reader", "analyst", "reviewer", "publisher"] as const;
export type Role = (typeof roles)[number];

/** Somebody who uses the workspace, as its versions name them, and what they may do. */
export interface Person extends Writer {
  roles: readonly Role[];
  /** Whether there may be others, behind a sign-on; else this is the one person at this machine. */
  isOneOfMany: boolean;
}

/** The one person at this machine, who may do everything. */
export function personAlone(writer: Writer): Person {
  return { ...writer, roles, isOneOfMany: false };
}

/** Whether somebody may do what one of these roles may. */
export function may(person: Person, ...any: readonly Role[]): boolean {
  return any.some((role) => person.roles.includes(role));
}
