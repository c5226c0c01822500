import { make } from "./elements.js";
import { ask } from "./requests.js";

const longestSide = 1_600;
// What the server takes, as it reads pictures by their content.
const kinds = "image/png, image/jpeg, image/gif, image/webp, image/svg+xml";

/** The picture among what was pasted or dropped, if there is one. */
export function pictureIn(data: DataTransfer | null): File | undefined {
  return [...(data?.files ?? [])].find(({ type }) => type.startsWith("image/"));
}

/** Lets the writer choose a picture from their machine. Undefined if they choose none. */
export function choosePicture(): Promise<File | undefined> {
  return new Promise((resolve) => {
    const input = make("input", { type: "file", accept: kinds });
    input.addEventListener("change", () => resolve(input.files?.[0]));
    input.addEventListener("cancel", () => resolve(undefined));
    input.click();
  });
}

/**
 * Asks what a picture shows, keeps it beside its page, and gives the Markdown that shows it; undefined if the writer leaves it.
 * Throws what the server says of a picture that it does not take.
 */
export async function putPicture(address: string, file: File): Promise<string | undefined> {
  const about = await askAbout(file);
  if (about === undefined) return undefined;
  const content = inBase64(await (await smaller(file)).arrayBuffer());
  const { name } = await ask("picture", { address, about, content });
  return `![${about.replace(/[[\]\\]/g, "").replace(/\s+/g, " ")}](./${name})`;
}

function askAbout(file: File): Promise<string | undefined> {
  return new Promise((resolve) => {
    const shown = URL.createObjectURL(file);
    const about = make("input", { type: "text", required: true, maxLength: 400 });
    const dialog = make("dialog", { class: "picture" });
    dialog.append(
      make(
        "form",
        { method: "dialog", onsubmit: () => dialog.close(about.value) },
        make("h2", {}, "A picture"),
        make("img", { src: shown, alt: "" }),
        make(
          "label",
          {},
          "What does it show? Those who cannot see it are told so, and its file is named so.",
          about,
        ),
        make(
          "p",
          {},
          "A page for the public must not show a child who can be recognised without their parents’ consent.",
        ),
        make(
          "p",
          { class: "ey-writing-actions" },
          make("button", { type: "submit", class: "main" }, "Put it in"),
          make("button", { type: "button", onclick: () => dialog.close() }, "Cancel"),
        ),
      ),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      URL.revokeObjectURL(shown);
      resolve(dialog.returnValue.trim() || undefined);
    });
    document.body.append(dialog);
    dialog.showModal();
    about.focus();
  });
}

// A photo is drawn anew: upright, no larger than a page shows it, and without what the camera wrote into it.
async function smaller(file: File): Promise<Blob> {
  if (file.type !== "image/jpeg" && file.type !== "image/webp") return file;
  const picture = await createImageBitmap(file).catch(() => undefined);
  if (!picture) return file;
  const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height));
  const canvas = new OffscreenCanvas(Math.round(picture.width * scale), Math.round(picture.height * scale));
  canvas.getContext("2d")!.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return canvas.convertToBlob({ type: file.type, quality: 0.85 });
}

function inBase64(content: ArrayBuffer): string {
  const bytes = new Uint8Array(content);
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000)
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}
