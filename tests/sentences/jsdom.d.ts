// What the sentences test uses of jsdom, which publishes no types.
declare module "jsdom" {
  export class JSDOM {
    constructor(html: string, options?: { url?: string; pretendToBeVisual?: boolean; contentType?: string });
    window: Window & typeof globalThis;
  }
}
