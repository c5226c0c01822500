// What Framework's client of DuckDB-wasm gives, as far as it is used here.
declare module "npm:@observablehq/duckdb" {
  import type { AsyncDuckDB, DuckDBConfig } from "npm:@duckdb/duckdb-wasm";

  export class DuckDBClient {
    static of(sources?: object, config?: DuckDBConfig): Promise<DuckDBClient>;
    readonly _db: AsyncDuckDB;
  }
}
