/** The period of an extract as figures write it: "2025-autumn" as "Autumn 2025", "2024-25" as "2024/25". */
export function periodLabel(period: string): string {
  const term = /^(\d{4})-(autumn|spring|summer)$/.exec(period);
  if (term) return `${term[2]![0]!.toUpperCase()}${term[2]!.slice(1)} ${term[1]}`;
  return period.replace(/^(\d{4})-(\d{2})$/, "$1/$2");
}
