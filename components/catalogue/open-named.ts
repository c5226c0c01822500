/** Opens and shows the part whose id the address names, now and whenever the address changes. */
export function openNamed<T extends Element>(parts: T): T {
  const open = (): void => {
    const id = decodeURIComponent(location.hash.slice(1));
    const part = id ? parts.querySelector<HTMLDetailsElement>(`details#${CSS.escape(id)}`) : null;
    if (!part) return;
    part.open = true;
    part.scrollIntoView({ block: "start" });
    part.querySelector("summary")?.focus({ preventScroll: true });
  };
  const follow = (): void => {
    // A newer list has taken this one's place.
    if (!parts.isConnected) removeEventListener("hashchange", follow);
    else open();
  };
  requestAnimationFrame(open);
  addEventListener("hashchange", follow);
  return parts;
}
