import { expect, test } from "vitest";
import { miniBars } from "../../components/charts/mini-bars.js";
import { roundPercent } from "../../components/words/plain-words.js";
import { standInBrowser } from "../sentences/browser-globals.js";

standInBrowser();

const share = (value: number) => ({ value, status: "value" as const });
const hidden = { value: null, status: "suppressed" as const };

test("a bar has its mark where all together stand, and says the figure of both", () => {
  const drawn = miniBars([{ label: "Place at two", figure: share(59), all: share(63) }], {
    format: roundPercent,
    most: 100,
  });
  expect(drawn.textContent).toBe("Place at two59% (all 63%)");
  const [bar, mark] = [".ey-minibar", ".ey-minibar-all"].map((name) =>
    drawn.querySelector<HTMLElement>(name),
  );
  expect([bar!.style.width, mark!.style.left]).toEqual(["59%", "63%"]);
});

test("what is suppressed is said in words, and has no mark from which it could be guessed", () => {
  const drawn = miniBars(
    [
      { label: "Place at two", figure: share(59), all: hidden },
      { label: "Review", figure: hidden, all: share(63) },
    ],
    { format: roundPercent, most: 100 },
  );
  expect(drawn.querySelector(".ey-minibar-all")).toBeNull();
  expect(drawn.textContent).toBe("Place at two59%Reviewsuppressed [c] (all 63%)");
});
