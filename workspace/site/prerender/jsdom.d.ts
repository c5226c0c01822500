// What is used here, and by the test of sentences, of jsdom, which publishes no types.
declare module "jsdom" {
  export class VirtualConsole {}
  export class JSDOM {
    constructor(
      html: string,
      options?: {
        url?: string;
        pretendToBeVisual?: boolean;
        contentType?: string;
        runScripts?: "outside-only";
        virtualConsole?: VirtualConsole;
      },
    );
    window: Window & typeof globalThis;
    getInternalVMContext(): import("node:vm").Context;
  }
}
