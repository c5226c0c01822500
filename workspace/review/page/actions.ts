/** What a reviewer can do at a pair. `key` is the keyboard's name for the key, `sign` what is shown of it. */
export const actions = {
  same: { key: "s", sign: "S", label: "Same child", decides: true },
  different: { key: "d", sign: "D", label: "Different children", decides: true },
  unsure: { key: "u", sign: "U", label: "Unsure", decides: true },
  undo: { key: "z", sign: "Z", label: "Undo", decides: false },
  back: { key: "ArrowLeft", sign: "←", label: "Back", decides: false },
  next: { key: "ArrowRight", sign: "→", label: "Next", decides: false },
} as const;

export type Action = keyof typeof actions;

/** Usual reasons, chosen by the keys from 1. */
export const presets = [
  "Name spelt or shortened differently",
  "Slip in a date or number",
  "Moved house",
  "Twins or other siblings",
  "Two children of one name",
  "Too little to tell by",
] as const;
