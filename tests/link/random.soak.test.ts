// Random worlds of records, others each time, as many as there is time for.
import "./incremental.test.js";
import "./model/properties.test.js";
import "./persons-properties.test.js";
import "./properties.test.js";
import "./twins.test.js";
