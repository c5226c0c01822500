/** By code, the name of each area as it stands in an address; of two with one name the code is added. */
export function slugsOf(areas: readonly { code: string; name: string }[]): Map<string, string> {
  const bare = ({ name }: { name: string }) =>
    name
      .toLowerCase()
      .normalize("NFD")
      .replace(/[\u0300-\u036f’']/g, "")
      .replace(/&/g, " and ")
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "");
  const seen = new Set<string>();
  return new Map(
    areas.map((area) => {
      const slug = seen.has(bare(area)) ? `${bare(area)}-${area.code.toLowerCase()}` : bare(area);
      seen.add(slug);
      return [area.code, slug];
    }),
  );
}
