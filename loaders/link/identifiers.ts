export function validNhsNumber(c: string) {
  return `CASE WHEN length(regexp_replace(${c}, '[ -]', '', 'g')) = 10 THEN regexp_replace(${c}, '[ -]', '', 'g') END`;
}
export function permanentUpn(c: string) {
  return `CASE WHEN regexp_matches(upper(trim(${c})), '^[A-Z][0-9]{12}$') THEN upper(trim(${c})) END`;
}
