/** Does something once what was drawn is on the screen. */
export function afterFrame(next: () => void): void {
  requestAnimationFrame(() => setTimeout(next));
}
