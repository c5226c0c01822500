import type { Service } from "../../components/directory/service.js";

const texts = new Intl.Collator();

/** Compares services by name, and those of one name by their numbers. */
export function serviceOrder(a: Pick<Service, "name" | "id">, b: Pick<Service, "name" | "id">): number {
  return texts.compare(a.name, b.name) || texts.compare(a.id, b.id);
}
