// What Framework gives to a module that a page imports.
declare module "observablehq:stdlib" {
  /** A file of the site. The name must be a literal, relative to the module that names it. */
  export function FileAttachment(name: string): {
    /** Its address, which changes with its content; outside a browser there is none. */
    href?: string;
    json<T>(): Promise<T>;
    arrayBuffer(): Promise<ArrayBuffer>;
  };
}
