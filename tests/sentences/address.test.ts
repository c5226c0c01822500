import { beforeEach, describe, expect, it } from "vitest";
import { inAddress, oneOf, someOf, type ViewElement } from "../../components/inputs/url-state.js";
import { standInBrowser } from "./browser-globals.js";

standInBrowser();

const at = (search: string) => history.replaceState(null, "", `/page${search}`);
function input<T>(value: T): ViewElement<T> {
  return Object.assign(document.createElement("div"), { value }) as ViewElement<T>;
}
function choose<T>(control: ViewElement<T>, value: T): void {
  control.value = value;
  control.dispatchEvent(new Event("input"));
}

describe("an address", () => {
  beforeEach(() => at(""));

  it("keeps what a reader chooses, and gives it back", () => {
    choose(inAddress("level", input("ward"), oneOf(["ward", "city"])), "city");
    expect(location.search).toBe("?level=city");
    expect(inAddress("level", input("ward"), oneOf(["ward", "city"])).value).toBe("city");
  });

  it("loses a text that is not among the choices, which the note keeps", () => {
    at("?level=moon&period=2025%2F26");
    const control = inAddress("level", input("ward"), oneOf(["ward", "city"]));
    expect(control.value).toBe("ward");
    expect(control.textContent).toBe(
      "The address asked for “moon”, which is not among the choices. The usual choice is shown.",
    );
    expect(location.search).toBe("?period=2025%2F26");
    choose(control, "city");
    expect(control.textContent).toBe("");
  });

  it("loses a value that an input made anew does not offer any more", () => {
    choose(inAddress("breakdown", input("all"), oneOf(["all", "sex"])), "sex");
    const anew = inAddress("breakdown", input("all"), oneOf(["all"]));
    expect(anew.value).toBe("all");
    expect(location.search).toBe("");
  });

  it("loses the areas of another level when the level is another", () => {
    choose(inAddress("ward", input<string[]>([]), someOf(["A", "B"])), ["A", "B"]);
    expect(location.search).toBe("?ward=A.B");
    inAddress("locality", input<string[]>([]), someOf(["C"]), { instead: ["ward", "locality", "city"] });
    expect(location.search).toBe("");
  });

  it("loses a value that the input itself refuses", () => {
    at("?ward=A");
    const list = document.createElement("div");
    const refusing = Object.defineProperty(list, "value", {
      get: () => [],
      set: () => {},
    }) as unknown as ViewElement<string[]>;
    inAddress("ward", refusing, someOf(["A"]));
    expect(location.search).toBe("");
  });

  it("stays as it is until a reader chooses", () => {
    inAddress("level", input("ward"), oneOf(["ward", "city"]));
    expect(location.search).toBe("");
  });
});
