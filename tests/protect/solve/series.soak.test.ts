// The same with other pairs of editions, as many as there is time for.
import "./series.test.js";
import "./series-random.test.js";
