type Line = { waiting: true } | { done: unknown } | { failed: string };

const token = document.querySelector<HTMLMetaElement>("meta[name=review-token]")!.content;

/**
 * Asks the server, and gives what came of it. `onWait` is called if another job on the store has to end first.
 * Rejects, with words for the reviewer, if the server could not do it or gave no answer.
 */
export async function ask<T>(question: string, body: object, onWait: () => void = () => {}): Promise<T> {
  const lines = await send(question, body, (line) => {
    if ("waiting" in line) onWait();
  });
  const last = lines.at(-1);
  if (last && "done" in last) return last.done as T;
  throw new Error(last && "failed" in last ? last.failed : noAnswer);
}

const noAnswer = "The review has stopped. Start it again with npm run review, and open the new address.";

async function send(question: string, body: object, heard: (line: Line) => void): Promise<Line[]> {
  const lines: Line[] = [];
  try {
    const response = await fetch(`/ask/${question}`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-review-token": token },
      body: JSON.stringify(body),
    });
    if (!response.ok) return [{ failed: await response.text() }];
    let rest = "";
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return lines;
      const texts = (rest + value).split("\n");
      rest = texts.pop()!;
      for (const text of texts) {
        lines.push(JSON.parse(text) as Line);
        heard(lines.at(-1)!);
      }
    }
  } catch {
    return lines;
  }
}
