// Random localities from a seed of the day, as many as there is time for.
import "./random-pools.test.js";
