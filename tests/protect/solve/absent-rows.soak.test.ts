// Random tables without rows for nobody, from a seed of the day, as many as there is time for.
import "./absent-rows.test.js";
