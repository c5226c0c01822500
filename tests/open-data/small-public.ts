import { createTable, type PublicTable, publicTables } from "../../loaders/protect/tables.js";
import { Database } from "../../loaders/store/database.js";

/** A publishable database in memory: two wards, one indicator, five figures of which one is suppressed. */
export async function smallPublic(): Promise<Database> {
  const db = await Database.open(":memory:");
  for (const table of Object.keys(publicTables) as PublicTable[]) await db.run(createTable(table));
  await db.run(`
    INSERT INTO area VALUES
      ('N', 'North, with the hill', 'ward', 'C'), ('S', 'South', 'ward', 'C'), ('C', 'The city', 'city', NULL),
      ('E', 'The country', 'country', NULL)`);
  await db.run(`
    INSERT INTO indicator VALUES
      ('take-up', 'Take-up', 'Take-up', 'How many take it up.', 'high', 'percent', 'proportion', 'term', '[]',
        '["It is said that “more” is better."]', '[]', 'Children with a place.', 'All children.', 1)`);
  await db.run(`
    INSERT INTO source VALUES
      ('headcount', 'Headcount', 'Open Government Licence v3.0', '2026-10-31', NULL),
      ('national', 'National figures', 'Open Government Licence v3.0', '2026-07-02', 'https://example.org/figures')`);
  await db.run(`
    INSERT INTO observation VALUES
      ('take-up', 'headcount', 'protected', 'ward', 'N', 'Autumn 2025', '2025-09-01', 'all', 'all', NULL, NULL, NULL, NULL, NULL, 'suppressed', NULL, '2026-10-31'),
      ('take-up', 'headcount', 'protected', 'ward', 'S', 'Autumn 2025', '2025-09-01', 'all', 'all', 60, 100, 60, 50, 69, 'value', NULL, '2026-10-31'),
      ('take-up', 'headcount', 'protected', 'city', 'C', 'Autumn 2025', '2025-09-01', 'all', 'all', 70, 120, 58.5, 49, 67, 'value', NULL, '2026-10-31'),
      ('take-up', 'headcount', 'protected', 'city', 'C', 'Spring 2026', '2026-01-01', 'all', 'all', NULL, NULL, NULL, NULL, NULL, 'not_collected', 'Nobody "counted".', '2026-10-31'),
      ('take-up', 'national', 'published', 'country', 'E', 'Spring 2026', '2026-01-01', 'all', 'all', NULL, NULL, 71.6, NULL, NULL, 'value', NULL, '2026-07-02')`);
  return db;
}
