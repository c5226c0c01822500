/** The language of the page that tells a family what help it can have: docs/public/help.md is written in it. */

export { help } from "./public/help/help.js";
