// Random tables, others each time, as many as there is time for.
import "./cheapest.test.js";
