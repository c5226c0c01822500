import { normalisedName } from "../names.js";
import type { ReportTable } from "./table.js";

/**
 * By source: records that were joined to no other and say too little to be, each under the first reason that holds.
 * A record with a valid identifier, or with both names, date of birth and postcode, says enough.
 */
export const unlinkableTable: ReportTable = {
  name: "link_unlinkable",
  columns: "source VARCHAR, reason VARCHAR, records BIGINT",
  query: `
    WITH apart AS (SELECT record_id, source, outcome FROM person_record WHERE outcome <> 'match'),
    own AS (
      SELECT
        source,
        CASE
          WHEN nhs_number IS NOT NULL OR upn IS NOT NULL THEN NULL
          WHEN ${placeholder("forename")} OR ${placeholder("surname")} THEN 'a placeholder instead of a name'
          WHEN forename_norm IS NULL OR surname_norm IS NULL THEN 'no forename or no surname'
          WHEN date_of_birth IS NULL THEN 'no date of birth'
          WHEN postcode IS NULL THEN 'no postcode and no identifier'
        END AS reason
      FROM record
      JOIN apart USING (record_id, source)
    ),
    by_identifier AS (
      SELECT
        source,
        CASE outcome
          WHEN 'many matches' THEN 'an identifier that more than one child bears'
          ELSE 'an identifier that no child bears'
        END AS reason
      FROM apart
      ANTI JOIN record USING (record_id, source)
    )
    SELECT source, reason, count(*) AS records
    FROM (FROM own UNION ALL FROM by_identifier)
    WHERE reason IS NOT NULL
    GROUP BY source, reason
    ORDER BY source, records DESC, reason`,
};

/** SQL: something is written for a name, and it is no name. */
function placeholder(role: "forename" | "surname"): string {
  return `(${role}_norm IS NULL AND ${normalisedName(role)} IS NOT NULL)`;
}
