/** How far below the top of the window something begins, in pixels, also where it has no box of its own (display: contents). */
export function topOf(element: Element): number {
  const { width, height, top } = element.getBoundingClientRect();
  if (width > 0 || height > 0) return top;
  const range = document.createRange();
  range.selectNodeContents(element);
  return range.getBoundingClientRect().top;
}
