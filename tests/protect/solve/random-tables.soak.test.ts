// Random tables from a seed of the day, as many as there is time for.
import "./random-tables.test.js";
