import { DuckDBInstance } from "@duckdb/node-api";

// Two workers fill a machine of two cores: of a database's threads one would mostly wait for the other, which takes a tenth of
// the processor's time and more. The soak, and whatever starts a process of its own, runs with all threads.
const { create } = DuckDBInstance;
if (!["createOfOneThread", "createOrLend"].includes(create.name))
  DuckDBInstance.create = function createOfOneThread(path, options) {
    return create.call(DuckDBInstance, path, { threads: "1", ...options });
  };
